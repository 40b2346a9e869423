/* SPDX-License-Identifier: MIT */
/*
 * URBs to packets and back.
 *
 * USB 2.0 5.8.3, 8.5.2: a transfer ends with a packet shorter than wMaxPacketSize, or when all is
 * moved; a device that sends more than there is room for babbles; STALL halts the endpoint until
 * CLEAR_FEATURE. 8.5.3.4: a stalled control request is over with that one request.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

#define PACKET_MAX 2048 /* bits 10..0 of wMaxPacketSize */

static unsigned int queue_of(uint8_t endpoint)
{
	unsigned int number = endpoint & 0x0fU;

	return number == 0 ? 0 : number | (endpoint & 0x80U) >> 3;
}

static size_t packet_size(const uint8_t *endpoint)
{
	return (size_t)(endpoint[4] | endpoint[5] << 8) & (PACKET_MAX - 1);
}

static void power_on(struct virtual_device *dev)
{
	dev->configuration = 0;
	memset(dev->altsettings, 0, sizeof dev->altsettings);
	dev->halted = 0;
	dev->remote_wakeup = false;
	if (dev->model->restart)
		dev->model->restart(dev);
}

struct virtual_device *virtual_device_new(const struct virtual_model *model)
{
	struct virtual_device *dev = calloc(1, sizeof *dev);

	if (!dev)
		return NULL;
	dev->model = model;
	dev->state = calloc(1, model->state_size ? model->state_size : 1);
	if (!dev->state) {
		free(dev);
		return NULL;
	}
	power_on(dev);
	return dev;
}

static void complete(struct virtual_urb *urb, int status)
{
	urb->status = status;
	urb->next = NULL;
	if (urb->complete)
		urb->complete(urb);
}

/* Completes what is queued now; what complete() queues meanwhile stays. */
static void complete_all(struct virtual_device *dev, int status)
{
	struct virtual_urb *queues[32];

	memcpy(queues, dev->queues, sizeof queues);
	memset(dev->queues, 0, sizeof dev->queues);
	for (unsigned int i = 0; i < 32; i++) {
		while (queues[i]) {
			struct virtual_urb *urb = queues[i];

			queues[i] = urb->next;
			complete(urb, status);
		}
	}
}

void virtual_host_unplug(struct virtual_device *dev)
{
	dev->gone = true;
	complete_all(dev, -ESHUTDOWN);
}

void virtual_device_free(struct virtual_device *dev)
{
	if (!dev)
		return;
	virtual_host_unplug(dev);
	if (dev->model->free)
		dev->model->free(dev);
	free(dev->state);
	free(dev);
}

static int move_control(struct virtual_device *dev, struct virtual_urb *urb)
{
	struct cusb_setup setup = urb->setup;
	ssize_t n;

	if (setup.wLength > urb->length)
		setup.wLength = (uint16_t)urb->length;
	n = virtual_control(dev, &setup, urb->data);
	if (n < 0)
		return (int)n;
	/* The data stage of an OUT request is over before the device judges it. */
	if (!(setup.bmRequestType & 0x80) || (size_t)n > setup.wLength)
		n = setup.wLength;
	urb->actual_length = (size_t)n;
	return 0;
}

static bool wants_zero_packet(const struct virtual_urb *urb, size_t size)
{
	if (urb->length == 0)
		return true;
	return urb->flags & VIRTUAL_URB_ZERO_PACKET && urb->length % size == 0;
}

static int move_out(struct virtual_device *dev, struct virtual_urb *urb, size_t size)
{
	const uint8_t nothing = 0;

	while (urb->actual_length < urb->length) {
		size_t n = urb->length - urb->actual_length;
		int err;

		if (n > size)
			n = size;
		err = dev->model->out(dev, urb->endpoint, urb->data + urb->actual_length, n);
		if (err)
			return err;
		urb->actual_length += n;
	}
	if (wants_zero_packet(urb, size))
		return dev->model->out(dev, urb->endpoint, &nothing, 0);
	return 0;
}

/* Takes a packet that came; 0 when the URB is done, -EINPROGRESS when it has room for more. */
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

