/* SPDX-License-Identifier: MIT */
/*
 * Descriptors as lists of bytes, in the order of the fields in the specification.
 */
#ifndef CUSB_VIRTUAL_DESCRIPTOR_BYTES_H
#define CUSB_VIRTUAL_DESCRIPTOR_BYTES_H

#include <cusb/descriptor.h>

#define LE16(value) (uint8_t)(value), (uint8_t)((value) >> 8)

#define DEVICE_DESCRIPTOR(bcdUSB, bDeviceClass, bDeviceSubClass, bDeviceProtocol, bMaxPacketSize0, \
			  idVendor, idProduct, bcdDevice, iManufacturer, iProduct, iSerialNumber,  \
			  bNumConfigurations)                                                      \
	CUSB_DEVICE_DESC_SIZE, CUSB_DESC_TYPE_DEVICE, LE16(bcdUSB), bDeviceClass, bDeviceSubClass, \
		bDeviceProtocol, bMaxPacketSize0, LE16(idVendor), LE16(idProduct),                 \
		LE16(bcdDevice), iManufacturer, iProduct, iSerialNumber, bNumConfigurations

#define DEVICE(bcdUSB, bMaxPacketSize0, idProduct, bNumConfigurations)                             \
	DEVICE_DESCRIPTOR(bcdUSB, 0, 0, 0, bMaxPacketSize0, 0xfffe, idProduct, 0x0100, 1, 2, 3,    \
			  bNumConfigurations)

#define CONFIGURATION(wTotalLength, bNumInterfaces, bConfigurationValue, iConfiguration,           \
		      bmAttributes, bMaxPower)                                                     \
	CUSB_CONFIG_DESC_SIZE, CUSB_DESC_TYPE_CONFIG, LE16(wTotalLength), bNumInterfaces,          \
		bConfigurationValue, iConfiguration, 0x80 | (bmAttributes), bMaxPower

#define INTERFACE_DESCRIPTOR(bInterfaceNumber, bAlternateSetting, bNumEndpoints, bInterfaceClass,  \
			     bInterfaceSubClass, bInterfaceProtocol, iInterface)                   \
	CUSB_INTERFACE_DESC_SIZE, CUSB_DESC_TYPE_INTERFACE, bInterfaceNumber, bAlternateSetting,   \
		bNumEndpoints, bInterfaceClass, bInterfaceSubClass, bInterfaceProtocol, iInterface

#define INTERFACE(bInterfaceNumber, bAlternateSetting, bNumEndpoints, iInterface)                  \
	INTERFACE_DESCRIPTOR(bInterfaceNumber, bAlternateSetting, bNumEndpoints,                   \
			     CUSB_CLASS_VENDOR, 0, 0, iInterface)

#define ENDPOINT(bEndpointAddress, bmAttributes, wMaxPacketSize, bInterval)                        \
	CUSB_ENDPOINT_DESC_SIZE, CUSB_DESC_TYPE_ENDPOINT, bEndpointAddress, bmAttributes,          \
		LE16(wMaxPacketSize), bInterval

#define BULK(bEndpointAddress, wMaxPacketSize)                                                     \
	ENDPOINT(bEndpointAddress, CUSB_ENDPOINT_TYPE_BULK, wMaxPacketSize, 0)
#define BULK_PAIR(wMaxPacketSize) BULK(0x01, wMaxPacketSize), BULK(0x81, wMaxPacketSize)
#define INTERRUPT(bEndpointAddress, wMaxPacketSize, bInterval)                                     \
	ENDPOINT(bEndpointAddress, CUSB_ENDPOINT_TYPE_INTR, wMaxPacketSize, bInterval)

/* Asynchronous, data */
#define ISOCHRONOUS(bEndpointAddress, wMaxPacketSize, bInterval)                                   \
	ENDPOINT(bEndpointAddress, CUSB_ENDPOINT_TYPE_ISO | 0x04, wMaxPacketSize, bInterval)

#define COMPANION(bMaxBurst, bmAttributes, wBytesPerInterval)                                      \
	CUSB_SS_ENDPOINT_COMPANION_DESC_SIZE, CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION, bMaxBurst,     \
		bmAttributes, LE16(wBytesPerInterval)

#define ASSOCIATION(bFirstInterface, bInterfaceCount)                                              \
	CUSB_INTERFACE_ASSOCIATION_DESC_SIZE, CUSB_DESC_TYPE_INTERFACE_ASSOCIATION,                \
		bFirstInterface, bInterfaceCount, CUSB_CLASS_VENDOR, 0, 0, 0

#define HUB_DEVICE(bcdUSB, bDeviceProtocol, bMaxPacketSize0, idVendor, idProduct, bcdDevice,       \
		   iManufacturer, iProduct, iSerialNumber)                                         \
	DEVICE_DESCRIPTOR(bcdUSB, CUSB_CLASS_HUB, 0, bDeviceProtocol, bMaxPacketSize0, idVendor,   \
			  idProduct, bcdDevice, iManufacturer, iProduct, iSerialNumber, 1)

#define HUB_INTERFACE INTERFACE_DESCRIPTOR(0, 0, 1, CUSB_CLASS_HUB, 0, 0, 0)

#define HUB_ATTRIBUTES (CUSB_CONFIG_SELF_POWERED | CUSB_CONFIG_REMOTE_WAKEUP)

/* The length of a configuration with one bulk pair. */
#define LENGTH_PAIR (CUSB_CONFIG_DESC_SIZE + CUSB_INTERFACE_DESC_SIZE + 2 * CUSB_ENDPOINT_DESC_SIZE)

/* All descriptors of a device with one bulk pair. */
#define BULK_DEVICE(bcdUSB, idProduct, wMaxPacketSize)                                             \
	DEVICE(bcdUSB, 64, idProduct, 1), CONFIGURATION(LENGTH_PAIR, 1, 1, 0, 0, 50),              \
		INTERFACE(0, 0, 2, 0), BULK_PAIR(wMaxPacketSize)

#define BOS(wTotalLength, bNumDeviceCaps)                                                          \
	CUSB_BOS_DESC_SIZE, CUSB_DESC_TYPE_BOS, LE16(wTotalLength), bNumDeviceCaps
/* LPM */
#define USB_2_0_EXTENSION 7, CUSB_DESC_TYPE_DEVICE_CAPABILITY, 0x02, 0x02, 0, 0, 0
/* Full, high and super; all functions from full speed; U1 exit in 10 us, U2 in 2047 us. */
#define SUPERSPEED_CAPABILITY                                                                      \
	10, CUSB_DESC_TYPE_DEVICE_CAPABILITY, 0x03, 0, LE16(0x000e), 1, 10, LE16(2047)

/* The BOS of a SuperSpeed device. */
#define SUPER_SPEED_BOS BOS(5 + 7 + 10, 2), USB_2_0_EXTENSION, SUPERSPEED_CAPABILITY

/* Members of struct cusb_virtual_model. */
#define BYTES(array) .descriptors = (array), .descriptors_length = sizeof(array)

#endif
