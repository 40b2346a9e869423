/* SPDX-License-Identifier: MIT */
/*
 * Facts of vhci_hcd relied on (6.1): it puts the data of an IN transfer, which comes without gaps,
 * back in the places of the packets, and drops the connection when their actual lengths do not add
 * up to that of the whole.
 */
#include <errno.h>
#include <string.h>

#include "usbip/wire.h"
#include "virtual/usbip/isochronous.h"

int usbip_read_packets(int fd, struct virtual_urb *urb)
{
	uint8_t bytes[USBIP_ISO_PACKETS_MAX * USBIP_ISO_PACKET_SIZE];
	int err = usbip_read(fd, bytes, (size_t)urb->packet_count * USBIP_ISO_PACKET_SIZE);

	for (unsigned int i = 0; !err && i < urb->packet_count; i++) {
		struct usbip_iso_packet packet;

		usbip_decode_iso_packet(bytes + (size_t)i * USBIP_ISO_PACKET_SIZE, &packet);
		urb->packets[i] = (struct virtual_packet){packet.offset, packet.length, 0, -EXDEV};
	}
	return err;
}

int usbip_write_packets(int fd, const struct virtual_urb *urb)
{
	uint8_t bytes[USBIP_ISO_PACKETS_MAX * USBIP_ISO_PACKET_SIZE];

	for (unsigned int i = 0; i < urb->packet_count; i++) {
		const struct virtual_packet *from = &urb->packets[i];
		struct usbip_iso_packet packet = {from->offset, from->length, from->actual_length,
						  from->status};

		usbip_encode_iso_packet(&packet, bytes + (size_t)i * USBIP_ISO_PACKET_SIZE);
	}
	return usbip_write(fd, bytes, (size_t)urb->packet_count * USBIP_ISO_PACKET_SIZE, NULL, 0);
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
