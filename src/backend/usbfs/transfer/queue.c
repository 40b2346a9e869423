/* SPDX-License-Identifier: MIT */
/*
 * The queue of an open device, as the core sees it.
 *
 *	submit() --> held --the one before is done--> in the kernel --REAPURBNDELAY, the last URB-->
 *reap() |          |                                 |  ^ |          +--discard()--> ended |
 *+--next part--+
 *	   +------------------------------------------->+---------------+
 *
 * A transfer ends when all its URBs have been reaped. DISCARDURB only makes a URB complete; it
 *comes back the same way. While a transfer goes in parts, those submitted behind it to the same
 *endpoint are held back, so that none comes in between.
 *
 * Kernel facts:
 * - A URB is reaped by any thread, and the URB's memory and its buffer are written at that moment
 *   and no other; so submitting and reaping are done under the device's lock. Both wait for the
 *   kernel's lock of the device, which another program may hold for as long as a reset takes, but
 *   not for the transfer.
 * - SUBMITURB claims the interface when nobody has; so the core looks up what is claimed under the
 *   same lock.
 * - REAPURBNDELAY with -EFAULT has taken a URB from the list and dropped it.
 * - After a disconnect, POLLHUP comes first, and REAPURBNDELAY may say -ENODEV though URBs are yet
 *   to complete; POLLERR comes when all have been. Both stay, so polling for more needs a nap
 *   between.
 */
#include <errno.h>
#include <pthread.h>

#include "backend/usbfs/transfer/transfer.h"

static unsigned char urb_type(const struct cusb_endpoint *ep)
{
	static const unsigned char types[] = {
		[CUSB_ENDPOINT_TYPE_CTRL] = USBDEVFS_URB_TYPE_CONTROL,
		[CUSB_ENDPOINT_TYPE_ISO] = USBDEVFS_URB_TYPE_ISO,
		[CUSB_ENDPOINT_TYPE_BULK] = USBDEVFS_URB_TYPE_BULK,
		[CUSB_ENDPOINT_TYPE_INTR] = USBDEVFS_URB_TYPE_INTERRUPT,
	};

	return ep ? types[ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK] : USBDEVFS_URB_TYPE_CONTROL;
}

static int submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		  struct cusb_transfer *transfer)
{
	struct cusb_transfer_state *state = &transfer->state;
	int err;

	state->type = urb_type(ep);
	state->started = 0;
	state->error = 0;
	state->urbs_in_flight = 0;
	state->marks = state->oldest = state->reaped = 0;
	if (is_iso(transfer)) {
		err = iso_submit(handle, ep, transfer);
	} else if (handle->parted > 0 && split_must_wait(transfer)) {
		state->marks = MARK_HELD;
		return 1;
	} else {
		err = split_submit(handle, transfer);
	}
	return err == -ESHUTDOWN ? -ENODEV : err;
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void add_ended(struct cusb_handle *handle, struct cusb_transfer *transfer, int status)
{
	struct cusb_transfer **end = &handle->ended;

	while (*end)
		end = &(*end)->state.link;
	*end = transfer;
	transfer->state.link = NULL;
	transfer->state.marks |= MARK_ENDED;
	transfer->status = status;
}

static int take_ended(struct cusb_handle *handle, struct cusb_transfer **out)
{
	*out = handle->ended;
	handle->ended = (*out)->state.link;
	return handle->ended ? 1 : 0;
}

/* The transfers behind one that went in parts, up to the next one that does. */
static void submit_held(struct cusb_handle *handle, struct cusb_transfer *parted)
{
	for (struct cusb_transfer *t = parted->state.next; t; t = t->state.next) {
		int err;

		if (t->bEndpointAddress != parted->bEndpointAddress ||
		    !(t->state.marks & MARK_HELD))
			continue;
		t->state.marks &= (unsigned char)~MARK_HELD;
		err = split_submit(handle, t);
		if (err < 0)
			add_ended(handle, t, err == -ESHUTDOWN ? -ENODEV : err);
		if (t->state.marks & MARK_PARTED)
			return;
	}
}

/* All its URBs are back. */
static void end(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	transfer->status = transfer_status(handle, transfer);
	if (is_iso(transfer))
		iso_end(transfer);
	if (transfer->state.marks & MARK_PARTED) {
		transfer->state.marks &= (unsigned char)~MARK_PARTED;
		handle->parted--;
		submit_held(handle, transfer);
	}
}

static bool discard_urbs(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	transfer->state.marks |= MARK_STOPPED;
	return is_iso(transfer) ? iso_discard(handle, transfer) : split_discard(handle, transfer);
}

static int discard(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct cusb_transfer_state *state = &transfer->state;

	if (state->marks & MARK_ENDED)
		return 1;
	if (state->marks & MARK_HELD) {
		state->marks &= (unsigned char)~MARK_HELD;
		add_ended(handle, transfer, -ECANCELED);
		return 1;
	}
	state->marks |= MARK_DISCARDED;
	discard_urbs(handle, transfer);
	return 0;
}

/* ---- reaping --------------------------------------------------------------------------------- */

/* NULL: none now, with the error in *err; 0: a transfer goes on. */
static struct cusb_transfer *reap_one(struct cusb_handle *handle, int *err)
{
	struct cusb_transfer *transfer;
	struct cusb_urb *urb = NULL;

	do {
		*err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_REAPURBNDELAY, &urb);
		if (*err < 0)
			return NULL;
		transfer = urb->user;
		if (is_iso(transfer))
			iso_take(transfer, urb);
		else if (split_take(handle, transfer, urb))
			return NULL;
	} while (transfer->state.urbs_in_flight > 0);
	end(handle, transfer);
	return transfer;
}

