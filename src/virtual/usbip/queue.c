/* SPDX-License-Identifier: MIT */
/*
 * Facts of vhci_hcd relied on (6.1): URBs behind one with SHORT_NOT_OK may belong to the same
 * transfer (usbfs's BULK_CONTINUATION, which the protocol does not show). After an error there the
 * kernel cancels those that do. A host controller's queue stands still until it has; here, until
 * the queue is empty or unlinks have ceased, which the server judges.
 */
#include <errno.h>
#include <stdlib.h>

#include "virtual/usbip/queue.h"

/* The host, or cancel(), is done with a URB. */
static void complete(struct virtual_urb *host_urb)
{
	struct usbip_urb *urb = host_urb->owner;
	struct usbip_queues *queues = urb->queues;
	unsigned int i = queue_of(host_urb->endpoint);
	struct usbip_urb **at = &queues->heads[i];

	while (*at != urb)
		at = &(*at)->next;
	*at = urb->next;
	if (host_urb->flags & VIRTUAL_URB_SHORT_NOT_OK && host_urb->status != 0 &&
	    host_urb->status != -ECONNRESET)
		queues->stopped |= UINT32_C(1) << i;
	queues->done(queues, urb);
	free(urb);
}

static uint8_t host_flags(const struct usbip_header *submit)
{
	uint32_t flags = submit->cmd_submit.transfer_flags;

	if (submit->cmd_submit.number_of_packets)
		return flags & USBIP_ISO_ASAP ? 0 : VIRTUAL_URB_START_FRAME;
	if (submit->direction)
		return flags & USBIP_SHORT_NOT_OK ? VIRTUAL_URB_SHORT_NOT_OK : 0;
	return flags & USBIP_ZERO_PACKET ? VIRTUAL_URB_ZERO_PACKET : 0;
}

struct usbip_urb *usbip_urb_new(const struct usbip_header *submit)
{
	uint32_t length = submit->cmd_submit.transfer_buffer_length;
	uint32_t count = submit->cmd_submit.number_of_packets;
	struct usbip_urb *urb = malloc(sizeof *urb + count * sizeof urb->packets[0] + length);

	if (!urb)
		return NULL;
	*urb = (struct usbip_urb){
		.seqnum = submit->seqnum,
		.held = true,
		.urb = {.endpoint = (uint8_t)(submit->ep | submit->direction << 7),
			.flags = host_flags(submit),
			.setup = submit->setup,
			.data = (uint8_t *)(urb->packets + count),
			.length = length,
			.packets = count ? urb->packets : NULL,
			.packet_count = count,
			.start_frame = submit->cmd_submit.start_frame,
			.complete = complete,
			.owner = urb},
	};
	return urb;
}

void usbip_queue_add(struct usbip_queues *queues, struct usbip_urb *urb)
{
	struct usbip_urb **end = &queues->heads[queue_of(urb->urb.endpoint)];

	urb->queues = queues;
	while (*end)
		end = &(*end)->next;
	*end = urb;
}

static void hand_over(struct usbip_urb *urb)
{
	int err;

	urb->held = false;
	err = virtual_host_submit(urb->queues->dev, &urb->urb);
	if (!err)
		return;
	/* On a bus, an endpoint that is not there does not answer. */
	urb->urb.status = err == -ENODEV ? err : -EPROTO;
	complete(&urb->urb);
}

/* The next URB of a queue that may go to the host. */
static struct usbip_urb *next_ready(const struct usbip_queues *queues, unsigned int i)
{
	struct usbip_urb *urb = queues->heads[i];

	if (queues->stopped & UINT32_C(1) << i)
		return NULL;
	while (urb && !urb->held) {
		if (urb->urb.flags & VIRTUAL_URB_SHORT_NOT_OK)
			return NULL;
		urb = urb->next;
	}
	return urb;
}

/* One pass is enough: only URBs of the same queue keep a URB back. */
void usbip_queue_run(struct usbip_queues *queues)
{
	struct usbip_urb *urb;

	for (unsigned int i = 0; i < USBIP_QUEUES; i++)
		while (!queues->dev->gone && (urb = next_ready(queues, i)))
			hand_over(urb);
}

static struct usbip_urb *find(const struct usbip_queues *queues, uint32_t seqnum)
{
	for (unsigned int i = 0; i < USBIP_QUEUES; i++)
		for (struct usbip_urb *urb = queues->heads[i]; urb; urb = urb->next)
			if (urb->seqnum == seqnum)
				return urb;
	return NULL;
}

bool usbip_queue_cancel(struct usbip_queues *queues, uint32_t seqnum)
{
	struct usbip_urb *urb = find(queues, seqnum);
	unsigned int i;

	if (!urb)
		return false;
	i = queue_of(urb->urb.endpoint);
	if (urb->held) {
		urb->urb.status = -ECONNRESET;
		complete(&urb->urb);
	} else {
		virtual_host_unlink(queues->dev, &urb->urb, -ECONNRESET);
	}
	if (!queues->heads[i])
		queues->stopped &= ~(UINT32_C(1) << i);
	return true;
}

void usbip_queue_resume(struct usbip_queues *queues)
{
	queues->stopped = 0;
}

void usbip_queue_forget(struct usbip_queues *queues)
{
	virtual_host_unplug(queues->dev);
	for (unsigned int i = 0; i < USBIP_QUEUES; i++) {
		while (queues->heads[i]) {
			struct usbip_urb *urb = queues->heads[i];

			queues->heads[i] = urb->next;
			free(urb);
		}
	}
}
