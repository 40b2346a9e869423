/* SPDX-License-Identifier: MIT */
/*
 * Isochronous transfers as URBs.
 *
 * Kernel facts: a URB has at most 128 packets, a row, and they follow it in memory. The data of a
 * packet begins after the `length` bytes of each earlier packet, also for IN. All URBs of a
 * transfer are in flight at once, so that the host controller has no gap between them. With
 * ISO_ASAP they follow the queued URBs. The kernel does not write back start_frame and the length
 * of a packet. A packet has at most 98,304 bytes.
 */
#include <errno.h>

#include "backend/usbfs/transfer/transfer.h"

#define PACKET_MAX 98304 /* the kernel's limit; a descriptor may name more */

_Static_assert(sizeof(struct usbfs_urb) <= CUSB_ROW_ROOM, "a URB has room in front of its packets");

static struct usbfs_urb *iso_urb(struct cusb_transfer *transfer, unsigned int index)
{
	void *row = cusb_transfer_packet(transfer, index * CUSB_ROW_PACKETS);

	return (struct usbfs_urb *)row - 1;
}

static unsigned int iso_submitted(const struct cusb_transfer *transfer)
{
	return (own_of(transfer)->packets_started + CUSB_ROW_PACKETS - 1) / CUSB_ROW_PACKETS;
}

/* The kernel counts the possible bursts, not the reserved bandwidth. */
static size_t packet_max(const struct cusb_endpoint *ep)
{
	size_t interval = cusb_iso_packet_size(ep);
	size_t burst = (ep->wMaxPacketSize & 0x7ffU) * (ep->ss_companion.bMaxBurst + 1U) *
		       ((ep->ss_companion.bmAttributes & 3U) + 1U);

	if (burst > interval)
		interval = burst;
	return interval < PACKET_MAX ? interval : PACKET_MAX;
}

/* The number of packets from `first` in one URB, which are a row in memory. */
static unsigned int row_length(const struct cusb_transfer *transfer, unsigned int first)
{
	unsigned int count = transfer->packet_count - first;

	return count < CUSB_ROW_PACKETS ? count : CUSB_ROW_PACKETS;
}

/* Subtracts a row's packets from the length left, and clears their results. */
static int check_row(struct cusb_iso_packet *packet, unsigned int count, size_t size, size_t *left)
{
	for (const struct cusb_iso_packet *end = packet + count; packet < end; packet++) {
		if (packet->length > size)
			return refuse(-EMSGSIZE,
				      "a packet has %u bytes, the endpoint takes at most %zu",
				      packet->length, size);
		if (packet->length > *left)
			return refuse(-EINVAL, "the packets are longer than the transfer");
		*left -= packet->length;
		packet->actual_length = 0;
		packet->status = 0;
	}
	return 0;
}

static int check(const struct cusb_endpoint *ep, struct cusb_transfer *transfer)
{
	size_t size = packet_max(ep), left = transfer->length;

	for (unsigned int first = 0; first < transfer->packet_count; first += CUSB_ROW_PACKETS) {
		int err = check_row(cusb_transfer_packet(transfer, first),
				    row_length(transfer, first), size, &left);

		if (err < 0)
			return err;
	}
	if (transfer->packet_count == 0)
		return refuse(-EINVAL, "the isochronous transfer has no packets");
	if (size == 0)
		return refuse(-EMSGSIZE, "endpoint %#04x has packets of 0 bytes",
			      (unsigned int)ep->bEndpointAddress);
	return 0;
}

static unsigned int flags_of(const struct cusb_transfer *transfer)
{
	unsigned int flags = USBDEVFS_URB_ISO_ASAP;

	if (transfer->flags & CUSB_START_FRAME && own_of(transfer)->packets_started == 0)
		flags = 0;
	if (transfer->flags & CUSB_NO_INTERRUPT)
		flags |= USBDEVFS_URB_NO_INTERRUPT;
	return flags;
}

static int submit_next(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct usbfs_transfer *own = own_of(transfer);
	struct usbfs_urb *urb = iso_urb(transfer, iso_submitted(transfer));
	const struct cusb_iso_packet *packets = (const void *)(urb + 1);
	unsigned int count = row_length(transfer, own->packets_started), length = 0;
	int err;

	for (unsigned int i = 0; i < count; i++)
		length += packets[i].length;
	urb->type = USBDEVFS_URB_TYPE_ISO;
	urb->endpoint = (unsigned char)transfer->bEndpointAddress;
	urb->flags = flags_of(transfer);
	urb->buffer = transfer->data ? (uint8_t *)transfer->data + own->started : NULL;
	urb->buffer_length = (int)length;
	urb->start_frame = transfer->start_frame;
	urb->number_of_packets = (int)count;
	err = urb_submit(handle, transfer, urb);
	if (err < 0)
		return err;
	own->packets_started += count;
	own->started += length;
	return 0;
}

static int submit_all(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct usbfs_transfer *own = own_of(transfer);
	int err = 0;

	while (err == 0 && own->packets_started < transfer->packet_count)
		err = submit_next(handle, transfer);
	if (err == 0 || own->urbs_in_flight == 0)
		return err;
	own->error = err;
	own->marks |= MARK_STOPPED | MARK_REFUSED;
	iso_discard(handle, transfer);
	return 0;
}

int iso_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
	       struct cusb_transfer *transfer)
{
	int err = check(ep, transfer);

	own_of(transfer)->packets_started = 0;
	if (err < 0)
		return err;
	err = submit_all(handle, transfer);
	if (err == -ENOMEM && !cusb_queue_entry_of(transfer)->shrinks)
		return urb_no_memory(ep->bEndpointAddress, transfer->length);
	return err;
}

bool iso_discard(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	bool none = true;

	for (unsigned int i = iso_submitted(transfer); i > 0; i--) {
		struct usbfs_urb *urb = iso_urb(transfer, i - 1);

		if (urb->user)
			none = urb_discard(handle, urb) && none;
	}
	return none;
}

bool iso_has(struct cusb_transfer *transfer, const struct usbfs_urb *urb)
{
	for (unsigned int i = iso_submitted(transfer); i > 0; i--)
		if (iso_urb(transfer, i - 1) == urb)
			return true;
	return false;
}

void iso_take(struct cusb_transfer *transfer, struct usbfs_urb *urb)
{
	struct usbfs_transfer *own = own_of(transfer);

	urb->user = NULL;
	own->urbs_in_flight--;
	transfer->actual_length += (size_t)urb->actual_length;
	if ((unsigned int)urb->error_count <= (unsigned int)urb->number_of_packets)
		transfer->error_count += (unsigned int)urb->error_count;
	if (urb->status != 0 && own->error == 0)
		own->error = urb->status;
}

void iso_end(struct cusb_transfer *transfer)
{
	for (unsigned int i = own_of(transfer)->packets_started; i < transfer->packet_count; i++) {
		struct cusb_iso_packet *packet = cusb_transfer_packet(transfer, i);

		packet->actual_length = 0;
		packet->status = transfer->status;
	}
}