/* All that is in flight ends: what cannot be reaped then was dropped. */
static void find_dropped(struct cusb_handle *handle, struct cusb_transfer *newest)
{
	struct cusb_transfer *transfer;
	bool none_in_flight = true;
	int err;

	for (struct cusb_transfer *t = newest; t; t = t->state.prev) {
		if (t->state.marks & MARK_HELD) {
			t->state.marks &= (unsigned char)~MARK_HELD;
			add_ended(handle, t, -EFAULT);
		} else if (!(t->state.marks & MARK_ENDED)) {
			none_in_flight = discard_urbs(handle, t) && none_in_flight;
		}
	}
	do {
		transfer = reap_one(handle, &err);
		if (transfer)
			add_ended(handle, transfer, transfer->status);
	} while (err >= 0 || err == -EFAULT);
	for (struct cusb_transfer *t = newest; t && none_in_flight; t = t->state.prev) {
		if (t->state.marks & MARK_ENDED)
			continue;
		if (t->state.marks & MARK_PARTED)
			handle->parted--;
		t->state.marks &= (unsigned char)~MARK_PARTED;
		add_ended(handle, t, -EFAULT);
	}
}

/* Whether the -ENODEV of a reap is the end, or URBs are yet to complete. */
static bool is_final(struct cusb_handle *handle)
{
	bool waited = handle->waited;

	handle->waited = false;
	if (waited)
		return handle->events & POLLERR && !(handle->events & POLLOUT);
	return all_urbs_completed(handle);
}

/* No URB came back, or none that ended a transfer. */
static int explain(struct cusb_handle *handle, struct cusb_transfer **out, int err)
{
	bool waited = handle->waited;

	switch (err) {
	case -EFAULT:
		find_dropped(handle, *out);
		return handle->ended ? take_ended(handle, out) : -EAGAIN;
	case -EBADF: /* somebody closed the descriptor, and with it went the URBs */
		return err;
	case -ENODEV:
		if (!is_final(handle))
			return -EAGAIN;
		if (waited)
			return err;
		/* The last ones may have completed before that look. */
		*out = reap_one(handle, &err);
		return *out ? handle->ended != NULL : err == 0 ? -EAGAIN : err;
	default:
		return -EAGAIN;
	}
}

static int reap(struct cusb_handle *handle, struct cusb_transfer **out)
{
	struct cusb_transfer *transfer;
	int err;

	if (handle->ended)
		return take_ended(handle, out);
	transfer = reap_one(handle, &err);
	if (!transfer)
		return explain(handle, out, err);
	*out = transfer;
	return handle->ended ? 1 : 0;
}

/* ---- waiting --------------------------------------------------------------------------------- */

/* It would be a point where a thread can be cancelled. */
static void nap(void)
{
	int cancel_state;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	sys_nap();
	pthread_setcancelstate(cancel_state, NULL);
}

static int wait(struct cusb_handle *handle, struct timespec *remaining)
{
	int events;

	if (handle->nap_first)
		nap();
	events = sys_ppoll(handle->fs, handle->fd, POLLOUT, remaining);
	handle->waited = true;
	handle->events = (short)(events > 0 ? events : 0);
	handle->nap_first = events < 0 ? events != -EINTR
				       : events > 0 && !(events & (POLLOUT | POLLERR | POLLNVAL));
	if (events == 0)
		return -ETIMEDOUT;
	return events == -EINTR ? -EINTR : 0;
}

static int poll_fd(struct cusb_handle *handle)
{
	return handle->fd;
}

const struct cusb_queue_operations usbfs_queue = {
	.submit = submit,
	.reap = reap,
	.discard = discard,
	.poll_fd = poll_fd,
	.wait = wait,
};
