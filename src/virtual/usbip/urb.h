/* SPDX-License-Identifier: MIT */
/* The URBs of a USB/IP client that are not answered yet. */
#ifndef CUSB_VIRTUAL_USBIP_URB_H
#define CUSB_VIRTUAL_USBIP_URB_H

#include "usbip/wire.h"
#include "virtual/device/hcd.h"

struct usbip_urb {
	struct virtual_urb urb;
	uint32_t seqnum;
	struct cusb_virtual_device *dev;
	/* Called once; the URB is freed afterwards. */
	void (*done)(void *user, const struct usbip_urb *urb);
	void *user;
	struct virtual_packet packets[]; /* isochronous; the data follows */
};

/*
 * Makes a URB, which the caller fills with the bytes after the header, and then submits or frees.
 * NULL: no memory.
 */
struct usbip_urb *usbip_urb_new(const struct usbip_header *submit,
				void (*done)(void *user, const struct usbip_urb *urb), void *user);
/*
 * Reads the packets after the data of a CMD_SUBMIT. None is marked as moved, whatever the client
 * sends.
 */
int usbip_urb_read_packets(int fd, struct usbip_urb *urb);
/* Packs the bytes after a RET_SUBMIT: the data of an IN transfer without gaps, then the packets. */
size_t usbip_urb_pack_data(const struct usbip_urb *urb);
/* To USBIP_ISO_PACKETS_MAX * USBIP_ISO_PACKET_SIZE bytes at most; how many. */
size_t usbip_urb_encode_packets(const struct usbip_urb *urb, uint8_t *bytes);

/* A URB that is already unlinked ends with -ECONNRESET, and the device is not asked. */
void usbip_urb_submit(struct cusb_virtual_device *dev, struct usbip_urb *urb, bool unlinked);
/* Ends a URB with -ECONNRESET. False: the device has none with that number. */
bool usbip_urb_unlink(struct cusb_virtual_device *dev, uint32_t seqnum);

#endif
