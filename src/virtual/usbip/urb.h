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
	struct usbip_queues *queues;
	uint32_t seqnum;
	struct virtual_packet packets[]; /* isochronous; the data follows */
};

struct usbip_queues {
	struct cusb_virtual_device *dev;
	/* Called once for each URB; it is freed afterwards. */
	void (*done)(struct usbip_queues *queues, const struct usbip_urb *urb);
};

/* A URB to be filled with what follows the header and submitted, or freed. NULL: no memory. */
struct usbip_urb *usbip_urb_new(const struct usbip_header *submit);
/* The packets behind the data of a CMD_SUBMIT; none is moved yet, whatever the client says. */
int usbip_read_packets(int fd, struct virtual_urb *urb);
/* What follows a RET_SUBMIT: the data of an IN transfer without gaps, then the packets. */
size_t usbip_reply_length(const struct virtual_urb *urb);
int usbip_write_packets(int fd, const struct virtual_urb *urb);

/* One that is unlinked already ends with -ECONNRESET, and the device is not asked. */
void usbip_queue_submit(struct usbip_queues *queues, struct usbip_urb *urb, bool unlinked);
/* Ends a URB with -ECONNRESET. False: there is none with that number. */
bool usbip_queue_cancel(struct usbip_queues *queues, uint32_t seqnum);
/* Queues that stand still go on. */
void usbip_queue_resume(struct usbip_queues *queues);

#endif
