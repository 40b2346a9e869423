/* SPDX-License-Identifier: MIT */
/*
 * Transfers of one open device, submitted and waited for by any number of threads.
 *
 *	idle --queue_submit--> held --the one before is done--> flying --SUBMITURB--> in the kernel
 *	        |                |                                |  ^                     |
 *	        |                |                                |  +--next part-- REAPURBNDELAY
 *	        +--refused-------+--stopped-----------------------+--all its URBs are back--+
 *	           (an error)                                                               |
 *	                                               ended <------------------------------+
 *	idle <--usbfs_reap, or its own thread wakes up---+
 *
 * Whatever happens, a submitted URB is reaped exactly once, and a transfer ends when all its URBs
 * have been. DISCARDURB (cancelled, expired, shut down) only makes a URB complete; it comes back
 *the same way. A transfer of a sync call is waited for by its own thread; the others gather in
 *`ended` until somebody reaps them. While a transfer goes in parts, those submitted behind it to
 *the same endpoint are held back, so that none comes in between.
 *
 * Kernel facts:
 * - A URB is reaped by any thread, and the URB's memory and its buffer are written at that moment
 *   and no other; so submitting and reaping are done under `lock`. Both wait for the device lock,
 *   which another program may hold for as long as a reset takes, but not for the transfer.
 * - SUBMITURB claims the interface where nobody has, which must not happen behind the back of a
 *   release; so what is claimed is looked up under the same lock.
 * - REAPURBNDELAY with -EFAULT has taken a URB from the list and dropped it.
 * - After a disconnect REAPURBNDELAY may say -ENODEV though URBs are yet to complete.
 */
#include <errno.h>

#include "backend/usbfs/usbfs.h"
#include "core/log.h"

void list_append(struct transfer_list *list, struct cusb_transfer *transfer)
{
	transfer->state.next = NULL;
	transfer->state.prev = list->last;
	if (list->last)
		list->last->state.next = transfer;
	else
		list->first = transfer;
	list->last = transfer;
}

void list_remove(struct transfer_list *list, struct cusb_transfer *transfer)
{
	struct cusb_transfer *next = transfer->state.next, *prev = transfer->state.prev;

	if (prev)
		prev->state.next = next;
	else
		list->first = next;
	if (next)
		next->state.prev = prev;
	else
		list->last = prev;
}

static bool is_iso(const struct cusb_transfer *transfer)
{
	return transfer->state.type == USBDEVFS_URB_TYPE_ISO;
}

static int start(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	transfer->state.phase = TRANSFER_FLYING;
	return is_iso(transfer) ? iso_submit(handle, transfer) : parts_submit(handle, transfer);
}

static void leave(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	list_remove(&handle->flying, transfer);
	if (transfer->state.marks & MARK_TIMED)
		deadline_stop(handle, transfer);
	if (transfer->state.marks & MARK_PARTED)
		handle->parted--;
	if (!transfer->state.waiter)
		handle->queued--;
}

static void end(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	leave(handle, transfer);
	transfer->state.phase = TRANSFER_ENDED;
	if (!transfer->state.waiter)
		list_append(&handle->ended, transfer);
	wake_for(handle, transfer);
}

/* For what the kernel never saw, or will not give back. */
static void end_with(struct cusb_handle *handle, struct cusb_transfer *transfer, int err)
{
	transfer->state.error = err;
	transfer->state.marks |= MARK_OVER | MARK_REFUSED;
	end(handle, transfer);
}

static bool may_submit(const struct cusb_handle *handle, const struct cusb_endpoint *ep)
{
	if (handle->shut_down)
		return false;
	return !ep || (ep->interface->bInterfaceNumber < 64 &&
		       handle->claimed >> ep->interface->bInterfaceNumber & 1);
}

/* One that goes in parts is before it, or one that waits for such a one. */
static bool must_wait(const struct cusb_handle *handle, const struct cusb_transfer *transfer)
{
	if (handle->parted == 0)
		return false;
	for (const struct cusb_transfer *t = handle->flying.first; t != transfer; t = t->state.next)
		if (t->bEndpointAddress == transfer->bEndpointAddress &&
		    (t->state.phase == TRANSFER_HELD || t->state.marks & MARK_PARTED))
			return true;
	return false;
}

static void release_held(struct cusb_handle *handle, unsigned int address)
{
	struct cusb_transfer *next;

	for (struct cusb_transfer *t = handle->flying.first; t; t = next) {
		int err;

		next = t->state.next;
		if (t->bEndpointAddress != address || t->state.phase != TRANSFER_HELD)
			continue;
		if (must_wait(handle, t))
			return;
		err = start(handle, t);
		if (err < 0)
			end_with(handle, t, err);
	}
}

static void init_state(const struct cusb_endpoint *ep, struct cusb_transfer *transfer,
		       struct waiter *waiter)
{
	struct cusb_transfer_state *state = &transfer->state;

