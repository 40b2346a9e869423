/* SPDX-License-Identifier: MIT */
/*
 * Waiting for transfers to complete.
 *
 * One thread at a time waits in the backend for all threads (`polling`). The others sleep
 * (waiter.c) and do not reap: a thread could take a completed transfer just before the backend
 * looks for it, and the polling thread would continue to sleep. A thread that collects another
 * thread's transfer wakes that thread. A thread that stops waiting wakes another thread, which
 * takes its place.
 *
 * A signal handler ends the wait of its own thread in cusb_reap(), both in the backend and asleep.
 * It ends a sync call only after cusb_set_interruptible(): it stops the call's transfer, and the
 * thread waits on until the transfer is back.
 *
 * So a single thread submits, waits once and reaps. It reads no clock: the backend returns the time
 * left. A thread that has to wait again reads the clock.
 *
 * A wait that did not sleep found a transfer that was already complete. The next wait probably does
 * so too. The same is true after a wait that found several transfers. The next cusb_reap() then
 * looks before it waits.
 */
#include <errno.h>

#include "core/queue.h"

#define LOOK_MS	    100	  /* time between looks for events that do not end a wait in the backend */
#define NO_SLEEP_NS 50000 /* a shorter wait has not slept */

static int poll_for_all(struct session *session, struct timespec *remaining)
{
	int err;

	session->polling = true;
	quick_lock_give(&session->dev->lock);
	err = session->queue->wait(session->handle, remaining);
	quick_lock_take(&session->dev->lock);
	session->polling = false;
	return err;
}

static void shorten(struct timespec **time, struct timespec limit, struct timespec *room)
{
	if (!*time || time_is_sooner(limit, **time))
		*room = limit;
	*time = room;
}

/*
 * Two events do not end a wait in the backend: another thread submits a transfer with a timeout,
 * which matters to threads in cusb_reap(); or it cancels a transfer that the backend holds back.
 */
static struct timespec *time_to_sleep(const struct session *session,
				      const struct cusb_transfer *wanted, struct timespec *room,
				      bool limited)
{
	struct timespec *time = limited ? room : NULL;

	if (!wanted || state_of(wanted)->held)
		shorten(&time, (struct timespec){0, LOOK_MS * NS_PER_MS}, room);
	if (session->deadlines)
		shorten(&time, time_subtract(deadline_of(session->deadlines), time_now()), room);
	return time;
}

void wake_next_locked(struct session *session)
{
	struct waiter *next = session->reapers.first;

	/* The other threads must notice that nothing is left for them. */
	if (next && (!session->polling || session->queued == 0))
		wake_locked(next);
	else if (!session->polling && session->callers.first)
		wake_locked(session->callers.first);
	watcher_tell(session->dev->watcher, WATCHED_CHANGED);
}

/* ---- sync calls ------------------------------------------------------------------------------ */

static bool is_completed(const struct cusb_transfer *transfer)
{
	return state_of(transfer)->phase == TRANSFER_COMPLETED;
}

static void stop_wanted_locked(struct session *session, struct cusb_transfer *wanted, int why)
{
	stop_locked(session, wanted, why);
	if (!is_completed(wanted) && !session->polling)
		collect_locked(session, wanted);
}

/* `err` is the result of a wait. A transfer that is back already is marked, for iso_rounds.c. */
static void end_if_interrupted_locked(struct session *session, struct cusb_transfer *wanted,
				      int err)
{
	if (err != -EINTR || !is_interruptible(session->dev))
		return;
	if (is_completed(wanted))
		state_of(wanted)->why = STOP_INTERRUPTED;
	else
		stop_wanted_locked(session, wanted, STOP_INTERRUPTED);
}

static int wait_once_locked(struct session *session, struct waiter *waiter)
{
	const struct cusb_transfer *wanted = waiter->wanted;
	struct timespec time;
	int err;

	if (session->polling) {
		time = deadline_of(wanted);
		return sleep_locked(session, waiter, state_of(wanted)->timed ? &time : NULL);
	}
	err = poll_for_all(session, time_to_sleep(session, wanted, &time, false));
	if (err == 0)
		collect_locked(session, wanted);
	return err;
}

/*
 * Waits until the transfer has completed. The clock measures the time left; NULL: no limit. `err`
 * is the result of an earlier wait, or 0.
 */
