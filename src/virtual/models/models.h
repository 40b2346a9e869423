/* SPDX-License-Identifier: MIT */
/*
 * What the models have in common: identity, descriptors as byte lists, loopback.
 */
#ifndef CUSB_VIRTUAL_MODELS_H
#define CUSB_VIRTUAL_MODELS_H

#include <cusb/descriptor.h>

#include "virtual/device/hcd.h"

extern const struct cusb_virtual_model model_loopback, model_stall, model_nak, model_partial,
	model_babble, model_dropout, model_malformed, model_low, model_full, model_super, model_iso,
	model_iso_super, model_streams, model_hub;

/* Byte lists, in the order of the fields in the specification. */
#define LE16(value) (uint8_t)(value), (uint8_t)((value) >> 8)

#define DEVICE(bcdUSB, bMaxPacketSize0, idProduct, bNumConfigurations)                             \
	CUSB_DEVICE_DESC_SIZE, CUSB_DESC_TYPE_DEVICE, LE16(bcdUSB), 0, 0, 0, bMaxPacketSize0,      \
		LE16(0xfffe), LE16(idProduct), LE16(0x0100), 1, 2, 3, bNumConfigurations

#define CONFIGURATION(wTotalLength, bNumInterfaces, bConfigurationValue, iConfiguration,           \
		      bmAttributes, bMaxPower)                                                     \
	CUSB_CONFIG_DESC_SIZE, CUSB_DESC_TYPE_CONFIG, LE16(wTotalLength), bNumInterfaces,          \
		bConfigurationValue, iConfiguration, 0x80 | (bmAttributes), bMaxPower

#define INTERFACE(bInterfaceNumber, bAlternateSetting, bNumEndpoints, iInterface)                  \
	CUSB_INTERFACE_DESC_SIZE, CUSB_DESC_TYPE_INTERFACE, bInterfaceNumber, bAlternateSetting,   \
		bNumEndpoints, CUSB_CLASS_VENDOR, 0, 0, iInterface

#define ENDPOINT(bEndpointAddress, bmAttributes, wMaxPacketSize, bInterval)                        \
	CUSB_ENDPOINT_DESC_SIZE, CUSB_DESC_TYPE_ENDPOINT, bEndpointAddress, bmAttributes,          \
		LE16(wMaxPacketSize), bInterval

#define BULK(bEndpointAddress, wMaxPacketSize)                                                     \
	ENDPOINT(bEndpointAddress, CUSB_ENDPOINT_TYPE_BULK, wMaxPacketSize, 0)
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
	CUSB_DEVICE_DESC_SIZE, CUSB_DESC_TYPE_DEVICE, LE16(bcdUSB), CUSB_CLASS_HUB, 0,             \
		bDeviceProtocol, bMaxPacketSize0, LE16(idVendor), LE16(idProduct),                 \
		LE16(bcdDevice), iManufacturer, iProduct, iSerialNumber, 1

#define HUB_INTERFACE                                                                              \
	CUSB_INTERFACE_DESC_SIZE, CUSB_DESC_TYPE_INTERFACE, 0, 0, 1, CUSB_CLASS_HUB, 0, 0, 0

#define HUB_ATTRIBUTES (CUSB_CONFIG_SELF_POWERED | CUSB_CONFIG_REMOTE_WAKEUP)

/* One bulk pair or one endpoint is all that most have: the lengths of such a configuration. */
#define LENGTH_PAIR (CUSB_CONFIG_DESC_SIZE + CUSB_INTERFACE_DESC_SIZE + 2 * CUSB_ENDPOINT_DESC_SIZE)

/* The BOS of a device of super speed. */
#define BOS_LENGTH (5 + 7 + 10)
extern const uint8_t model_super_bos[BOS_LENGTH];

#define BYTES(array) .descriptors = (array), .descriptors_length = sizeof(array)

/* An IN function for devices that always have a full packet: byte i is i & 0xff. */
ssize_t full_packet_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		       size_t room);

#define MANUFACTURER "Prüfstand für USB"

extern const uint16_t model_langids[];

/* ---- a pipe: what went into OUT n comes out of IN n ------------------------------------------ */

#define PIPE_MAX (16U * 1024 * 1024) /* bytes; then OUT is NAKed */

struct packet;

struct pipe {
	struct packet *first, *last;
	size_t bytes;
};

/* 0, or -EAGAIN: full, or no memory. */
int pipe_put(struct pipe *pipe, const uint8_t *packet, size_t length);
/* The length of the packet, at most room; -EAGAIN: empty. */
ssize_t pipe_get(struct pipe *pipe, uint8_t *packet, size_t room);
/* The packet that comes next, which stays; NULL: empty. */
const uint8_t *pipe_peek(const struct pipe *pipe, size_t *length);
void pipe_clear(struct pipe *pipe);

/* ---- a loopback device; a model's own state may begin with this ------------------------------ */

struct loopback {
	uint8_t *stored; /* by vendor or class request 0 */
	size_t stored_length;
	struct pipe pipes[16]; /* by endpoint number */
};

/*
 * The functions of struct cusb_virtual_model for a state that begins with struct loopback.
 * Requests: 0x40 and 0x21, bRequest 0, store; 0xc0 and 0xa1, bRequest 1, return what was stored.
 */
ssize_t loopback_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			 uint8_t *data);
int loopback_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		 size_t length);
ssize_t loopback_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet, size_t room);
void loopback_restart(struct cusb_virtual_device *dev);
void loopback_free(struct cusb_virtual_device *dev);

#define LOOPBACK_FUNCTIONS                                                                         \
	.out = loopback_out, .in = loopback_in, .restart = loopback_restart, .free = loopback_free

#endif
