/* SPDX-License-Identifier: MIT */
/*
 * Transfers in flight, from cusb_submit() to cusb_reap().
 *
 * They are in three places: in the device's opening; in one that was closed while somebody used it,
 * whose backend gives them back without delay; and, once the last user of that has left, in
 * dev->ended. dev->in_flight counts them all.
 */
#include <errno.h>

#include "core/device.h"

void cusb_fill_setup(void *data, unsigned int bmRequestType, unsigned int bRequest,
		     unsigned int wValue, unsigned int wIndex, unsigned int wLength)
{
	uint8_t *p = data;

	p[0] = (uint8_t)bmRequestType;
	p[1] = (uint8_t)bRequest;
	p[2] = (uint8_t)wValue;
	p[3] = (uint8_t)(wValue >> 8);
	p[4] = (uint8_t)wIndex;
	p[5] = (uint8_t)(wIndex >> 8);
	p[6] = (uint8_t)wLength;
	p[7] = (uint8_t)(wLength >> 8);
}

static void take_back(struct device *dev, struct cusb_transfer *transfer, struct opening *opening)
{
	pthread_mutex_lock(&dev->lock);
	transfer_set_owner(transfer, NULL);
	opening->in_flight--;
	dev->in_flight--;
	pthread_mutex_unlock(&dev->lock);
}

int cusb_submit(struct cusb_device *public, struct cusb_transfer *transfer)
{
	struct device *dev = device_of(public);
	struct job job;
	int timeout_ms, err;

	/* Without shutdown(), closing might wait for ever for what is in flight. */
	device_enter(dev);
	if (!dev->backend->submit || !dev->backend->reap || !dev->backend->shutdown)
		return device_leave(dev, -ENOSYS);
	timeout_ms = transfer_check(dev, transfer);
	err = timeout_ms < 0 ? timeout_ms : transfer_begin_locked(dev, NULL, transfer, &job);
	if (err == 0) {
		transfer->state.timeout_ms = timeout_ms;
		job.opening->in_flight++;
		dev->in_flight++;
	}
	pthread_mutex_unlock(&dev->lock);
	if (err < 0)
		return err;
	err = dev->backend->submit(job.opening->handle, job.ep, transfer);
	/* From here on it may have been reaped and freed by another thread. */
	if (err < 0)
		take_back(dev, transfer, job.opening);
	opening_put(dev, job.opening);
	return err;
}

static struct cusb_transfer *take_ended_locked(struct device *dev)
{
	struct cusb_transfer *transfer = dev->ended;

	if (transfer) {
		dev->ended = transfer->state.next;
		dev->in_flight--;
		transfer_set_owner(transfer, NULL);
	}
	return transfer;
}

/* One with transfers in flight: those that were closed come first. */
static struct opening *opening_to_reap_locked(struct device *dev, bool closing)
{
	struct opening *opening = closing ? dev->closing : NULL;

	while (opening && opening->in_flight == 0)
		opening = opening->next;
	if (!opening && dev->opening && dev->opening->in_flight > 0)
		opening = dev->opening;
	if (opening)
		opening->users++;
	return opening;
}

static int reap_from(struct device *dev, struct opening *opening, int timeout_ms,
		     struct cusb_transfer **out)
{
	int err = dev->backend->reap(opening->handle, timeout_ms, out);
	bool last;

	pthread_mutex_lock(&dev->lock);
	if (err == 0) {
		transfer_set_owner(*out, NULL);
		opening->in_flight--;
		dev->in_flight--;
	}
	last = opening_leave_locked(dev, opening);
	pthread_mutex_unlock(&dev->lock);
	if (last)
		opening_end(dev, opening);
	return err;
}

static int reap(struct device *dev, bool closing, int timeout_ms, struct cusb_transfer **out)
{
	struct opening *opening = NULL;

	device_enter(dev);
	*out = take_ended_locked(dev);
	if (!*out)
		opening = opening_to_reap_locked(dev, closing);
	device_leave(dev, 0);
	if (*out)
		return 0;
	if (!dev->backend->reap)
		return -ENOSYS;
	return opening ? reap_from(dev, opening, timeout_ms, out) : -ENODATA;
}

