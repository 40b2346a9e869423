/* SPDX-License-Identifier: MIT */
/*
 * USB 2.0 5.6.4, table 9-13: there is no handshake and no halt, so a failed packet does not stop
 * the packets after it. bInterval is an exponent.
 */
#include <errno.h>

#include "virtual/device/transfer.h"

int isochronous_check(const struct cusb_virtual_device *dev, const struct virtual_urb *urb,
		      const uint8_t *endpoint)
{
	size_t most = virtual_interval_size(dev, endpoint);
	size_t end = 0;

	for (unsigned int i = 0; i < urb->packet_count; i++) {
		const struct virtual_packet *packet = &urb->packets[i];

		if (packet->length > most)
			return -EMSGSIZE;
		if (packet->offset < end || packet->offset > urb->length ||
		    packet->length > urb->length - packet->offset)
			return -EINVAL;
		end = (size_t)packet->offset + packet->length;
	}
	return urb->packet_count ? 0 : -EINVAL;
}

void isochronous_begin(struct cusb_virtual_device *dev, struct virtual_urb *urb,
		       const uint8_t *endpoint)
{
	uint32_t *frame = &dev->frames[queue_of(urb->endpoint)];
	unsigned int exponent = endpoint[6] ? endpoint[6] - 1U : 0;

	for (unsigned int i = 0; i < urb->packet_count; i++) {
		urb->packets[i].actual_length = 0;
		urb->packets[i].status = -EXDEV;
	}
	urb->packet = 0;
	urb->error_count = 0;
	if (!(urb->flags & VIRTUAL_URB_START_FRAME) || (int32_t)(urb->start_frame - *frame) < 0)
		urb->start_frame = *frame;
	*frame = urb->start_frame + (urb->packet_count << (exponent < 15 ? exponent : 15));
}

/* The packet's status. -EAGAIN and -ENODEV are not a status: the packet has not moved. */
static int move_packet(struct cusb_virtual_device *dev, struct virtual_urb *urb,
		       struct virtual_packet *packet)
{
	uint8_t *data = urb->data + packet->offset;
	bool is_in = urb->endpoint & 0x80, babbles = false;
	ssize_t n;

	n = is_in ? transaction_in(dev, urb, data, packet->length, &babbles)
		  : transaction_out(dev, urb, data, packet->length);
	if (n < 0)
		return (int)n;
	packet->actual_length = packet->length;
	if (is_in && (size_t)n < packet->length)
		packet->actual_length = (uint32_t)n;
	return babbles || (is_in && (size_t)n > packet->length) ? -EOVERFLOW : 0;
}

int isochronous_move(struct cusb_virtual_device *dev, struct virtual_urb *urb)
{
	while (urb->packet < urb->packet_count) {
		struct virtual_packet *packet = &urb->packets[urb->packet];
		int status = move_packet(dev, urb, packet);

		if (status == -EAGAIN || status == -ENODEV)
			return status;
		packet->status = status;
		urb->error_count += status != 0;
		urb->actual_length += packet->actual_length;
		urb->packet++;
	}
	return 0;
}