static __attribute__((noinline)) void wait_for(struct session *session, struct waiter *waiter,
					       const struct timespec *remaining, int err)
{
	struct cusb_transfer *wanted = waiter->wanted;

	/* Another thread may have taken it back, after a discard() that returned 1. */
	if (is_completed(wanted))
		remaining = NULL;
	if (remaining_is_over(remaining))
		stop_wanted_locked(session, wanted, STOP_EXPIRED);
	else if (remaining && state_of(wanted)->why == STOP_NOT)
		deadline_start(session, wanted, *remaining);
	end_if_interrupted_locked(session, wanted, err);
	while (!is_completed(wanted)) {
		err = wait_once_locked(session, waiter);
		end_if_interrupted_locked(session, wanted, err);
		if (!is_completed(wanted) && stop_expired_locked(session) && !session->polling &&
		    !is_completed(wanted))
			collect_locked(session, wanted);
	}
}

int run_locked(struct session *session, const struct cusb_endpoint *ep,
	       struct cusb_transfer *transfer)
{
	struct timespec time, *remaining = remaining_from_ms(state_of(transfer)->timeout_ms, &time);
	struct waiter waiter;
	int err;

	waiter.wanted = transfer;
	waiter.list = NULL;
	err = start_locked(session, ep, transfer, &waiter);
	if (err < 0)
		return err;
	session->waiting++;
	/* In nearly all calls, one wait is enough. */
	if (session->polling || session->deadlines || state_of(transfer)->held ||
	    (err = poll_for_all(session, remaining)) < 0 || collect_locked(session, transfer) < 0)
		wait_for(session, &waiter, remaining, err);
	state_of(transfer)->phase = TRANSFER_IDLE;
	leave_locked(session);
	return 0;
}

void finish_locked(struct session *session, struct waiter *waiter, struct timespec *remaining)
{
	struct cusb_transfer *transfer = waiter->wanted;
	int err = 0;

	if (!is_completed(transfer) &&
	    (session->polling || session->deadlines ||
	     (err = poll_for_all(session, remaining)) < 0 || collect_locked(session, transfer) < 0))
		wait_for(session, waiter, remaining, err);
	state_of(transfer)->phase = TRANSFER_IDLE;
}

/* ---- cusb_reap() ----------------------------------------------------------------------------- */

/* From now on the clock measures the time; `slept` has already passed. */
static void count(struct time_limit *limit, struct timespec slept)
{
	if (limit->counting || limit->endless)
		return;
	limit->time = time_add(time_now(), time_subtract(limit->time, slept));
	limit->counting = true;
}

static struct timespec time_left(const struct time_limit *limit)
{
	return limit->counting ? time_subtract(limit->time, time_now()) : limit->time;
}

static bool is_over(const struct time_limit *limit)
{
	struct timespec left;

	if (limit->endless)
		return false;
	left = time_left(limit);
	return remaining_is_over(&left);
}

static int follow_for_any(struct session *session, struct time_limit *limit)
{
	struct waiter waiter = {.wanted = NULL};
	struct timespec until, *time = NULL;

	count(limit, (struct timespec){0, 0});
	if (!limit->endless) {
		until = limit->time;
		time = &until;
	}
	if (session->deadlines)
		shorten(&time, deadline_of(session->deadlines), &until);
	return sleep_locked(session, &waiter, time);
}

/* Learns from the duration of a wait whether the next cusb_reap() should look first. */
static void learn(struct session *session, int err, struct timespec slept)
{
	session->look =
		session->batch || (err == 0 && slept.tv_sec == 0 && slept.tv_nsec < NO_SLEEP_NS);
	session->batch = false;
}

static int lead_for_any(struct session *session, struct time_limit *limit)
{
	struct timespec left, asked;
	int err;

	if (!limit->endless)
		left = time_left(limit);
	time_to_sleep(session, NULL, &left, !limit->endless);
	asked = left;
	err = poll_for_all(session, &left);
	if (err != -ETIMEDOUT)
		asked = time_subtract(asked, left);
	learn(session, err, asked);
	if (err != 0 || collect_locked(session, NULL) < 0)
		count(limit, asked);
	return err;
}

int wait_for_any_locked(struct session *session, struct time_limit *limit)
{
	struct device *dev = session->dev;
	int err = 0;

	enter_locked(session);
	while (err == 0 && !dev->completed.first && session->queued > 0) {
		if (session->polling)
			err = follow_for_any(session, limit);
		else
			err = lead_for_any(session, limit);
		if (dev->completed.first)
			break;
		if (err == -EINTR)
			break;
		if (stop_expired_locked(session) && !session->polling && !dev->completed.first)
			collect_locked(session, NULL);
		err = !dev->completed.first && is_over(limit) ? -ETIMEDOUT : 0;
	}
	/* This thread may have been the only one that sleeps until the first deadline. */
	if (session->polling && session->deadlines && session->reapers.first)
		wake_locked(session->reapers.first);
	leave_locked(session);
	return dev->completed.first ? 0 : err;
}
