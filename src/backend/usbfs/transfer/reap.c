/* SPDX-License-Identifier: MIT */
/* The queue as the core sees it; the work is in queue.c, wait.c and cancel.c. */
#include <errno.h>
#include <limits.h>

#include "backend/usbfs/usbfs.h"

int usbfs_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		 struct cusb_transfer *transfer)
{
	bool iso = ep && (ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_ISO;
	int err = iso ? iso_check(ep, transfer) : 0;

	if (err < 0)
		return err;
	pthread_mutex_lock(&handle->lock);
	err = queue_submit(handle, ep, transfer, NULL);
	/* A reaper that sleeps has not counted with this deadline. */
	if (err == 0 && handle->timed.first == transfer && handle->first_asleep)
		wake_for(handle, transfer);
	pthread_mutex_unlock(&handle->lock);
	return err == -ENOMEM && iso ? urb_no_memory(ep->bEndpointAddress, transfer->length) : err;
}

/*
 * Without waiting. Not behind the back of a thread that polls: it will find what there is.
 */
static void look(struct cusb_handle *handle, struct waiter *waiter)
{
	int err = handle->polling ? -EAGAIN : wait_reap(handle, waiter);

	handle->ready = err == 0;
	handle->batches = handle->ready || (handle->batches && handle->batch_seen);
	handle->batch_seen |= handle->ready;
	/* After the last URB of a device that left has come back, others were lost. */
	if (err == -ENODEV && is_final(handle) && wait_reap(handle, waiter) < 0)
		queue_give_up(handle, -ENODEV);
}

static int reap_locked(struct cusb_handle *handle, int timeout_ms)
{
	bool wait = timeout_ms != CUSB_DONT_WAIT;
	struct waiter waiter;
	int err = 0;

	waiter_init(&waiter, NULL, wait ? timeout_ms : CUSB_NO_TIMEOUT);
	wait_expire(handle, &waiter);
	/* A single one was but just submitted, or is what was waited for in vain. */
	if (!handle->ended.first && handle->queued > (wait ? 1U : 0U) && (handle->ready || !wait))
		look(handle, &waiter);
	if (handle->ended.first)
		return 0;
	if (handle->queued == 0)
		return -ENODATA;
	if (!wait)
		return -EAGAIN;
	err = wait_for(handle, &waiter);
	wake_others(handle);
	return err;
}

static struct cusb_transfer *take(struct cusb_handle *handle)
{
	struct cusb_transfer *transfer = handle->ended.first;

	list_remove(&handle->ended, transfer);
	transfer->state.phase = TRANSFER_IDLE;
	return transfer;
}

int usbfs_reap(struct cusb_handle *handle, int timeout_ms, struct cusb_transfer **out)
{
	struct cusb_transfer *transfer = NULL;
	int err, cancel_state;

	/* A thread that ended while it polls would leave nobody to. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	pthread_mutex_lock(&handle->lock);
	err = reap_locked(handle, timeout_ms);
	if (err == 0)
		transfer = take(handle);
	pthread_mutex_unlock(&handle->lock);
	pthread_setcancelstate(cancel_state, NULL);
	if (err < 0)
		return err;
	transfer->status = queue_result(handle, transfer);
	if (transfer->state.type == USBDEVFS_URB_TYPE_ISO)
		iso_end(transfer);
	*out = transfer;
	return 0;
}

int usbfs_poll_fd(struct cusb_handle *handle)
{
	return handle->fd;
}

int usbfs_poll_timeout(struct cusb_handle *handle)
{
	struct timespec left;
	int ms = -1;

	pthread_mutex_lock(&handle->lock);
	if (handle->ended.first) {
		ms = 0;
	} else if (handle->timed.first) {
		left = deadline_next(handle);
		ms = left.tv_sec >= INT_MAX / 1000
			     ? INT_MAX
			     : (int)(left.tv_sec * 1000 + (left.tv_nsec + 999999) / 1000000);
	}
	pthread_mutex_unlock(&handle->lock);
	return ms;
}
