/* SPDX-License-Identifier: MIT */
/*
 * The queue of transfers, from cusb_submit() (transfer.c) to cusb_reap().
 *
 * Transfers in flight are in the device's session; or in a closed session that threads still use,
 * whose transfers complete without delay. Completed transfers are in dev->completed. dev->in_flight
 * counts all of them.
 */
#include <errno.h>
#include <limits.h>

#include "core/log.h"
#include "core/queue.h"

/* A session with transfers in flight, closed sessions first. */
static struct session *session_to_reap_locked(const struct device *dev)
{
	struct session *session = dev->closing;

	while (session && session->queued == 0)
		session = session->next;
	if (!session && dev->session && dev->session->queued > 0)
		session = dev->session;
	return session;
}

/*
 * Looks for completed transfers without waiting. Leaves them to a thread that waits in the backend,
 * if there is one. With one transfer in the queue a look is useless: it was just submitted, or was
 * not complete at the last wait.
 */
static void look_locked(struct session *session, bool wait)
{
	const struct device *dev = session->dev;

	if (stop_expired_locked(session) && !session->polling && !dev->completed.first)
		collect_locked(session, NULL);
	if (dev->completed.first || session->polling ||
	    (wait && (session->queued <= 1 || !session->look)))
		return;
	session->look = collect_locked(session, NULL) == 0;
	session->batch |= session->look;
}

static int wait_locked(struct device *dev, int timeout_ms)
{
	struct time_limit limit = {.endless = timeout_ms == CUSB_NO_TIMEOUT};
	struct session *session;
	int err = 0;

	remaining_from_ms(timeout_ms, &limit.time);
	while (err == 0 && !dev->completed.first) {
		session = session_to_reap_locked(dev);
		err = session ? wait_for_any_locked(session, &limit) : -ENODATA;
	}
	return err;
}

static inline struct cusb_transfer *take_completed_locked(struct device *dev)
{
	struct cusb_transfer *transfer = dev->completed.first;

	list_remove(&dev->completed, transfer);
	return transfer;
}

/* The transfer belongs to the caller again. */
static inline void hand_out_locked(struct device *dev, struct cusb_transfer *transfer)
{
	dev->in_flight--;
	transfer_end_locked(dev, transfer);
}

static inline int reap_locked(struct device *dev, int timeout_ms, struct cusb_transfer **out)
{
	bool wait = timeout_ms != CUSB_DONT_WAIT;
	struct session *session = session_to_reap_locked(dev);

	if (session)
		look_locked(session, wait);
	if (!dev->completed.first) {
		int err = !session ? -ENODATA : wait ? wait_locked(dev, timeout_ms) : -EAGAIN;

		if (err < 0)
			return err;
	}
	*out = take_completed_locked(dev);
	hand_out_locked(dev, *out);
	return 0;
}

static __attribute__((cold)) int not_reaped(int err)
{
	error_forget();
	return err == -ENODATA ? because(err, "no transfer is in flight") : err;
}

/* A thread that waits in the set will look at a ready device in any case. */
static inline void tell_of_reap(struct watcher *watcher, int err)
{
	if (watcher && (err < 0 || !watcher_is_ready(watcher)))
		watcher->update(watcher, err < 0 ? WATCHED_EMPTY : WATCHED_TAKEN);
}

int cusb_reap(struct cusb_device *public, int timeout_ms, struct cusb_transfer **out)
{
	struct device *dev = device_of(public);
	struct cusb_transfer *transfer = NULL;
	int err;

	if (timeout_ms != CUSB_DONT_WAIT)
		timeout_ms = timeout_resolve(dev, timeout_ms);
	if (timeout_ms == -EINVAL)
		return -EINVAL;
	device_enter_keep_text(dev);
	err = dev->backend->queue ? reap_locked(dev, timeout_ms, &transfer) : -ENOSYS;
	tell_of_reap(dev->watcher, err);
	device_leave(dev, err);
	if (err < 0)
		return not_reaped(err);
	*out = transfer->complete ? NULL : transfer;
	if (transfer->complete)
		transfer->complete(public, transfer);
	return 0;
}

