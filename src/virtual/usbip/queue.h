/* SPDX-License-Identifier: MIT */
/*
 * The URBs a USB/IP client has submitted and has no answer to: handed to the host in order, each
 * endpoint's for itself, and held back where a host controller's queue would stand still.
 */
#ifndef CUSB_VIRTUAL_USBIP_QUEUE_H
#define CUSB_VIRTUAL_USBIP_QUEUE_H

#include "usbip/wire.h"
#include "virtual/device/hcd.h"

#define USBIP_QUEUES 32

struct usbip_urb {
	struct virtual_urb urb;
	struct usbip_queues *queues;
	struct usbip_urb *next;
	uint32_t seqnum;
	bool held;			 /* not with the host yet */
	struct virtual_packet packets[]; /* isochronous; the data follows */
};

struct usbip_queues {
	struct cusb_virtual_device *dev;
	/* Called once for each URB; it is freed afterwards. */
	void (*done)(struct usbip_queues *queues, const struct usbip_urb *urb);
	struct usbip_urb *heads[USBIP_QUEUES];
	uint32_t stopped; /* queues that stand still */
};

/* A URB to be filled with the data of an OUT transfer and added, or freed. NULL: no memory. */
struct usbip_urb *usbip_urb_new(const struct usbip_header *submit);
void usbip_queue_add(struct usbip_queues *queues, struct usbip_urb *urb);
/* Hands over what may go. */
void usbip_queue_run(struct usbip_queues *queues);
/* Ends a URB with -ECONNRESET. False: there is none with that number. */
bool usbip_queue_cancel(struct usbip_queues *queues, uint32_t seqnum);
/* Queues that stand still go on. */
void usbip_queue_resume(struct usbip_queues *queues);
/* Frees all; the device is unplugged. */
void usbip_queue_forget(struct usbip_queues *queues);

#endif
