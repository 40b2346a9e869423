/* SPDX-License-Identifier: MIT */
/*
 * The URBs that a USB/IP client has submitted and has no answer to.
 */
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

/* A URB to be filled with what follows the header and submitted, or freed. NULL: no memory. */
struct usbip_urb *usbip_urb_new(const struct usbip_header *submit,
				void (*done)(void *user, const struct usbip_urb *urb), void *user);
/* The packets behind the data of a CMD_SUBMIT; none is moved yet, whatever the client says. */
int usbip_urb_read_packets(int fd, struct usbip_urb *urb);
/* What follows a RET_SUBMIT: the data of an IN transfer without gaps, then the packets. */
size_t usbip_urb_pack_data(const struct usbip_urb *urb);
int usbip_urb_write_packets(int fd, const struct usbip_urb *urb);

/* One that is unlinked already ends with -ECONNRESET, and the device is not asked. */
void usbip_urb_submit(struct cusb_virtual_device *dev, struct usbip_urb *urb, bool unlinked);
/* Ends a URB with -ECONNRESET. False: the device has none with that number. */
bool usbip_urb_unlink(struct cusb_virtual_device *dev, uint32_t seqnum);

#endif
