/* SPDX-License-Identifier: MIT */
/*
 * Waiting for transfers to end.
 *
 * One thread at a time polls for all (`polling`); the others sleep on their own condition. While it
 * polls, nobody else reaps: a URB that is taken away between its completion and the look that poll
 * then takes would leave poll asleep. Whoever reaps another thread's transfer wakes that thread;
 * whoever stops waiting wakes one of those that still do, to poll in its place. A single thread so
 * needs SUBMITURB, ppoll and REAPURBNDELAY, and asks no clock: the kernel tells what is left of the
 * time. A poll that did not sleep had something ahead, and so had one like the last, if that had
 * more than one: then the next cusb_reap() need not poll.
 *
 * Kernel facts: after a disconnect, POLLHUP comes first, and REAPURBNDELAY may say -ENODEV though
 * URBs are yet to complete; POLLERR comes when all have been. Both stay, so polling for more needs
 * a nap between.
 */
#include <errno.h>

#include "backend/usbfs/usbfs.h"

#define LOOK_MS	    100	  /* how often poll looks for what cannot wake it */
#define NO_SLEEP_NS 50000 /* a poll that took less has not slept */

void waiter_init(struct waiter *waiter, struct cusb_transfer *wanted, int timeout_ms)
{
	waiter->wanted = wanted;
	waiter->counting = false;
	waiter->remaining = (struct timespec){0, 0};
	waiter->endless = !remaining_from_ms(timeout_ms, &waiter->remaining);
}

static bool has_what(const struct cusb_handle *handle, const struct waiter *waiter)
{
	return waiter->wanted ? waiter->wanted->state.phase == TRANSFER_ENDED
			      : handle->ended.first != NULL;
}

/*
 * The kernel counts the time spent in ppoll. Who has to wait again asks the clock from then on, or
 * the time between two polls would never count.
 */
static void count_time(struct waiter *waiter)
{
	struct timespec now;

	if (waiter->endless)
		return;
	now = sys_now();
	if (waiter->counting)
		waiter->remaining = time_subtract(waiter->deadline, now);
	else
		waiter->deadline = time_add(now, waiter->remaining);
	waiter->counting = true;
}

int wait_reap(struct cusb_handle *handle, const struct waiter *waiter)
{
	int err = 0;

	while (!has_what(handle, waiter) && err == 0)
		err = queue_reap_one(handle);
	if (err == -EFAULT)
		queue_find_dropped(handle);
	return err < 0 ? err : 0;
}

static void shorten(struct timespec *time, struct timespec limit)
{
	if (limit.tv_sec < time->tv_sec ||
	    (limit.tv_sec == time->tv_sec && limit.tv_nsec < time->tv_nsec))
		*time = limit;
}

/*
 * Nothing wakes poll when a transfer that is held back is cancelled, or when another thread submits
 * one with a time limit; only a reaper has to do with that.
 */
static bool must_look(const struct waiter *waiter)
{
	return !waiter->wanted || waiter->wanted->state.phase == TRANSFER_HELD;
}

/* How long it may sleep: to the first deadline, its own or one of the queue. */
static struct timespec *sleep_time(const struct cusb_handle *handle, const struct waiter *waiter,
				   struct timespec *time)
{
	struct timespec look;

	if (waiter->endless && !must_look(waiter) && !handle->timed.first)
		return NULL;
	if (waiter->endless)
		remaining_from_ms(INT32_MAX, time);
	else
		*time = waiter->remaining;
	if (must_look(waiter))
		shorten(time, *remaining_from_ms(LOOK_MS, &look));
	if (handle->timed.first)
		shorten(time, deadline_next(handle));
	return time;
}

static void nap(struct cusb_handle *handle)
{
	pthread_mutex_unlock(&handle->lock);
	sys_nap();
	pthread_mutex_lock(&handle->lock);
}

static int poll_unlocked(struct cusb_handle *handle, struct waiter *waiter)
{
	struct timespec left, time, *limit = sleep_time(handle, waiter, &left);
	int events;

	if (limit)
		time = left;
	handle->polling = true;
	pthread_mutex_unlock(&handle->lock);
	events = sys_ppoll(handle->fs, handle->fd, POLLOUT, limit);
	pthread_mutex_lock(&handle->lock);
	handle->polling = false;
	handle->ready = handle->batches;
	handle->batch_seen = false;
	if (!limit)
		return events;
	time = events == 0 ? time : time_subtract(time, left);
	handle->ready |= events > 0 && time.tv_sec == 0 && time.tv_nsec < NO_SLEEP_NS;
	waiter->remaining = time_subtract(waiter->remaining, time);
	return events;
}

