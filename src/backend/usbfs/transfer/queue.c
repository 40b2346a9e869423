/* SPDX-License-Identifier: MIT */
/*
 * The queue of an open device, as the core sees it.
 *
 *	submit()     into the kernel; held, while one before it goes in parts
 *	discard()    a held one has ended; of the others, all URBs are discarded
 *	reap()       REAPURBNDELAY: the next part goes into the kernel, or the transfer has ended
 *
 * A transfer ends when all its URBs have been reaped. DISCARDURB only makes a URB complete: the
 * discarded URB comes back by REAPURBNDELAY too. While a transfer goes in parts, later transfers to
 * the same endpoint are held, so that none comes in between.
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

static __attribute__((noinline)) int submit_or_hold(struct cusb_handle *handle,
						    struct cusb_transfer *transfer)
{
	if (!split_must_wait(transfer))
		return split_submit(handle, transfer);
	own_of(transfer)->marks = MARK_HELD;
	return 1;
}

static int submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		  struct cusb_transfer *transfer)
{
	struct usbfs_transfer *own = own_of(transfer);

	own->type = urb_type(ep);
	own->started = 0;
	own->error = 0;
	own->urbs_in_flight = 0;
	own->marks = own->oldest = own->reaped = 0;
	if (is_iso(transfer))
		return iso_submit(handle, ep, transfer);
	return handle->parted > 0 ? submit_or_hold(handle, transfer)
				  : split_submit(handle, transfer);
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void add_ended(struct cusb_handle *handle, struct cusb_transfer *transfer, int status)
{
	struct cusb_transfer **end = &handle->ended;

	while (*end)
		end = &own_of(*end)->link;
	*end = transfer;
	own_of(transfer)->link = NULL;
	own_of(transfer)->marks |= MARK_ENDED;
	transfer->status = status;
}

static int take_ended(struct cusb_handle *handle, struct cusb_transfer **out)
{
	*out = handle->ended;
	handle->ended = own_of(*out)->link;
	return handle->ended ? 1 : 0;
}

/* Submits the transfers behind a split one, up to the next one that is split. */
static void submit_held(struct cusb_handle *handle, struct cusb_transfer *parted)
{
	for (struct cusb_transfer *t = cusb_queue_entry_of(parted)->next; t;
	     t = cusb_queue_entry_of(t)->next) {
		int err;

		if (t->bEndpointAddress != parted->bEndpointAddress ||
		    !(own_of(t)->marks & MARK_HELD))
			continue;
		own_of(t)->marks &= (unsigned char)~MARK_HELD;
		err = split_submit(handle, t);
		if (err < 0)
			add_ended(handle, t, err);
		if (own_of(t)->marks & MARK_PARTED)
			return;
	}
}

/* All URBs of the transfer are back. */
static void end(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	transfer->status = transfer_status(handle, transfer);
	if (is_iso(transfer))
		iso_end(transfer);
	if (split_end(handle, transfer))
		submit_held(handle, transfer);
}

static bool discard_urbs(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	own_of(transfer)->marks |= MARK_STOPPED;
	return is_iso(transfer) ? iso_discard(handle, transfer) : split_discard(handle, transfer);
}

static int discard(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct usbfs_transfer *own = own_of(transfer);

	if (own->marks & MARK_ENDED)
		return 1;
	if (own->marks & MARK_HELD) {
		own->marks &= (unsigned char)~MARK_HELD;
		add_ended(handle, transfer, -ECANCELED);
		return 1;
	}
	if (!discard_urbs(handle, transfer) || own->marks & (MARK_UNLINKED | MARK_PARTED))
		return 0;
	/* All its URBs had completed. The next reap() returns it as it ended. */
	own->marks &= (unsigned char)~MARK_STOPPED;
	return -EALREADY;
}

/* ---- reaping --------------------------------------------------------------------------------- */

