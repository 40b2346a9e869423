/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "virtual/device/fault.h"
#include "virtual/device/transfer.h"

/* The part of an answer that arrives. A number that no transfer ends with is a failed one. */
static ssize_t receive(struct cusb_virtual_device *dev, struct virtual_urb *urb, ssize_t n,
		       bool *babbles)
{
	if (n == -EINPROGRESS || n < -ERRNO_MAX)
		n = -EPROTO;
	if (n != -EAGAIN)
		*babbles = fault_after(dev, urb, &n);
	return n;
}

int transaction_out(struct cusb_virtual_device *dev, struct virtual_urb *urb, const uint8_t *packet,
		    size_t length)
{
	ssize_t n = fault_before(dev, urb);
	bool babbles;

	if (n < 0)
		return (int)n;
	n = dev->model->out ? dev->model->out(dev, urb->endpoint, packet, length) : -EAGAIN;
	n = receive(dev, urb, n, &babbles);
	return n > 0 ? 0 : (int)n;
}

ssize_t transaction_in(struct cusb_virtual_device *dev, struct virtual_urb *urb, uint8_t *packet,
		       size_t room, bool *babbles)
{
	ssize_t n = fault_before(dev, urb);

	*babbles = false;
	if (n < 0)
		return n;
	n = dev->model->in ? dev->model->in(dev, urb->endpoint, packet, room) : -EAGAIN;
	return receive(dev, urb, n, babbles);
}

ssize_t transaction_control(struct cusb_virtual_device *dev, struct virtual_urb *urb,
			    const struct cusb_setup *setup, bool *babbles)
{
	ssize_t n = fault_before(dev, urb);

	*babbles = false;
	if (n < 0)
		return n;
	n = virtual_control(dev, setup, urb->data);
	/* The data stage of an OUT request has ended before the device returns its result. */
	if (n >= 0 && (!(setup->bmRequestType & 0x80) || (size_t)n > setup->wLength))
		n = setup->wLength;
	return receive(dev, urb, n, babbles);
}
