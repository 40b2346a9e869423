/* SPDX-License-Identifier: MIT */
/*
 * Transfers of a session, from their start to their completion.
 *
 * The backend returns each transfer exactly once. A cancelled or expired transfer comes back
 * sooner, and has its result then.
 */
#include <errno.h>

#include "core/answer.h"
#include "core/log.h"
#include "core/queue.h"

int take_out_locked(struct session *session, struct cusb_transfer *transfer, int err)
{
	list_remove(&session->in_flight, transfer);
	state_of(transfer)->phase = TRANSFER_IDLE;
	settings_refused(&session->dev->settings, err);
	if (err == -ENOMEM)
		return because(err, "the USB buffers of all programs reach usbfs_memory_mb");
	/* For packets the backend has kept the reason itself. */
	if (!endpoint_is_isochronous(state_of(transfer)->entry.endpoint))
		error_forget();
	return err;
}

/*
 * The backend knows why a transfer has failed, except that its time was over or that a signal
 * handler ran. A transfer that ended early, and was not stopped, is a sign of another program's
 * action.
 */
static void __attribute__((noinline, cold))
judge(struct session *session, struct cusb_transfer *transfer)
{
	unsigned char why = state_of(transfer)->why;

	if (why == STOP_EXPIRED && transfer->status == -ECANCELED)
		transfer->status = -ETIMEDOUT;
	else if (why == STOP_INTERRUPTED && transfer->status == -ECANCELED)
		transfer->status = -EINTR;
	else if ((why == STOP_NOT || why == STOP_TOO_LATE) && !session->closed)
		settings_ended(&session->dev->settings, transfer->status);
}

static inline void leave_flight(struct session *session, struct cusb_transfer *transfer)
{
	list_remove(&session->in_flight, transfer);
	deadline_stop(session, transfer);
	if (transfer->status)
		judge(session, transfer);
	state_of(transfer)->phase = TRANSFER_COMPLETED;
}

/*
 * Wakes one thread: the thread of the sync call, or one in cusb_reap(). Wakes none if the
 * collecting thread takes it for its own cusb_reap(): then `wanted` is NULL.
 */
static inline void complete(struct session *session, struct cusb_transfer *transfer,
			    const struct cusb_transfer *wanted)
{
	leave_flight(session, transfer);
	if (state_of(transfer)->waiter) {
		wake_locked(state_of(transfer)->waiter);
		return;
	}
	session->queued--;
	if (session->reapers.first && (wanted || session->dev->completed.first))
		wake_locked(session->reapers.first);
	list_append(&session->dev->completed, transfer);
	if (wanted)
		watcher_tell(session->dev->watcher, WATCHED_CHANGED);
}

/* The transfers in flight will never come back. */
static void __attribute__((noinline, cold)) give_up(struct session *session, int err)
{
	while (session->in_flight.first) {
		log_line(CUSB_LOG_ERROR, "a transfer did not come back");
		answer_transfer(session->dev->backend, session->in_flight.first);
		session->in_flight.first->status = err;
		complete(session, session->in_flight.first, session->in_flight.first);
	}
}

/* 1: a transfer is back, and reap() has another one. */
static inline int take_back(struct session *session, const struct cusb_transfer *wanted)
{
	struct cusb_transfer *transfer = session->in_flight.last;
	int result = session->queue->reap(session->handle, &transfer);

	if (result >= 0) {
		answer_transfer(session->dev->backend, transfer);
		complete(session, transfer, wanted);
	} else if (result != -EAGAIN) {
		give_up(session, result);
		result = -EAGAIN;
	}
	return result;
}

static bool has_wanted(const struct session *session, const struct cusb_transfer *wanted)
{
	return wanted ? state_of(wanted)->phase == TRANSFER_COMPLETED
		      : session->dev->completed.first != NULL;
}

