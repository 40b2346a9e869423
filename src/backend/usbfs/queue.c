/* SPDX-License-Identifier: MIT */
/*
 * URBs of one open device, submitted and waited for by any number of threads.
 *
 *	filled --SUBMITURB--> in flight --completes--> completed --REAPURBNDELAY--> done
 *	                          |                        ^
 *	                          +------DISCARDURB--------+
 *
 * Whatever happens, a submitted URB is reaped exactly once, and its thread does not return before.
 * One thread at a time polls for all (`polling`); the others sleep on their own condition. While it
 * polls, nobody else reaps: a URB that is taken away between its completion and the look that poll
 * then takes would leave poll asleep. Whoever reaps another thread's URB marks it done and wakes
 * its thread; whoever stops polling wakes one of those that still wait, to poll in its place. A
 * single thread so needs SUBMITURB, ppoll and REAPURBNDELAY, and asks no clock: the kernel tells
 * what is left of the time.
 *
 * Kernel facts:
 * - A URB is reaped by any thread, and the URB's memory and its buffer are written at that moment
 *   and no other; so submitting and reaping are done under `lock`. Both wait for the device lock,
 *   which another program may hold for as long as a reset takes, but not for the transfer.
 * - DISCARDURB returns when the URB has completed; -EINVAL means that it had completed before.
 * - REAPURBNDELAY with -EFAULT has taken a URB from the list and dropped it.
 * - After a disconnect, POLLHUP comes first, and REAPURBNDELAY may say -ENODEV though URBs are yet
 *   to complete; POLLERR comes when all have been. Both stay, so polling for more needs a nap
 *   between.
 */
#include <errno.h>

#include "backend/usbfs/usbfs.h"
#include "core/log.h"

static void link_request(struct cusb_handle *handle, struct request *request)
{
	request->prev = NULL;
	request->next = handle->requests;
	if (request->next)
		request->next->prev = request;
	handle->requests = request;
}

static void unlink_request(struct cusb_handle *handle, struct request *request)
{
	if (request->prev)
		request->prev->next = request->next;
	else
		handle->requests = request->next;
	if (request->next)
		request->next->prev = request->prev;
}

static void finish(struct cusb_handle *handle, struct request *request)
{
	unlink_request(handle, request);
	request->done = true;
	if (request->following)
		pthread_cond_signal(&request->wake);
}

static int submit_locked(struct cusb_handle *handle, struct request *request)
{
	int err;

	if (handle->shut_down)
		return -ECANCELED;
	request->urb->usercontext = request;
	err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_SUBMITURB, request->urb);
	if (err == 0)
		link_request(handle, request);
	return err;
}

/*
 * The kernel counts the time spent in ppoll. Who has to wait again asks the clock from then on, or
 * the time between two polls would never count.
 */
static void count_time(struct request *request, struct timespec *remaining)
{
	struct timespec now;

	if (!remaining)
		return;
	now = sys_now();
	if (request->counting)
		*remaining = time_subtract(request->deadline, now);
	else
		request->deadline = time_add(now, *remaining);
	request->counting = true;
}

static int reap_one_locked(struct cusb_handle *handle)
{
	struct usbdevfs_urb *urb = NULL;
	int err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_REAPURBNDELAY, &urb);

	if (err == 0)
		finish(handle, urb->usercontext);
	return err;
}

/* The kernel has let go of every URB of this descriptor: what was not reaped never will be. */
static void give_up_locked(struct cusb_handle *handle, int status)
{
	while (handle->requests) {
		struct request *request = handle->requests;

		log_line(CUSB_LOG_ERROR, "a URB did not come back");
		request->urb->status = status;
		request->urb->actual_length = 0;
		finish(handle, request);
	}
}

/* Whether the URB is no longer in flight. */
static bool discard_locked(struct cusb_handle *handle, struct request *request)
{
	int err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_DISCARDURB, request->urb);

	return err == 0 || err == -EINVAL;
}

/*
 * The kernel dropped a URB because the memory to read into cannot be written, and does not tell
 * which. So all are ended: what cannot be reaped then was dropped.
 */
static void find_dropped_locked(struct cusb_handle *handle)
{
	bool none_in_flight = true;
	int err;

	for (struct request *request = handle->requests; request; request = request->next)
		none_in_flight = discard_locked(handle, request) && none_in_flight;
	do
		err = reap_one_locked(handle);
	while (err == 0 || err == -EFAULT);
	if (none_in_flight)
		give_up_locked(handle, -EFAULT);
}

