/* SPDX-License-Identifier: MIT */
/*
 * Devices and the queues of their endpoints.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/device/fault.h"
#include "virtual/device/transfer.h"

static void power_on(struct cusb_virtual_device *dev)
{
	dev->configuration = 0;
	dev->configured_as_zero = false;
	memset(dev->altsettings, 0, sizeof dev->altsettings);
	dev->halted = 0;
	dev->remote_wakeup = false;
	virtual_restart(dev);
}

struct cusb_virtual_device *virtual_device_new(const struct cusb_virtual_model *model)
{
	struct cusb_virtual_device *dev = calloc(1, sizeof *dev);

	if (!dev)
		return NULL;
	dev->model = model;
	dev->state = calloc(1, model->state_size ? model->state_size : 1);
	if (!dev->state || fault_add_model(dev) != 0) {
		fault_forget(dev);
		free(dev->state);
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

static bool take_out(struct cusb_virtual_device *dev, const struct virtual_urb *urb)
{
	struct virtual_urb **at = &dev->queues[queue_of(urb->endpoint)];

	while (*at && *at != urb)
		at = &(*at)->next;
	if (!*at)
		return false;
	*at = urb->next;
	return true;
}

/* Completes all queued URBs, but not those that complete() queues meanwhile. */
static void complete_all(struct cusb_virtual_device *dev, int status)
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

void hcd_unplug(struct cusb_virtual_device *dev)
{
	dev->gone = true;
	complete_all(dev, -ESHUTDOWN);
}

void virtual_device_free(struct cusb_virtual_device *dev)
{
	if (!dev)
		return;
	hcd_unplug(dev);
	if (dev->model->free)
		dev->model->free(dev);
	fault_forget(dev);
	free(dev->state);
	free(dev);
}

/* The first URB at or after `urb` that has no URB of its own stream before it. */
static struct virtual_urb *next_ready(struct virtual_urb *queue, struct virtual_urb *urb)
{
	struct virtual_urb *ahead = queue;

	while (urb) {
		while (ahead != urb && ahead->stream != urb->stream)
			ahead = ahead->next;
		if (ahead == urb)
			return urb;
		urb = urb->next;
		ahead = queue;
	}
	return NULL;
}

static void run_queue(struct cusb_virtual_device *dev, unsigned int i)
{
	struct virtual_urb *urb = dev->queues[i];

	while (urb && !(dev->stopped >> i & 1)) {
		size_t length = urb->actual_length;
		int status = transfer_move(dev, urb);

		if (status == -EAGAIN) {
			dev->again |= urb->actual_length != length;
			urb = urb->stream ? next_ready(dev->queues[i], urb->next) : NULL;
			continue;
		}
		dev->again = true;
		if (status == -ENODEV) {
			hcd_unplug(dev);
			return;
		}
		take_out(dev, urb);
		complete(urb, status);
		urb = dev->queues[i];
	}
}

/* Runs until nothing moves: another endpoint may wait for each move. */
static void run(struct cusb_virtual_device *dev)
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

static int begin_data(struct cusb_virtual_device *dev, struct virtual_urb *urb)
{
	const uint8_t *endpoint = virtual_find_endpoint(dev, urb->endpoint);
	int err;

	if (!endpoint)
		return -ENOENT;
	if (packet_size(endpoint) == 0)
		return -EMSGSIZE;
	if (is_isochronous(endpoint) != !!urb->packets)
		return -EINVAL;
	if (!urb->packets)
		return 0;
	err = isochronous_check(dev, urb, endpoint);
	if (!err)
		isochronous_begin(dev, urb, endpoint);
	return err;
}

int hcd_submit(struct cusb_virtual_device *dev, struct virtual_urb *urb)
{
	struct virtual_urb **end = &dev->queues[queue_of(urb->endpoint)];
	int err;

	if (dev->gone)
		return -ENODEV;
	if (end != &dev->queues[0])
		err = begin_data(dev, urb);
	else
		err = urb->packets ? -EINVAL : 0;
	if (err)
		return err;
	urb->actual_length = 0;
	urb->status = -EINPROGRESS;
	urb->next = NULL;
	fault_begin(dev, urb);
	while (*end)
		end = &(*end)->next;
	*end = urb;
	run(dev);
	return 0;
}

int hcd_unlink(struct cusb_virtual_device *dev, struct virtual_urb *urb, int status)
{
	if (!take_out(dev, urb))
		return -EINVAL;
	fault_unlinked(dev, urb);
	complete(urb, status);
	run(dev);
	return 0;
}

void hcd_run(struct cusb_virtual_device *dev)
{
	if (dev->gone)
		return;
	fault_end_delays(dev);
	run(dev);
}

void hcd_reset(struct cusb_virtual_device *dev)
{
	bool running = dev->running;

	/* URBs that complete() submits now are for the device after the reset. */
	dev->running = true;
	complete_all(dev, -EPROTO);
	power_on(dev);
	dev->running = running;
	run(dev);
}

void *cusb_virtual_state(const struct cusb_virtual_device *dev)
{
	return dev->state;
}

void *cusb_virtual_user(const struct cusb_virtual_device *dev)
{
	return dev->model->user;
}

int cusb_virtual_configuration_value(const struct cusb_virtual_device *dev)
{
	return dev->configuration;
}

int cusb_virtual_altsetting(const struct cusb_virtual_device *dev, unsigned int bInterfaceNumber)
{
	return bInterfaceNumber < sizeof dev->altsettings ? dev->altsettings[bInterfaceNumber] : 0;
}

unsigned int cusb_virtual_stream(const struct cusb_virtual_device *dev)
{
	return dev->stream;
}