int collect_locked(struct session *session, const struct cusb_transfer *wanted)
{
	for (;;) {
		int result = take_back(session, wanted);

		if (result > 0)
			continue;
		if (has_wanted(session, wanted))
			return 0;
		if (result < 0 || !session->in_flight.first)
			return -EAGAIN;
	}
}

static void take_back_all_at_hand(struct session *session)
{
	while (session->in_flight.first && take_back(session, session->in_flight.first) > 0)
		continue;
}

/* Not the usual result of reap(). */
static __attribute__((noinline)) void take_otherwise(struct session *session,
						     struct cusb_transfer *transfer, int result)
{
	if (result >= 0)
		complete(session, transfer, NULL);
	else if (result != -EAGAIN)
		give_up(session, result);
	if (result > 0)
		take_back_all_at_hand(session);
}

int collect_several_locked(struct session *session, struct cusb_transfer **out, int count)
{
	int n = 0, result = 0;

	while (n < count && session->queued > 0 && result == 0) {
		struct cusb_transfer *transfer = session->in_flight.last;

		result = session->queue->reap(session->handle, &transfer);
		if (result >= 0)
			answer_transfer(session->dev->backend, transfer);
		if (result != 0 || state_of(transfer)->waiter) {
			take_otherwise(session, transfer, result);
			continue;
		}
		leave_flight(session, transfer);
		session->queued--;
		out[n++] = transfer;
	}
	return n;
}

/* 1: reap() has it already, even if the backend's descriptor does not show it. */
static int discard(struct session *session, struct cusb_transfer *transfer, int why)
{
	int result;

	deadline_stop(session, transfer);
	if (state_of(transfer)->why != STOP_NOT)
		return -EALREADY;
	state_of(transfer)->why = (unsigned char)why;
	result = session->queue->discard(session->handle, transfer);
	/* An interrupted call stops all the same. */
	if (result == -EALREADY && why != STOP_INTERRUPTED)
		state_of(transfer)->why = STOP_TOO_LATE;
	return result;
}

int stop_locked(struct session *session, struct cusb_transfer *transfer, int why)
{
	int stopped = discard(session, transfer, why);

	if (stopped > 0)
		take_back_all_at_hand(session);
	return stopped == -EALREADY ? stopped : 0;
}

/* An endpoint that is not in the descriptors belongs to no interface. */
static bool is_of_interface(const struct cusb_endpoint *ep, int number)
{
	return ep && ep->interface && ep->interface->bInterfaceNumber == number;
}

/*
 * Stops the newest first, otherwise the next one would begin meanwhile. Takes none back before all
 * are stopped.
 */
static int stop_matching(struct session *session, unsigned int address, int number)
{
	bool at_hand = false;
	int count = 0;

	for (struct cusb_transfer *t = session->in_flight.last; t; t = state_of(t)->entry.prev) {
		const struct cusb_endpoint *ep = state_of(t)->entry.endpoint;

		if (address != ANY_ENDPOINT && t->bEndpointAddress != address)
			continue;
		if (number >= 0 && !is_of_interface(ep, number))
			continue;
		count++;
		at_hand = discard(session, t, STOP_CANCELLED) > 0 || at_hand;
	}
	if (at_hand)
		take_back_all_at_hand(session);
	return count;
}

int stop_endpoint_locked(struct session *session, unsigned int address)
{
	return stop_matching(session, address, -1);
}

void stop_interface_locked(struct device *dev, unsigned int number)
{
	if (dev->session)
		stop_matching(dev->session, ANY_ENDPOINT, (int)number);
}

void stop_all_locked(struct device *dev)
{
	if (dev->session)
		stop_matching(dev->session, ANY_ENDPOINT, -1);
}

bool stop_due_locked(struct session *session)
{
	struct timespec now = time_now();
	bool any = false;

	while (session->deadlines && !time_is_sooner(now, deadline_of(session->deadlines))) {
		stop_locked(session, session->deadlines, STOP_EXPIRED);
		any = true;
	}
	return any;
}
