/* SPDX-License-Identifier: MIT */
/*
 * Ending transfers before their time: one, those of an endpoint, of an interface, all.
 *
 * Kernel facts: of several URBs of an endpoint the newest is discarded first, or the next one would
 * begin in the meantime. Releasing an interface and setting an alternate setting end what is in
 * flight there; so does a reset, but only one that is carried out.
 */
#include <errno.h>

#include "backend/usbfs/usbfs.h"

#define ANY_ADDRESS 0x100

static int stop_endpoint(struct cusb_handle *handle, unsigned int address)
{
	struct cusb_transfer *prev;
	int count = 0;

	for (struct cusb_transfer *t = handle->flying.last; t; t = prev) {
		prev = t->state.prev;
		if (address != ANY_ADDRESS && t->bEndpointAddress != address)
			continue;
		count++;
		queue_stop(handle, t, MARK_CANCELLED);
	}
	return count;
}

void usbfs_shutdown(struct cusb_handle *handle)
{
	pthread_mutex_lock(&handle->lock);
	handle->shut_down = true;
	stop_endpoint(handle, ANY_ADDRESS);
	pthread_mutex_unlock(&handle->lock);
}

bool queue_is_shut_down(struct cusb_handle *handle)
{
	bool shut_down;

	pthread_mutex_lock(&handle->lock);
	shut_down = handle->shut_down;
	pthread_mutex_unlock(&handle->lock);
	return shut_down;
}

static bool is_in(const struct transfer_list *list, const struct cusb_transfer *transfer)
{
	const struct cusb_transfer *t = list->first;

	while (t && t != transfer)
		t = t->state.next;
	return t;
}

/* Looks for it without looking into it: meanwhile it may be in flight on another handle. */
int usbfs_cancel(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	int err = 0;

	pthread_mutex_lock(&handle->lock);
	if (is_in(&handle->flying, transfer))
		queue_stop(handle, transfer, MARK_CANCELLED);
	else if (!is_in(&handle->ended, transfer))
		err = -ENOENT;
	pthread_mutex_unlock(&handle->lock);
	return err;
}

int usbfs_cancel_all(struct cusb_handle *handle, unsigned int address)
{
	int count;

	pthread_mutex_lock(&handle->lock);
	count = stop_endpoint(handle, address);
	pthread_mutex_unlock(&handle->lock);
	return count;
}

/* No more is to be submitted; the kernel ends the rest. */
static void stop_interface(struct cusb_handle *handle, unsigned int number)
{
	struct cusb_transfer *next;

	for (struct cusb_transfer *t = handle->flying.first; t; t = next) {
		next = t->state.next;
		if (!t->state.endpoint || t->state.endpoint->interface->bInterfaceNumber != number)
			continue;
		if (t->state.phase == TRANSFER_HELD)
			queue_stop(handle, t, MARK_CANCELLED);
		else
			t->state.marks |= MARK_STOPPED;
	}
}

void queue_claimed(struct cusb_handle *handle, unsigned int number)
{
	pthread_mutex_lock(&handle->lock);
	if (number < 64)
		handle->claimed |= UINT64_C(1) << number;
	pthread_mutex_unlock(&handle->lock);
}

void queue_releasing(struct cusb_handle *handle, unsigned int number)
{
	pthread_mutex_lock(&handle->lock);
	if (number < 64)
		handle->claimed &= ~(UINT64_C(1) << number);
	stop_interface(handle, number);
	pthread_mutex_unlock(&handle->lock);
}

void queue_resetting(struct cusb_handle *handle, unsigned int number)
{
	pthread_mutex_lock(&handle->lock);
	stop_interface(handle, number);
	pthread_mutex_unlock(&handle->lock);
}

uint64_t queue_losing_all(struct cusb_handle *handle)
{
	uint64_t claimed;

	pthread_mutex_lock(&handle->lock);
	claimed = handle->claimed;
	handle->claimed = 0;
	stop_endpoint(handle, ANY_ADDRESS);
	pthread_mutex_unlock(&handle->lock);
	return claimed;
}

void queue_keeping(struct cusb_handle *handle, uint64_t claimed)
{
	pthread_mutex_lock(&handle->lock);
	handle->claimed = claimed;
	pthread_mutex_unlock(&handle->lock);
}
