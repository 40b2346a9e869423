/* SPDX-License-Identifier: MIT */
/*
 * Transfers with packets: their size, their memory, their data.
 *
 * In memory the rows of packets follow the transfer, each behind its room for the backend. The
 * kernel takes at most 128 packets in one URB, and expects them directly behind it.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/backend.h>

#include "core/log.h"

#define ROW_SIZE (CUSB_ROW_ROOM + CUSB_ROW_PACKETS * sizeof(struct cusb_iso_packet))

#define PACKETS_MAX (1U << 24) /* about half an hour; their size fits 32 bits */

#define COMPANION_ISO  0x31 /* USB 3.2 9.6.8: SuperSpeedPlus isochronous endpoint companion */
#define COMPANION_SIZE 8

_Static_assert(sizeof(struct cusb_transfer) % 8 == 0 && CUSB_ROW_ROOM % 8 == 0 && ROW_SIZE % 8 == 0,
	       "rows and their rooms are aligned");

/* dwBytesPerInterval, 0 when the endpoint has no such descriptor. */
static size_t superspeed_plus_size(const struct cusb_endpoint *ep)
{
	const uint8_t *p = ep->extra;
	size_t left = ep->extra_length;

	while (left >= 2 && p[0] >= 2 && p[0] <= left) {
		if (p[1] == COMPANION_ISO && p[0] >= COMPANION_SIZE)
			return (size_t)p[4] | (size_t)p[5] << 8 | (size_t)p[6] << 16 |
			       (size_t)p[7] << 24;
		left -= p[0];
		p += p[0];
	}
	return 0;
}

size_t cusb_iso_packet_size(const struct cusb_endpoint *ep)
{
	size_t size = superspeed_plus_size(ep);

	if (size > 0)
		return size;
	if (ep->ss_companion.wBytesPerInterval > 0)
		return ep->ss_companion.wBytesPerInterval;
	size = ep->wMaxPacketSize & 0x7ff;
	return size * ((ep->wMaxPacketSize >> 11 & 3) + 1U);
}

size_t cusb_transfer_size(unsigned int packet_count)
{
	size_t rows = ((size_t)packet_count + CUSB_ROW_PACKETS - 1) / CUSB_ROW_PACKETS;

	if (packet_count > PACKETS_MAX)
		return SIZE_MAX;
	return sizeof(struct cusb_transfer) + rows * CUSB_ROW_ROOM +
	       packet_count * sizeof(struct cusb_iso_packet);
}

struct cusb_transfer *cusb_transfer_new(unsigned int packet_count)
{
	size_t size = cusb_transfer_size(packet_count);
	struct cusb_transfer *transfer = size < SIZE_MAX ? calloc(1, size) : NULL;

	if (transfer)
		transfer->packet_count = packet_count;
	return transfer;
}

void cusb_transfer_free(struct cusb_transfer *transfer)
{
	free(transfer);
}

struct cusb_iso_packet *cusb_transfer_packet(struct cusb_transfer *transfer, unsigned int index)
{
	void *row = (char *)(transfer + 1) + index / CUSB_ROW_PACKETS * ROW_SIZE + CUSB_ROW_ROOM;
	struct cusb_iso_packet *packet = (struct cusb_iso_packet *)row + index % CUSB_ROW_PACKETS;

	/* Looked at here, because the queue does not go through the packets. */
	if (packet->actual_length > packet->length) {
		packet->actual_length = 0;
		packet->status = -EPROTO;
	}
	return packet;
}

int cusb_transfer_fill_packets(struct cusb_transfer *transfer, size_t packet_length)
{
	size_t left = transfer->length;

	if (packet_length > UINT32_MAX)
		packet_length = UINT32_MAX;
	for (unsigned int i = 0; i < transfer->packet_count; i++) {
		size_t length = left < packet_length ? left : packet_length;

		cusb_transfer_packet(transfer, i)->length = (unsigned int)length;
		left -= length;
	}
	if (left > 0)
		return refuse(-EINVAL, "%zu bytes do not fit into %u packets of %zu",
			      transfer->length, transfer->packet_count, packet_length);
	return 0;
}

size_t cusb_transfer_compact(struct cusb_transfer *transfer)
{
	uint8_t *data = transfer->data;
	size_t from = 0, to = 0;

	for (unsigned int i = 0; i < transfer->packet_count; i++) {
		const struct cusb_iso_packet *packet = cusb_transfer_packet(transfer, i);
		size_t length = packet->actual_length;

		if (length > 0)
			memmove(data + to, data + from, length);
		to += length;
		from += packet->length;
	}
	transfer->actual_length = to;
	return to;
}