static int move_in(struct virtual_device *dev, struct virtual_urb *urb, size_t size)
{
	uint8_t bounce[PACKET_MAX];
	int err;

	do {
		bool fits = urb->length - urb->actual_length >= size;
		uint8_t *packet = fits ? urb->data + urb->actual_length : bounce;
		ssize_t n = dev->model->in(dev, urb->endpoint, packet, size);

		if (n < 0)
			return (int)n;
		err = take_packet(urb, packet, (size_t)n > size ? size : (size_t)n, size);
	} while (err == -EINPROGRESS);
	return err;
}

/* Moves what the device lets move. -EAGAIN: not done, it NAKs now. */
static int move_data(struct virtual_device *dev, struct virtual_urb *urb)
{
	const uint8_t *endpoint = virtual_find_endpoint(dev, urb->endpoint);
	uint32_t bit = UINT32_C(1) << queue_of(urb->endpoint);
	bool is_in = urb->endpoint & 0x80;
	int err;

	/* Nobody answers for an endpoint that a raw SET_INTERFACE took away. */
	if (!endpoint || packet_size(endpoint) == 0)
		return -EAGAIN;
	if (dev->halted & bit)
		return -EPIPE;
	if (is_in ? !dev->model->in : !dev->model->out)
		return -EAGAIN;
	err = is_in ? move_in(dev, urb, packet_size(endpoint))
		    : move_out(dev, urb, packet_size(endpoint));
	if (err == -EPIPE)
		dev->halted |= bit;
	return err;
}

static void run_queue(struct virtual_device *dev, unsigned int i)
{
	struct virtual_urb *urb;

	while ((urb = dev->queues[i])) {
		size_t before = urb->actual_length;
		int status = i == 0 ? move_control(dev, urb) : move_data(dev, urb);

		if (status == -EAGAIN) {
			dev->again |= urb->actual_length != before;
			return;
		}
		dev->again = true;
		if (status == -ENODEV) {
			virtual_host_unplug(dev);
			return;
		}
		dev->queues[i] = urb->next;
		complete(urb, status);
	}
}

/* Until nothing moves any more: each move may be what another endpoint waits for. */
static void run(struct virtual_device *dev)
{
	dev->again = true;
	if (dev->running)
		return;
	dev->running = true;
	while (dev->again) {
		dev->again = false;
		for (unsigned int i = 0; i < 32; i++)
			run_queue(dev, i);
	}
	dev->running = false;
}

int virtual_host_submit(struct virtual_device *dev, struct virtual_urb *urb)
{
	struct virtual_urb **end = &dev->queues[queue_of(urb->endpoint)];
	const uint8_t *endpoint;

	if (dev->gone)
		return -ENODEV;
	if (end != &dev->queues[0]) {
		endpoint = virtual_find_endpoint(dev, urb->endpoint);
		if (!endpoint)
			return -ENOENT;
		if (packet_size(endpoint) == 0)
			return -EMSGSIZE;
	}
	urb->actual_length = 0;
	urb->status = -EINPROGRESS;
	urb->next = NULL;
	while (*end)
		end = &(*end)->next;
	*end = urb;
	run(dev);
	return 0;
}

int virtual_host_unlink(struct virtual_device *dev, struct virtual_urb *urb, int status)
{
	struct virtual_urb **at = &dev->queues[queue_of(urb->endpoint)];

	while (*at && *at != urb)
		at = &(*at)->next;
	if (!*at)
		return -EINVAL;
	*at = urb->next;
	complete(urb, status);
	run(dev);
	return 0;
}

void virtual_host_reset(struct virtual_device *dev)
{
	bool running = dev->running;

	/* What complete() submits is for the device as it is after the reset. */
	dev->running = true;
	complete_all(dev, -EPROTO);
	power_on(dev);
	dev->running = running;
	run(dev);
}

void virtual_host_clear_halt(struct virtual_device *dev, uint8_t endpoint)
{
	dev->halted &= ~(UINT32_C(1) << queue_of(endpoint));
	run(dev);
}