/* NULL: the transfer still has URBs in flight. *goes_on: its next part was submitted. */
static struct cusb_transfer *take_urb(struct cusb_handle *handle, struct usbfs_urb *urb,
				      bool *goes_on)
{
	struct cusb_transfer *transfer = urb->user;

	if (is_iso(transfer))
		iso_take(transfer, urb);
	else
		*goes_on = split_take(handle, transfer, urb);
	if (own_of(transfer)->urbs_in_flight > 0)
		return NULL;
	end(handle, transfer);
	return transfer;
}

/* Compares addresses alone: the memory of a foreign URB may be gone. */
static bool is_ours(struct cusb_transfer *newest, const struct usbfs_urb *urb)
{
	for (struct cusb_transfer *t = newest; t; t = cusb_queue_entry_of(t)->prev) {
		bool has = is_iso(t) ? iso_has(t, urb)
				     : urb == &own_of(t)->urbs[0] || urb == &own_of(t)->urbs[1];

		if (has && !(own_of(t)->marks & (MARK_HELD | MARK_ENDED)))
			return true;
	}
	return false;
}

/* The log line shows the URB itself, because a lent descriptor may return a foreign URB. */
static __attribute__((noinline, cold)) void log_reap(const struct cusb_handle *handle,
						     struct usbfs_urb **urb, int result)
{
	if (handle->lent)
		log_line(CUSB_LOG_DEBUG, "ioctl(%d, REAPURBNDELAY, %p) = %d", handle->fd,
			 (void *)*urb, result);
	else
		sys_log_ioctl(handle->fd, USBDEVFS_REAPURBNDELAY, urb, result);
}

static inline int reap_urb(struct cusb_handle *handle, struct usbfs_urb **urb)
{
	const struct usbfs *fs = handle->fs;
	int result = fs->syscalls->ioctl(fs->kernel, handle->fd, USBDEVFS_REAPURBNDELAY, urb);

	if (log_enabled(CUSB_LOG_DEBUG))
		log_reap(handle, urb, result);
	return result;
}

/*
 * Another library or another process may submit URBs on a descriptor that it has lent. These URBs
 * are lost to it, because the kernel gives a URB back only once.
 */
static int skip_foreign(struct cusb_handle *handle, struct cusb_transfer *newest,
			struct usbfs_urb **urb)
{
	int err = 0;

	while (err == 0 && !is_ours(newest, *urb)) {
		log_line(
			CUSB_LOG_WARNING,
			"another user of descriptor %d has submitted a URB, and will not get it back",
			handle->fd);
		err = reap_urb(handle, urb);
	}
	return err;
}

/*
 * Continues with a URB, or with the error in *err. NULL: no transfer has completed, and *err is the
 * reason; 0: one goes on.
 */
static struct cusb_transfer *take_until_end(struct cusb_handle *handle,
					    struct cusb_transfer *newest, struct usbfs_urb *urb,
					    int *err)
{
	struct cusb_transfer *transfer = NULL;
	bool goes_on = false;

	for (;;) {
		if (*err == 0 && handle->lent)
			*err = skip_foreign(handle, newest, &urb);
		if (*err == 0)
			transfer = take_urb(handle, urb, &goes_on);
		if (*err < 0 || transfer || goes_on)
			return transfer;
		*err = reap_urb(handle, &urb);
	}
}

static struct cusb_transfer *reap_one(struct cusb_handle *handle, struct cusb_transfer *newest,
				      int *err)
{
	struct usbfs_urb *urb = NULL;

	*err = reap_urb(handle, &urb);
	return take_until_end(handle, newest, urb, err);
}

