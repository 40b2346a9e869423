/* SPDX-License-Identifier: MIT */
/* What moves data: the functions of struct cusb_backend that wait, and those of the queue. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "remote.h"

#define SETUP_SIZE 8

int transfer_run(struct remote *remote, struct cusb_handle *handle, const struct cusb_endpoint *ep,
		 struct cusb_transfer *transfer)
{
	int err;

	pthread_mutex_lock(&remote->lock);
	err = queue_submit(remote, handle, ep, transfer, MARK_SYNC);
	while (err == 0 && transfer->state.phase != ENDED)
		wait_for_change(remote, NEVER);
	pthread_mutex_unlock(&remote->lock);
	return err < 0 ? err : transfer->status;
}

int usbip_transfer(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		   struct cusb_transfer *transfer)
{
	return transfer_run(handle->remote, handle, ep, transfer);
}

ssize_t control_run(struct remote *remote, struct cusb_handle *handle,
		    const struct cusb_setup *setup, void *data, int timeout_ms)
{
	size_t length = SETUP_SIZE + setup->wLength;
	uint8_t *bytes = malloc(length);
	struct cusb_transfer transfer = {
		.data = bytes, .length = length, .state.timeout_ms = timeout_ms};
	bool in = setup->bmRequestType & CUSB_ENDPOINT_IN;
	int err;

	if (!bytes)
		return -ENOMEM;
	cusb_fill_setup(bytes, setup->bmRequestType, setup->bRequest, setup->wValue, setup->wIndex,
			setup->wLength);
	if (!in && setup->wLength > 0)
		memcpy(bytes + SETUP_SIZE, data, setup->wLength);
	err = transfer_run(remote, handle, NULL, &transfer);
	if (in && transfer.actual_length > 0)
		memcpy(data, bytes + SETUP_SIZE, transfer.actual_length);
	free(bytes);
	return err < 0 ? err : (ssize_t)transfer.actual_length;
}

ssize_t usbip_control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		      int timeout_ms)
{
	return control_run(handle->remote, handle, setup, data, timeout_ms);
}

int usbip_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		 struct cusb_transfer *transfer)
{
	int err;

	pthread_mutex_lock(&handle->remote->lock);
	err = queue_submit(handle->remote, handle, ep, transfer, 0);
	pthread_mutex_unlock(&handle->remote->lock);
	return err;
}

/* 1: one has ended; 0: not yet. */
static int look(const struct cusb_handle *handle)
{
	if (handle->ended.first)
		return 1;
	return handle->in_flight > 0 ? 0 : -ENODATA;
}

/* Without waiting; but what a thread polls for is left to it. */
static int look_now(struct cusb_handle *handle)
{
	struct remote *remote = handle->remote;

	if (!remote->gone)
		link_send(remote);
	if (!remote->polling)
		link_receive(remote);
	deadline_expire(remote);
	return look(handle);
}

static int wait_for_one(struct cusb_handle *handle, int timeout_ms)
{
	int64_t until = clock_after(timeout_ms);
	int found = look(handle);

	while (found == 0) {
		int err = wait_for_change(handle->remote, until);

		found = look(handle);
		if (found == 0 && err < 0)
			return err;
		if (found == 0 && clock_ns() >= until)
			return -ETIMEDOUT;
	}
	return found;
}

int usbip_reap(struct cusb_handle *handle, int timeout_ms, struct cusb_transfer **transfer)
{
	int found;

	pthread_mutex_lock(&handle->remote->lock);
	found = timeout_ms == CUSB_DONT_WAIT ? look_now(handle) : wait_for_one(handle, timeout_ms);
	if (found > 0) {
		*transfer = handle->ended.first;
		list_remove(&handle->ended, *transfer);
		handle->in_flight--;
	}
	pthread_mutex_unlock(&handle->remote->lock);
	if (found == 0)
		return -EAGAIN;
	return found < 0 ? found : 0;
}

static bool has(const struct transfer_list *list, const struct cusb_transfer *transfer)
{
	const struct cusb_transfer *t = list->first;

	while (t && t != transfer)
		t = t->state.next;
	return t;
}

/* It is looked for, and not into: it may be anywhere by now. */
int usbip_cancel(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct remote *remote = handle->remote;
	int err = 0;

	pthread_mutex_lock(&remote->lock);
	if (has(&remote->flying, transfer))
		queue_stop(remote, transfer, MARK_CANCELLED);
	else if (!has(&handle->ended, transfer))
		err = -ENOENT;
	pthread_mutex_unlock(&remote->lock);
	return err;
}

int usbip_cancel_all(struct cusb_handle *handle, unsigned int address)
{
	int count;

	pthread_mutex_lock(&handle->remote->lock);
	count = queue_stop_endpoint(handle, address);
	pthread_mutex_unlock(&handle->remote->lock);
	return count;
}

int usbip_poll_fd(struct cusb_handle *handle)
{
	return handle->remote->poll_fd;
}

int usbip_poll_timeout(struct cusb_handle *handle)
{
	int64_t first, left;

	pthread_mutex_lock(&handle->remote->lock);
	first = handle->ended.first ? 0 : deadline_first(handle->remote);
	pthread_mutex_unlock(&handle->remote->lock);
	if (first == NEVER)
		return -1;
	left = (first - clock_ns() + NS_PER_MS - 1) / NS_PER_MS;
	return left < 0 ? 0 : left < INT_MAX ? (int)left : INT_MAX;
}