	transfer->actual_length = 0;
	transfer->error_count = 0;
	state->endpoint = ep;
	state->type = urb_type(ep);
	state->waiter = waiter;
	state->started = state->part = 0;
	state->error = 0;
	state->in_flight = state->marks = 0;
	state->oldest = state->reaped = 0;
	state->phase = TRANSFER_HELD;
}

int queue_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		 struct cusb_transfer *transfer, struct waiter *waiter)
{
	int err = 0;

	if (!may_submit(handle, ep))
		return -ECANCELED;
	init_state(ep, transfer, waiter);
	list_append(&handle->flying, transfer);
	handle->queued += !waiter;
	if (!must_wait(handle, transfer))
		err = start(handle, transfer);
	if (err < 0) {
		leave(handle, transfer);
		transfer->state.phase = TRANSFER_IDLE;
		return err == -ESHUTDOWN ? -ENODEV : err;
	}
	if (!waiter)
		deadline_start(handle, transfer);
	return 0;
}

/* True: its next part is on its way, and hardly back yet. */
static bool go_on(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct cusb_transfer_state *state = &transfer->state;
	unsigned int address = transfer->bEndpointAddress;
	bool parted = state->marks & MARK_PARTED;

	if (!is_iso(transfer) && parts_left(transfer)) {
		int err = parts_submit(handle, transfer);

		if (err < 0) {
			state->error = err;
			state->marks |= MARK_OVER | MARK_REFUSED;
		}
	}
	/* What was stopped is as good as back. */
	if (state->in_flight > 0)
		return !is_iso(transfer) && !(state->marks & (MARK_OVER | MARK_STOPPED));
	/* Stopped between two parts. */
	if (!is_iso(transfer) && state->marks & MARK_STOPPED && !(state->marks & MARK_OVER) &&
	    !(state->marks & MARK_REFUSED) && state->started < transfer->length)
		state->error = -ENOENT;
	end(handle, transfer);
	if (parted)
		release_held(handle, address);
	return false;
}

int queue_reap_one(struct cusb_handle *handle)
{
	struct cusb_urb *urb = NULL;
	int err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_REAPURBNDELAY, &urb);
	struct cusb_transfer *transfer;

	if (err < 0)
		return err;
	transfer = urb->user;
	if (is_iso(transfer))
		iso_take(transfer, urb);
	else
		parts_take(transfer, urb);
	return go_on(handle, transfer);
}

void queue_stop(struct cusb_handle *handle, struct cusb_transfer *transfer, unsigned int mark)
{
	struct cusb_transfer_state *state = &transfer->state;

	deadline_stop(handle, transfer);
	if (state->phase == TRANSFER_HELD) {
		end_with(handle, transfer, mark == MARK_EXPIRED ? -ETIMEDOUT : -ECANCELED);
	} else if (!(state->marks & (MARK_EXPIRED | MARK_CANCELLED))) {
		state->marks |= mark | MARK_STOPPED;
		urb_discard_all(handle, transfer);
	}
}

void queue_give_up(struct cusb_handle *handle, int err)
{
	while (handle->flying.first) {
		log_line(CUSB_LOG_ERROR, "a transfer did not come back");
		handle->flying.first->state.in_flight = 0;
		end_with(handle, handle->flying.first, err);
	}
}

/* So all are ended: what cannot be reaped then was dropped. */
void queue_find_dropped(struct cusb_handle *handle)
{
	struct cusb_transfer *next;
	bool none_in_flight = true;
	int err;

	for (struct cusb_transfer *t = handle->flying.first; t; t = next) {
		next = t->state.next;
		if (t->state.phase == TRANSFER_HELD)
			end_with(handle, t, -EFAULT);
		else
			t->state.marks |= MARK_STOPPED;
	}
	for (struct cusb_transfer *t = handle->flying.last; t; t = t->state.prev)
		none_in_flight = urb_discard_all(handle, t) && none_in_flight;
	do
		err = queue_reap_one(handle);
	while (err >= 0 || err == -EFAULT);
	if (none_in_flight)
		queue_give_up(handle, -EFAULT);
}

int queue_result(const struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	const struct cusb_transfer_state *state = &transfer->state;
	int err = state->error;

	if (err == 0)
		return 0;
	if (state->marks & MARK_REFUSED)
		return err == -ESHUTDOWN ? -ENODEV : err;
	if (err == -EREMOTEIO && transfer->flags & CUSB_SHORT_NOT_OK)
		return err;
	if (err == -ENOENT || err == -ECONNRESET) {
		if (state->marks & MARK_EXPIRED)
			return -ETIMEDOUT;
		if (state->marks & MARK_CANCELLED)
			return -ECANCELED;
	}
	return outcome(handle, err);
}