/* All transfers in flight end: a URB that cannot be reaped now was dropped. */
static void find_dropped(struct cusb_handle *handle, struct cusb_transfer *newest)
{
	struct cusb_transfer *transfer;
	bool none_in_flight = true;
	int err;

	for (struct cusb_transfer *t = newest; t; t = cusb_queue_entry_of(t)->prev) {
		if (own_of(t)->marks & MARK_HELD) {
			own_of(t)->marks &= (unsigned char)~MARK_HELD;
			add_ended(handle, t, -EFAULT);
		} else if (!(own_of(t)->marks & MARK_ENDED)) {
			none_in_flight = discard_urbs(handle, t) && none_in_flight;
		}
	}
	do {
		transfer = reap_one(handle, newest, &err);
		if (transfer)
			add_ended(handle, transfer, transfer->status);
	} while (err >= 0 || err == -EFAULT);
	for (struct cusb_transfer *t = newest; t && none_in_flight;
	     t = cusb_queue_entry_of(t)->prev) {
		if (own_of(t)->marks & MARK_ENDED)
			continue;
		split_end(handle, t);
		add_ended(handle, t, -EFAULT);
	}
}

/* Whether -ENODEV of a reap is final, or URBs still have to complete. */
static bool is_final(struct cusb_handle *handle)
{
	short events = handle->events;

	handle->events = NOT_WAITED;
	if (events == NOT_WAITED)
		return all_urbs_completed(handle);
	return events & POLLERR && !(events & POLLOUT);
}

/* No URB came back, or none that completed a transfer. */
static int explain(struct cusb_handle *handle, struct cusb_transfer **out, int err)
{
	bool waited = handle->events != NOT_WAITED;
	struct cusb_transfer *transfer;

	switch (err) {
	case -EFAULT:
		find_dropped(handle, *out);
		return handle->ended ? take_ended(handle, out) : -EAGAIN;
	case -EBADF: /* the descriptor was closed, and the URBs with it */
		return err;
	case -ENODEV:
		if (!is_final(handle))
			return -EAGAIN;
		if (waited)
			return err;
		/* The last URBs may have completed before that look. */
		transfer = reap_one(handle, *out, &err);
		if (!transfer)
			return err == -ENODEV ? err : explain(handle, out, err);
		*out = transfer;
		return handle->ended != NULL;
	default:
		return -EAGAIN;
	}
}

static __attribute__((noinline)) int reap_slowly(struct cusb_handle *handle, struct usbfs_urb *urb,
						 struct cusb_transfer **out, int err)
{
	struct cusb_transfer *transfer = take_until_end(handle, *out, urb, &err);

	if (!transfer)
		return explain(handle, out, err);
	handle->events = NOT_WAITED;
	*out = transfer;
	return handle->ended ? 1 : 0;
}

/* In nearly all cases a URB is a whole transfer, and completed without an error. */
static inline bool take_whole(const struct usbfs_urb *urb)
{
	struct cusb_transfer *transfer = urb->user;

	if (is_iso(transfer) || own_of(transfer)->marks || urb->status)
		return false;
	transfer->actual_length = (size_t)urb->actual_length;
	transfer->status = 0;
	return true;
}

static int reap(struct cusb_handle *handle, struct cusb_transfer **out)
{
	struct usbfs_urb *urb = NULL;
	int err;

	if (handle->ended)
		return take_ended(handle, out);
	err = reap_urb(handle, &urb);
	if (err < 0 || handle->lent || !take_whole(urb))
		return reap_slowly(handle, urb, out, err);
	handle->events = NOT_WAITED;
	*out = urb->user;
	return 0;
}

/* ---- waiting --------------------------------------------------------------------------------- */

/* Sleeping would be a cancellation point. */
static __attribute__((noinline)) void nap(void)
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
	if (events > 0) {
		handle->events = (short)events;
		handle->nap_first = !(events & (POLLOUT | POLLERR | POLLNVAL));
		return 0;
	}
	/* The device may leave before the next reap(). */
	handle->events = NOT_WAITED;
	handle->nap_first = events != 0 && events != -EINTR;
	return events == 0 ? -ETIMEDOUT : events == -EINTR ? events : 0;
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
