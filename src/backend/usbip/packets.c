/* SPDX-License-Identifier: MIT */
/*
 * Isochronous packets: their descriptors follow the data in both directions.
 *
 * The data of IN comes without the gaps that short packets leave.
 */
#include <errno.h>
#include <string.h>

#include <cusb/log.h>

#include "backend/usbip/remote.h"

/* The kernel of the server counts the possible bursts, not the reserved bandwidth. */
static size_t packet_max(const struct cusb_endpoint *ep)
{
	size_t interval = cusb_iso_packet_size(ep);
	size_t burst = (ep->wMaxPacketSize & 0x7ffU) * (ep->ss_companion.bMaxBurst + 1U) *
		       ((ep->ss_companion.bmAttributes & 3U) + 1U);

	return burst > interval ? burst : interval;
}

int packets_check(struct cusb_transfer *transfer)
{
	size_t size = packet_max(cusb_queue_entry_of(transfer)->endpoint);
	size_t left = transfer->length;

	if (transfer->packet_count == 0)
		return cusb_refuse(-EINVAL, "the isochronous transfer has no packets");
	if (transfer->packet_count > USBIP_ISO_PACKETS_MAX)
		return cusb_queue_entry_of(transfer)->shrinks
			       ? -ENOMEM
			       : cusb_refuse(-EMSGSIZE,
					     "the transfer has %u packets, USB/IP takes at most %u",
					     transfer->packet_count, USBIP_ISO_PACKETS_MAX);
	for (unsigned int i = 0; i < transfer->packet_count; i++) {
		struct cusb_iso_packet *packet = cusb_transfer_packet(transfer, i);

		if (packet->length > size)
			return cusb_refuse(-EMSGSIZE,
					   "a packet has %u bytes, the endpoint takes at most %zu",
					   packet->length, size);
		if (packet->length > left)
			return cusb_refuse(-EINVAL, "the packets are longer than the transfer");
		left -= packet->length;
		packet->actual_length = 0;
		packet->status = 0;
	}
	transfer->error_count = 0;
	return 0;
}

size_t packets_encode(const struct cusb_transfer *transfer, uint8_t *bytes)
{
	uint32_t offset = 0;

	for (unsigned int i = 0; i < transfer->packet_count; i++) {
		const struct cusb_iso_packet *packet =
			cusb_transfer_packet((struct cusb_transfer *)(uintptr_t)transfer, i);

		usbip_encode_iso_packet(&(struct usbip_iso_packet){offset, packet->length, 0, 0},
					bytes + (size_t)i * USBIP_ISO_PACKET_SIZE);
		offset += packet->length;
	}
	return (size_t)transfer->packet_count * USBIP_ISO_PACKET_SIZE;
}

/* The last packet first: no packet moves onto the bytes of an earlier one. */
static void spread(struct cusb_transfer *transfer, size_t received, size_t end)
{
	uint8_t *data = transfer->data;

	for (unsigned int i = transfer->packet_count; i-- > 0;) {
		const struct cusb_iso_packet *packet = cusb_transfer_packet(transfer, i);

		end -= packet->length;
		received -= packet->actual_length;
		if (packet->actual_length > 0 && end != received)
			memmove(data + end, data + received, packet->actual_length);
	}
}

int packets_decode(struct cusb_transfer *transfer, const uint8_t *bytes, size_t received)
{
	size_t total = 0, length = 0;

	for (unsigned int i = 0; i < transfer->packet_count; i++) {
		struct cusb_iso_packet *packet = cusb_transfer_packet(transfer, i);
		struct usbip_iso_packet reply;

		usbip_decode_iso_packet(bytes + (size_t)i * USBIP_ISO_PACKET_SIZE, &reply);
		if (reply.actual_length > packet->length)
			return -EPROTO;
		packet->actual_length = reply.actual_length;
		packet->status = usbip_local_status(reply.status);
		total += reply.actual_length;
		length += packet->length;
	}
	if (!is_in(transfer))
		return 0;
	if (total != received)
		return -EPROTO;
	spread(transfer, received, length);
	return 0;
}