static void after(struct device *dev, const struct cusb_transfer *transfer)
{
	struct cusb_setup setup;

	if (transfer->bEndpointAddress != 0)
		return;
	setup = transfer_setup(transfer);
	if (!control_changes_settings(&setup))
		return;
	pthread_mutex_lock(&dev->lock);
	settings_doubt(&dev->settings);
	pthread_mutex_unlock(&dev->lock);
}

int cusb_reap(struct cusb_device *public, int timeout_ms, struct cusb_transfer **out)
{
	struct device *dev = device_of(public);
	struct cusb_transfer *transfer;
	int err;

	if (timeout_ms != CUSB_DONT_WAIT)
		timeout_ms = timeout_resolve(dev, timeout_ms);
	if (timeout_ms == -EINVAL)
		return -EINVAL;
	err = reap(dev, true, timeout_ms, &transfer);
	/* Another thread was quicker, where the device had been closed. */
	if (err == -ENODATA)
		err = reap(dev, false, timeout_ms, &transfer);
	if (err < 0)
		return err;
	after(dev, transfer);
	*out = transfer->complete ? NULL : transfer;
	if (transfer->complete)
		transfer->complete(public, transfer);
	return 0;
}

/* What a closed opening holds is there for the asking. */
static bool has_ended_locked(const struct device *dev)
{
	size_t open = dev->opening ? dev->opening->in_flight : 0;

	return dev->in_flight > open;
}

int cusb_cancel(struct cusb_device *public, struct cusb_transfer *transfer)
{
	struct device *dev = device_of(public);
	struct opening *opening = NULL;
	bool closed;
	int err;

	device_enter(dev);
	if (!dev->backend->cancel)
		return device_leave(dev, -ENOSYS);
	if (transfer_owner(transfer) != dev) {
		pthread_mutex_unlock(&dev->lock);
		return -ENOENT;
	}
	if (dev->opening) {
		opening = dev->opening;
		opening->users++;
	}
	closed = has_ended_locked(dev);
	pthread_mutex_unlock(&dev->lock);
	if (!opening)
		return 0; /* closing has cancelled it */
	/* -ENOENT: another thread is but about to submit it; or again, closing has cancelled it. */
	err = dev->backend->cancel(opening->handle, transfer);
	opening_put(dev, opening);
	return closed ? 0 : err;
}

int cusb_cancel_all(struct cusb_device *public, unsigned int address)
{
	struct device *dev = device_of(public);
	struct opening *opening;
	int count;

	device_enter(dev);
	if (!dev->backend->cancel_all)
		return device_leave(dev, -ENOSYS);
	opening = dev->opening;
	if (opening)
		opening->users++;
	pthread_mutex_unlock(&dev->lock);
	if (!opening)
		return 0;
	count = dev->backend->cancel_all(opening->handle, address);
	opening_put(dev, opening);
	return count;
}

size_t cusb_in_flight(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	size_t count;

	pthread_mutex_lock(&dev->lock);
	count = dev->in_flight;
	pthread_mutex_unlock(&dev->lock);
	return count;
}

int cusb_poll_fd(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int fd = -ENOSYS;

	device_enter(dev);
	if (dev->backend->poll_fd) {
		fd = device_open_locked(dev);
		if (fd == 0)
			fd = dev->backend->poll_fd(dev->opening->handle);
	}
	pthread_mutex_unlock(&dev->lock);
	return fd;
}

int cusb_poll_timeout(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int timeout_ms = -1;

	pthread_mutex_lock(&dev->lock);
	if (has_ended_locked(dev))
		timeout_ms = 0;
	else if (dev->opening && dev->backend->poll_timeout)
		timeout_ms = dev->backend->poll_timeout(dev->opening->handle);
	pthread_mutex_unlock(&dev->lock);
	return timeout_ms;
}