/* Looks again only into another session: the backend had no other one of this session. */
static int reap_several_locked(struct device *dev, struct cusb_transfer **out, int count)
{
	struct session *session;
	int n = 0;

	do {
		for (; n < count && dev->completed.first; n++)
			out[n] = take_completed_locked(dev);
		session = session_to_reap_locked(dev);
		if (!session || session->polling || n == count)
			break;
		stop_expired_locked(session);
		n += collect_several_locked(session, out + n, count - n);
	} while (dev->completed.first || session->queued == 0);
	for (int i = 0; i < n; i++)
		hand_out_locked(dev, out[i]);
	return n > 0 ? n : session ? -EAGAIN : -ENODATA;
}

int cusb_reap_several(struct cusb_device *public, struct cusb_transfer **transfers, int count)
{
	struct device *dev = device_of(public);
	int n;

	if (count < 1)
		return refuse(-EINVAL, "count %d is below 1", count);
	device_enter_keep_text(dev);
	n = dev->backend->queue ? reap_several_locked(dev, transfers, count) : -ENOSYS;
	tell_of_reap(dev->watcher, n < count ? -EAGAIN : 0);
	device_leave(dev, n);
	return n > 0 ? n : not_reaped(n);
}

static int refuse_idle(void)
{
	return because(-ENOENT, "the transfer is not in flight on this device");
}

static int cancel_locked(struct device *dev, struct cusb_transfer *transfer)
{
	unsigned char phase = state_of(transfer)->phase;

	if (transfer_owner(transfer) != dev || phase == TRANSFER_IDLE ||
	    phase == TRANSFER_INHERITED)
		return refuse_idle();
	/* Closing has stopped the transfers of a closed session. */
	if (phase == TRANSFER_COMPLETED || state_of(transfer)->why != STOP_NOT)
		return -EALREADY;
	return stop_locked(dev->session, transfer, STOP_CANCELLED);
}

int cusb_cancel(struct cusb_device *public, struct cusb_transfer *transfer)
{
	struct device *dev = device_of(public);
	int err;

	device_enter(dev);
	err = dev->backend->queue ? cancel_locked(dev, transfer) : -ENOSYS;
	return device_leave(dev, err);
}

int cusb_cancel_all(struct cusb_device *public, unsigned int address)
{
	struct device *dev = device_of(public);
	int count = 0;

	device_enter(dev);
	if (!dev->backend->queue)
		count = -ENOSYS;
	else if (dev->session)
		count = stop_endpoint_locked(dev->session, address);
	return device_leave(dev, count);
}

size_t cusb_in_flight(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	size_t count;

	quick_lock_take(&dev->lock);
	count = dev->in_flight;
	quick_lock_give(&dev->lock);
	return count;
}

int cusb_poll_fd(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int fd = -ENOSYS;

	device_enter(dev);
	if (dev->backend->queue) {
		fd = device_open_locked(dev);
		if (fd == 0)
			fd = dev->backend->queue->poll_fd(dev->session->handle);
	}
	return device_leave(dev, fd);
}

static int poll_timeout_locked(const struct device *dev)
{
	const struct session *session = session_to_reap_locked(dev);
	const struct cusb_transfer *first;

	/* The transfers of a closed session can be reaped at once. */
	if (dev->completed.first || (session && session->closed))
		return 0;
	first = dev->session ? deadline_of_queue(dev->session->deadlines) : NULL;
	if (!first)
		return -1;
	return time_to_ms(time_subtract(deadline_of(first), time_now()), INT_MAX);
}

int cusb_poll_timeout(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int timeout_ms;

	quick_lock_take(&dev->lock);
	timeout_ms = poll_timeout_locked(dev);
	quick_lock_give(&dev->lock);
	return timeout_ms;
}