/* Polls on behalf of all. */
static int lead(struct cusb_handle *handle, struct waiter *waiter)
{
	int events = poll_unlocked(handle, waiter);

	if (events == 0 || events == -EINTR)
		return events;
	wait_reap(handle, waiter);
	if (has_what(handle, waiter) || (events > 0 && events & POLLOUT))
		return 0;
	/* POLLNVAL: somebody closed the descriptor, and with it went the URBs. */
	if (events > 0 && events & (POLLERR | POLLNVAL)) {
		queue_give_up(handle, events & POLLERR ? -ENODEV : -EBADF);
		return 0;
	}
	count_time(waiter);
	nap(handle);
	return 0;
}

static void init_wake(pthread_cond_t *wake)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(wake, &attributes);
	pthread_condattr_destroy(&attributes);
}

static void fall_asleep(struct cusb_handle *handle, struct waiter *waiter)
{
	waiter->next = NULL;
	waiter->prev = handle->last_asleep;
	if (waiter->prev)
		waiter->prev->next = waiter;
	else
		handle->first_asleep = waiter;
	handle->last_asleep = waiter;
}

static void get_up(struct cusb_handle *handle, struct waiter *waiter)
{
	if (waiter->prev)
		waiter->prev->next = waiter->next;
	else
		handle->first_asleep = waiter->next;
	if (waiter->next)
		waiter->next->prev = waiter->prev;
	else
		handle->last_asleep = waiter->prev;
}

/*
 * Sleeps until there is what it wants, or nobody polls any more, or the time is over; a reaper also
 * looks after the deadlines of the queue.
 */
static void follow(struct cusb_handle *handle, struct waiter *waiter)
{
	struct timespec until, *limit = NULL;

	init_wake(&waiter->wake);
	count_time(waiter);
	if (!waiter->endless) {
		until = waiter->deadline;
		limit = &until;
	}
	if (!waiter->wanted && handle->timed.first) {
		struct timespec due = time_add(sys_now(), deadline_next(handle));

		if (limit)
			shorten(limit, due);
		else
			until = due;
		limit = &until;
	}
	fall_asleep(handle, waiter);
	if (limit)
		pthread_cond_timedwait(&waiter->wake, &handle->lock, limit);
	else
		pthread_cond_wait(&waiter->wake, &handle->lock);
	get_up(handle, waiter);
	pthread_cond_destroy(&waiter->wake);
}

void wake_for(struct cusb_handle *handle, const struct cusb_transfer *transfer)
{
	for (struct waiter *waiter = handle->first_asleep; waiter; waiter = waiter->next)
		if (waiter->wanted == (transfer->state.waiter ? transfer : NULL))
			pthread_cond_signal(&waiter->wake);
}

void wake_others(struct cusb_handle *handle)
{
	if (!handle->polling && handle->first_asleep)
		pthread_cond_signal(&handle->first_asleep->wake);
}

void wait_expire(struct cusb_handle *handle, struct waiter *waiter)
{
	struct cusb_transfer *transfer;
	bool any = false;

	while ((transfer = deadline_passed(handle))) {
		queue_stop(handle, transfer, MARK_EXPIRED);
		any = true;
	}
	if (any && !handle->polling)
		wait_reap(handle, waiter);
}

/* A sync call's time is over: the transfer is still to be waited for. */
static void expire(struct cusb_handle *handle, struct waiter *waiter)
{
	waiter->endless = true;
	queue_stop(handle, waiter->wanted, MARK_EXPIRED);
	if (!handle->polling)
		wait_reap(handle, waiter);
}

int wait_for(struct cusb_handle *handle, struct waiter *waiter)
{
	while (!has_what(handle, waiter)) {
		int err = 0;

		if (!waiter->wanted && handle->queued == 0)
			return -ENODATA;
		if (handle->polling)
			follow(handle, waiter);
		else
			err = lead(handle, waiter);
		if (has_what(handle, waiter))
			break;
		if (!waiter->wanted && err == -EINTR)
			return -EINTR;
		wait_expire(handle, waiter);
		count_time(waiter);
		if (waiter->endless || !remaining_is_over(&waiter->remaining) ||
		    has_what(handle, waiter))
			continue;
		if (!waiter->wanted)
			return -ETIMEDOUT;
		expire(handle, waiter);
	}
	return 0;
}
