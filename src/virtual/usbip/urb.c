/* SPDX-License-Identifier: MIT */
/*
 * Facts of vhci_hcd (6.1): when a URB with SHORT_NOT_OK ends with an error, the kernel cancels the
 * later URBs of the same transfer (usbfs's BULK_CONTINUATION, which the protocol does not show). A
 * host controller's queue stops meanwhile; here it stops until it is empty, or until the server
 * restarts it.
 *
 * The data of an IN transfer comes without gaps. The kernel moves it to the places of the packets,
 * and drops the connection when the lengths of the packets do not add up to the length of the
 * whole.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/control.h>

#include "virtual/usbip/urb.h"

#define PORT_RESET 4 /* USB 2.0 table 11-17 */

static void complete(struct virtual_urb *host_urb)
{
	struct usbip_urb *urb = host_urb->owner;

	if (host_urb->flags & VIRTUAL_URB_SHORT_NOT_OK && host_urb->status != 0 &&
	    host_urb->status != -ECONNRESET)
		urb->dev->stopped |= UINT32_C(1) << queue_of(host_urb->endpoint);
	urb->done(urb->user, urb);
	free(urb);
}

static uint8_t urb_flags(const struct usbip_header *submit)
{
	uint32_t flags = submit->cmd_submit.transfer_flags;

	if (submit->cmd_submit.number_of_packets)
		return flags & USBIP_ISO_ASAP ? 0 : VIRTUAL_URB_START_FRAME;
	if (submit->direction)
		return flags & USBIP_SHORT_NOT_OK ? VIRTUAL_URB_SHORT_NOT_OK : 0;
	return flags & USBIP_ZERO_PACKET ? VIRTUAL_URB_ZERO_PACKET : 0;
}

struct usbip_urb *usbip_urb_new(const struct usbip_header *submit,
				void (*done)(void *user, const struct usbip_urb *urb), void *user)
{
	uint32_t length = submit->cmd_submit.transfer_buffer_length;
	uint32_t count = submit->cmd_submit.number_of_packets;
	/* Zeros: the model may claim more bytes than it has written, and the client gets them. */
	struct usbip_urb *urb = calloc(1, sizeof *urb + count * sizeof urb->packets[0] + length);

	if (!urb)
		return NULL;
	*urb = (struct usbip_urb){
		.seqnum = submit->seqnum,
		.done = done,
		.user = user,
		.urb = {.endpoint = (uint8_t)(submit->ep | submit->direction << 7),
			.flags = urb_flags(submit),
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

int usbip_urb_read_packets(int fd, struct usbip_urb *urb)
{
	uint8_t bytes[USBIP_ISO_PACKETS_MAX * USBIP_ISO_PACKET_SIZE];
	int err = usbip_read(fd, bytes, (size_t)urb->urb.packet_count * USBIP_ISO_PACKET_SIZE);

	for (unsigned int i = 0; !err && i < urb->urb.packet_count; i++) {
		struct usbip_iso_packet packet;

		usbip_decode_iso_packet(bytes + (size_t)i * USBIP_ISO_PACKET_SIZE, &packet);
		urb->packets[i] = (struct virtual_packet){packet.offset, packet.length, 0, -EXDEV};
	}
	return err;
}

size_t usbip_urb_pack_data(const struct usbip_urb *urb)
{
	uint8_t *data = urb->urb.data;
	size_t at = 0;

	if (!(urb->urb.endpoint & 0x80))
		return 0;
	for (unsigned int i = 0; i < urb->urb.packet_count; i++) {
		const struct virtual_packet *packet = &urb->packets[i];

		if (packet->actual_length && packet->offset != at)
			memmove(data + at, data + packet->offset, packet->actual_length);
		at += packet->actual_length;
	}
	return urb->urb.actual_length;
}

size_t usbip_urb_encode_packets(const struct usbip_urb *urb, uint8_t *bytes)
{
	for (unsigned int i = 0; i < urb->urb.packet_count; i++) {
		const struct virtual_packet *from = &urb->packets[i];
		struct usbip_iso_packet packet = {from->offset, from->length, from->actual_length,
						  from->status};

		usbip_encode_iso_packet(&packet, bytes + (size_t)i * USBIP_ISO_PACKET_SIZE);
	}
	return (size_t)urb->urb.packet_count * USBIP_ISO_PACKET_SIZE;
}

/* Whether the direction of a request's data is the same on the wire and in its SETUP packet. */
static bool has_one_direction(const struct virtual_urb *urb)
{
	return queue_of(urb->endpoint) != 0 || urb->setup.wLength == 0 ||
	       !((urb->endpoint ^ urb->setup.bmRequestType) & 0x80);
}

/* A hub's request for one of its ports; to a device that is no hub, the reset of the device. */
static bool is_reset(const struct cusb_virtual_device *dev, const struct virtual_urb *urb)
{
	const struct cusb_setup *setup = &urb->setup;

	return queue_of(urb->endpoint) == 0 && setup->bmRequestType == 0x23 &&
	       setup->bRequest == CUSB_REQ_SET_FEATURE && setup->wValue == PORT_RESET &&
	       dev->model->descriptors[4] != CUSB_CLASS_HUB;
}

static int submit(struct cusb_virtual_device *dev, struct usbip_urb *urb)
{
	if (is_reset(dev, &urb->urb)) {
		hcd_reset(dev);
		urb->urb.status = 0;
		complete(&urb->urb);
		return 0;
	}
	return has_one_direction(&urb->urb) ? hcd_submit(dev, &urb->urb) : -EINVAL;
}

void usbip_urb_submit(struct cusb_virtual_device *dev, struct usbip_urb *urb, bool unlinked)
{
	int err;

	urb->dev = dev;
	err = unlinked ? -ECONNRESET : submit(dev, urb);
	if (!err)
		return;
	/* On a bus, a missing endpoint does not answer. */
	urb->urb.status = unlinked || err == -ENODEV ? err : -EPROTO;
	complete(&urb->urb);
}

static struct virtual_urb *find(const struct cusb_virtual_device *dev, uint32_t seqnum)
{
	for (unsigned int i = 0; i < 32; i++)
		for (struct virtual_urb *urb = dev->queues[i]; urb; urb = urb->next)
			if (((struct usbip_urb *)urb->owner)->seqnum == seqnum)
				return urb;
	return NULL;
}

bool usbip_urb_unlink(struct cusb_virtual_device *dev, uint32_t seqnum)
{
	struct virtual_urb *urb = find(dev, seqnum);
	unsigned int i;

	if (!urb)
		return false;
	i = queue_of(urb->endpoint);
	hcd_unlink(dev, urb, -ECONNRESET);
	if (!dev->queues[i])
		dev->stopped &= ~(UINT32_C(1) << i);
	return true;
}
