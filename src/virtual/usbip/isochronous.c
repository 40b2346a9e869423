/* SPDX-License-Identifier: MIT */
/*
 * Facts of vhci_hcd relied on (6.1): it puts the data of an IN transfer, which comes without gaps,
 * back in the places of the packets, and drops the connection when their actual lengths do not add
 * up to that of the whole.
 */
#include <errno.h>
#include <string.h>

#include "virtual/usbip/isochronous.h"
#include "usbip/wire.h"

/* Words of a packet's descriptor. */
enum { OFFSET, LENGTH, ACTUAL_LENGTH, STATUS };

int usbip_read_packets(int fd, struct virtual_urb *urb)
{
	uint8_t bytes[USBIP_PACKETS_MAX * USBIP_PACKET_SIZE];
	int err = usbip_read(fd, bytes, (size_t)urb->packet_count * USBIP_PACKET_SIZE);

	if (err)
		return err;
	for (unsigned int i = 0; i < urb->packet_count; i++) {
		const uint8_t *packet = bytes + (size_t)i * USBIP_PACKET_SIZE;

		urb->packets[i] = (struct virtual_packet){
			.offset = usbip_get32(packet + 4 * OFFSET),
			.length = usbip_get32(packet + 4 * LENGTH),
			.status = -EXDEV,
		};
	}
	return 0;
}

int usbip_write_packets(int fd, const struct virtual_urb *urb)
{
	uint8_t bytes[USBIP_PACKETS_MAX * USBIP_PACKET_SIZE];

	for (unsigned int i = 0; i < urb->packet_count; i++) {
		const struct virtual_packet *from = &urb->packets[i];
		uint8_t *packet = bytes + (size_t)i * USBIP_PACKET_SIZE;

		usbip_put32(packet + 4 * OFFSET, from->offset);
		usbip_put32(packet + 4 * LENGTH, from->length);
		usbip_put32(packet + 4 * ACTUAL_LENGTH, from->actual_length);
		usbip_put32(packet + 4 * STATUS, (uint32_t)from->status);
	}
	return usbip_write(fd, bytes, (size_t)urb->packet_count * USBIP_PACKET_SIZE, NULL, 0);
}

void usbip_compact(const struct virtual_urb *urb)
{
	size_t at = 0;

	for (unsigned int i = 0; i < urb->packet_count; i++) {
		const struct virtual_packet *packet = &urb->packets[i];

		if (packet->actual_length && packet->offset != at)
			memmove(urb->data + at, urb->data + packet->offset, packet->actual_length);
		at += packet->actual_length;
	}
}
