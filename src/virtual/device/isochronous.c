/* SPDX-License-Identifier: MIT */
/*
 * Isochronous packets.
 *
 * USB 2.0 5.6.3, 5.6.4, table 9-13; USB 3.2 9.6.7: a packet of a URB is what moves in one service
 * interval, of up to three transactions at high speed, and of bursts above. There is no handshake
 * and no halt, so a failed packet does not stop those behind it. bInterval is an exponent.
 */
#include <errno.h>

#include <cusb/descriptor.h>

#include "virtual/device/transaction.h"

bool is_isochronous(const uint8_t *endpoint)
{
	return (endpoint[3] & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_ISO;
}

const uint8_t *virtual_find_companion(const struct cusb_virtual_model *model, unsigned int value,
				      const uint8_t *endpoint)
{
	const uint8_t *desc = endpoint;

	while ((desc = virtual_next_descriptor(model, value, desc)) &&
	       desc[1] != CUSB_DESC_TYPE_ENDPOINT && desc[1] != CUSB_DESC_TYPE_INTERFACE)
		if (desc[1] == CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION &&
		    desc[0] >= CUSB_SS_ENDPOINT_COMPANION_DESC_SIZE)
			return desc;
	return NULL;
}

size_t virtual_interval_size(const struct cusb_virtual_device *dev, const uint8_t *endpoint)
{
	size_t size = packet_size(endpoint);
	const uint8_t *companion;

	if (dev->model->speed == CUSB_SPEED_HIGH)
		return size * (1 + (endpoint[5] >> 3 & 3U));
	if (dev->model->speed < CUSB_SPEED_SUPER)
		return size;
	companion = virtual_find_companion(dev->model, dev->configuration, endpoint);
	return companion ? size * (1U + companion[2]) * (1 + (companion[3] & 3U)) : size;
}

int check_packets(const struct cusb_virtual_device *dev, const struct virtual_urb *urb,
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

void begin_packets(struct cusb_virtual_device *dev, struct virtual_urb *urb,
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

/* The packet's status; -EAGAIN and -ENODEV are not one. */
static int move_packet(struct cusb_virtual_device *dev, struct virtual_urb *urb,
		       struct virtual_packet *packet)
{
	uint8_t *data = urb->data + packet->offset;
	bool is_in = urb->endpoint & 0x80, babbles = false;
	ssize_t n;

	n = is_in ? ask_in(dev, urb, data, packet->length, &babbles)
		  : ask_out(dev, urb, data, packet->length);
	if (n < 0)
		return (int)n;
	packet->actual_length = packet->length;
	if (is_in && (size_t)n < packet->length)
		packet->actual_length = (uint32_t)n;
	return babbles || (is_in && (size_t)n > packet->length) ? -EOVERFLOW : 0;
}

int move_packets(struct cusb_virtual_device *dev, struct virtual_urb *urb)
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