/* Reaps until `wanted` is among what was reaped, or nothing is left to reap now. */
static void reap_locked(struct cusb_handle *handle, const struct request *wanted)
{
	int err = 0;

	while (!wanted->done && err == 0)
		err = reap_one_locked(handle);
	if (err == -EFAULT)
		find_dropped_locked(handle);
}

/* Polls on behalf of all. */
static void lead_locked(struct cusb_handle *handle, struct request *request,
			struct timespec *remaining)
{
	int events;

	handle->polling = true;
	pthread_mutex_unlock(&handle->lock);
	events = sys_ppoll(handle->fs, handle->fd, POLLOUT, remaining);
	pthread_mutex_lock(&handle->lock);
	handle->polling = false;
	if (events == 0 || events == -EINTR)
		return;
	reap_locked(handle, request);
	if (request->done || (events > 0 && events & POLLOUT))
		return;
	/* POLLNVAL: somebody closed the descriptor, and with it went the URBs. */
	if (events > 0 && events & (POLLERR | POLLNVAL)) {
		give_up_locked(handle, events & POLLERR ? -ENODEV : -EBADF);
		return;
	}
	count_time(request, remaining);
	pthread_mutex_unlock(&handle->lock);
	sys_nap();
	pthread_mutex_lock(&handle->lock);
}

static void init_wake(pthread_cond_t *wake)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(wake, &attributes);
	pthread_condattr_destroy(&attributes);
}

/* Sleeps until another thread has reaped this URB, or stopped polling, or the time is over. */
static void follow_locked(struct cusb_handle *handle, struct request *request,
			  struct timespec *remaining)
{
	init_wake(&request->wake);
	request->following = true;
	count_time(request, remaining);
	if (remaining)
		pthread_cond_timedwait(&request->wake, &handle->lock, &request->deadline);
	else
		pthread_cond_wait(&request->wake, &handle->lock);
	request->following = false;
	pthread_cond_destroy(&request->wake);
}

static void wake_next_leader_locked(struct cusb_handle *handle)
{
	if (handle->polling)
		return;
	for (struct request *request = handle->requests; request; request = request->next) {
		if (request->following) {
			pthread_cond_signal(&request->wake);
			return;
		}
	}
}

static void expire_locked(struct cusb_handle *handle, struct request *request)
{
	request->expired = true;
	discard_locked(handle, request);
	if (!handle->polling)
		reap_locked(handle, request);
}

static void wait_locked(struct cusb_handle *handle, struct request *request,
			struct timespec *remaining)
{
	while (!request->done) {
		if (handle->polling)
			follow_locked(handle, request, remaining);
		else
			lead_locked(handle, request, remaining);
		if (request->done)
			break;
		count_time(request, remaining);
		if (remaining_is_over(remaining)) {
			remaining = NULL;
			expire_locked(handle, request);
		}
	}
	wake_next_leader_locked(handle);
}

static int result_of(const struct cusb_handle *handle, const struct request *request,
		     bool shut_down)
{
	int status = request->urb->status;
	bool discarded = status == -ENOENT || status == -ECONNRESET;

	if (discarded && request->expired)
		return -ETIMEDOUT;
	if (discarded && shut_down)
		return -ECANCELED;
	return outcome(handle, status);
}

int queue_run(struct cusb_handle *handle, struct usbdevfs_urb *urb, struct timespec *remaining)
{
	struct request request = {.urb = urb};
	bool shut_down;
	int err, cancel_state;

	/* A timeout that is over before the first part is over for the second as well. */
	if (remaining_is_over(remaining))
		return -ETIMEDOUT;
	/* A thread that ended while waiting would leave its stack to the kernel. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	pthread_mutex_lock(&handle->lock);
	err = submit_locked(handle, &request);
	if (err == 0)
		wait_locked(handle, &request, remaining);
	shut_down = handle->shut_down;
	pthread_mutex_unlock(&handle->lock);
	pthread_setcancelstate(cancel_state, NULL);
	if (err < 0)
		return err == -ESHUTDOWN ? -ENODEV : err;
	return result_of(handle, &request, shut_down);
}

bool queue_is_shut_down(struct cusb_handle *handle)
{
	bool shut_down;

	pthread_mutex_lock(&handle->lock);
	shut_down = handle->shut_down;
	pthread_mutex_unlock(&handle->lock);
	return shut_down;
}

void usbfs_shutdown(struct cusb_handle *handle)
{
	pthread_mutex_lock(&handle->lock);
	handle->shut_down = true;
	for (struct request *request = handle->requests; request; request = request->next)
		discard_locked(handle, request);
	pthread_mutex_unlock(&handle->lock);
}
