/* SPDX-License-Identifier: MIT */
/*
 * Descriptors as byte lists, in the order of the fields in the specification.
 */
#ifndef BYTES_H
#define BYTES_H

#include <string.h>

#include <cusb/descriptor.h>
#include <cusb/virtual.h>

#define LE16(value) (value) & 0xff, (value) >> 8

/* Class in the interfaces; string 1 manufacturer, 2 product, and a serial number if it has one. */
#define DEVICE(bcdUSB, bMaxPacketSize0, idVendor, idProduct, bcdDevice, iSerialNumber)             \
	CUSB_DEVICE_DESC_SIZE, CUSB_DESC_TYPE_DEVICE, LE16(bcdUSB), 0, 0, 0, bMaxPacketSize0,      \
		LE16(idVendor), LE16(idProduct), LE16(bcdDevice), 1, 2, iSerialNumber, 1

/* The only one: bConfigurationValue 1, bus powered. */
#define CONFIGURATION(wTotalLength, bNumInterfaces, milliamperes)                                  \
	CUSB_CONFIG_DESC_SIZE, CUSB_DESC_TYPE_CONFIG, LE16(wTotalLength), bNumInterfaces, 1, 0,    \
		0x80, (milliamperes) / 2

#define INTERFACE(bInterfaceNumber, bAlternateSetting, bNumEndpoints, class, subclass, protocol)   \
	CUSB_INTERFACE_DESC_SIZE, CUSB_DESC_TYPE_INTERFACE, bInterfaceNumber, bAlternateSetting,   \
		bNumEndpoints, class, subclass, protocol, 0

#define ENDPOINT(bEndpointAddress, bmAttributes, wMaxPacketSize, bInterval)                        \
	CUSB_ENDPOINT_DESC_SIZE, CUSB_DESC_TYPE_ENDPOINT, bEndpointAddress, bmAttributes,          \
		LE16(wMaxPacketSize), bInterval
#define BULK(bEndpointAddress, wMaxPacketSize)                                                     \
	ENDPOINT(bEndpointAddress, CUSB_ENDPOINT_TYPE_BULK, wMaxPacketSize, 0)
#define INTERRUPT(bEndpointAddress, wMaxPacketSize, bInterval)                                     \
	ENDPOINT(bEndpointAddress, CUSB_ENDPOINT_TYPE_INTR, wMaxPacketSize, bInterval)
#define ISOCHRONOUS(bEndpointAddress, wMaxPacketSize, bInterval)                                   \
	ENDPOINT(bEndpointAddress, CUSB_ENDPOINT_TYPE_ISO, wMaxPacketSize, bInterval)

/* HID 1.11 6.2.1, with one report descriptor. */
#define HID_LENGTH	   9
#define HID(report_length) HID_LENGTH, 0x21, LE16(0x0111), 0, 1, 0x22, LE16(report_length)

/* bmRequestType << 8 | bRequest */
#define REQUEST(setup)		 ((setup)->bmRequestType << 8 | (setup)->bRequest)
#define GET_INTERFACE_DESCRIPTOR 0x8106
#define HID_GET_REPORT		 0xa101
#define HID_SET_REPORT		 0x2109
#define HID_SET_IDLE		 0x210a
#define HID_SET_PROTOCOL	 0x210b

/* What is asked for of some bytes. */
static inline ssize_t answer(const struct cusb_setup *setup, uint8_t *data, const void *bytes,
			     size_t length)
{
	if (length > setup->wLength)
		length = setup->wLength;
	memcpy(data, bytes, length);
	return (ssize_t)length;
}

#endif
