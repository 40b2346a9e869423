/* SPDX-License-Identifier: MIT */
/*
 * USB 2.0 5.8.3, 8.5.2: a transfer ends with a packet shorter than wMaxPacketSize, or when all
 * bytes are moved. A device that sends more than there is room for babbles. STALL halts the
 * endpoint until CLEAR_FEATURE. 8.5.3.4: a stalled control request affects only this request.
 */
#include <errno.h>
#include <string.h>

#include "virtual/device/transfer.h"

#define PACKET_MAX 2048 /* more than any wMaxPacketSize */

static int move_control(struct cusb_virtual_device *dev, struct virtual_urb *urb)
{
	struct cusb_setup setup = urb->setup;
	bool babbles;
	ssize_t n;

	if (setup.wLength > urb->length)
		setup.wLength = (uint16_t)urb->length;
	n = transaction_control(dev, urb, &setup, &babbles);
	if (n < 0)
		return (int)n;
	urb->actual_length = (size_t)n;
	return babbles ? -EOVERFLOW : 0;
}

static bool wants_zero_packet(const struct virtual_urb *urb, size_t size)
{
	if (urb->length == 0)
		return true;
	return urb->flags & VIRTUAL_URB_ZERO_PACKET && urb->length % size == 0;
}

static int move_out(struct cusb_virtual_device *dev, struct virtual_urb *urb, size_t size)
{
	const uint8_t nothing = 0;

	while (urb->actual_length < urb->length) {
		size_t n = urb->length - urb->actual_length;
		int err;

		if (n > size)
			n = size;
		err = transaction_out(dev, urb, urb->data + urb->actual_length, n);
		if (err)
			return err;
		urb->actual_length += n;
	}
	if (wants_zero_packet(urb, size))
		return transaction_out(dev, urb, &nothing, 0);
	return 0;
}

/* Takes an IN packet; 0: the URB is complete, -EINPROGRESS: it has room for more. */
static int take_packet(struct virtual_urb *urb, const uint8_t *packet, size_t n, size_t size)
{
	size_t left = urb->length - urb->actual_length;

	if (n > 0 && left > 0 && packet != urb->data + urb->actual_length)
		memcpy(urb->data + urb->actual_length, packet, n < left ? n : left);
	urb->actual_length += n < left ? n : left;
	if (n > left)
		return -EOVERFLOW;
	if (n < size && n < left && urb->flags & VIRTUAL_URB_SHORT_NOT_OK)
		return -EREMOTEIO;
	return n < size || n == left ? 0 : -EINPROGRESS;
}

static int move_in(struct cusb_virtual_device *dev, struct virtual_urb *urb, size_t size)
{
	/* Zeros: the model may claim more bytes than it has written. */
	uint8_t bounce[PACKET_MAX] = {0};
	bool babbles;
	int err;

	do {
		bool fits = urb->length - urb->actual_length >= size;
		uint8_t *packet = fits ? urb->data + urb->actual_length : bounce;
		ssize_t n = transaction_in(dev, urb, packet, size, &babbles);

		if (n < 0)
			return (int)n;
		err = take_packet(urb, packet, (size_t)n > size ? size : (size_t)n, size);
	} while (err == -EINPROGRESS && !babbles);
	return babbles ? -EOVERFLOW : err;
}

static int move_data(struct cusb_virtual_device *dev, struct virtual_urb *urb)
{
	const uint8_t *endpoint = virtual_find_endpoint(dev, urb->endpoint);
	uint32_t bit = UINT32_C(1) << queue_of(urb->endpoint);
	int err;

	/* An endpoint that a SET_INTERFACE of a control transfer has removed does not answer. */
	if (!endpoint || packet_size(endpoint) == 0 || is_isochronous(endpoint) != !!urb->packets)
		return -EAGAIN;
	if (urb->packets)
		return isochronous_move(dev, urb);
	if (dev->halted & bit)
		return -EPIPE;
	err = urb->endpoint & 0x80 ? move_in(dev, urb, packet_size(endpoint))
				   : move_out(dev, urb, packet_size(endpoint));
	if (err == -EPIPE)
		dev->halted |= bit;
	return err;
}

int transfer_move(struct cusb_virtual_device *dev, struct virtual_urb *urb)
{
	int status;

	dev->stream = urb->stream;
	status = queue_of(urb->endpoint) == 0 ? move_control(dev, urb) : move_data(dev, urb);
	dev->stream = 0;
	return status;
}
