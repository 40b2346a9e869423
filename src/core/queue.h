/* SPDX-License-Identifier: MIT */
/*
 * The queue of a session. Calls go one way:
 *
 *	queue.c, control.c, transfer.c -> iso_rounds.c -> waiting.c -> session.c -> in_flight.c
 *	        -> deadline.c, waiter.c
 */
#ifndef CUSB_CORE_QUEUE_H
#define CUSB_CORE_QUEUE_H

#include <limits.h>

#include "core/device.h"
#include "core/timespec.h"

/* TRANSFER_INHERITED: in a child of fork(2), a transfer that is in flight in the parent. */
enum { TRANSFER_IDLE, TRANSFER_IN_FLIGHT, TRANSFER_COMPLETED, TRANSFER_INHERITED };
/* STOP_TOO_LATE: cancelled or expired, but it had ended by itself. */
enum { STOP_NOT, STOP_CANCELLED, STOP_EXPIRED, STOP_INTERRUPTED, STOP_TOO_LATE };

/* ---- in_flight.c: from the start of a transfer to its end ------------------------------------ */

static inline void list_append(struct transfer_list *list, struct cusb_transfer *transfer)
{
	state_of(transfer)->entry.next = NULL;
	state_of(transfer)->entry.prev = list->last;
	if (list->last)
		state_of(list->last)->entry.next = transfer;
	else
		list->first = transfer;
	list->last = transfer;
}

static inline void list_remove(struct transfer_list *list, struct cusb_transfer *transfer)
{
	struct cusb_transfer *next = state_of(transfer)->entry.next;
	struct cusb_transfer *prev = state_of(transfer)->entry.prev;

	if (prev)
		state_of(prev)->entry.next = next;
	else
		list->first = next;
	if (next)
		state_of(next)->entry.prev = prev;
	else
		list->last = prev;
}

/* The backend has refused the transfer. Returns the error of the call. */
int take_out_locked(struct session *session, struct cusb_transfer *transfer, int err)
	__attribute__((cold));
/* waiter NULL: cusb_reap() will return the transfer. An error: it is not in flight. */
static inline int start_locked(struct session *session, const struct cusb_endpoint *ep,
			       struct cusb_transfer *transfer, struct waiter *waiter)
{
	struct transfer_state *state = state_of(transfer);
	int err;

	if (session->closed)
		return -ECANCELED;
	transfer->actual_length = 0;
	transfer->error_count = 0;
	state->waiter = waiter;
	state->entry.endpoint = ep;
	state->why = STOP_NOT;
	state->timed = false;
	state->phase = TRANSFER_IN_FLIGHT;
	list_append(&session->in_flight, transfer);
	err = session->queue->submit(session->handle, ep, transfer);
	if (err < 0)
		return take_out_locked(session, transfer, err);
	state->held = err > 0;
	session->queued += !waiter;
	return 0;
}
/*
 * Takes completed transfers from the backend until `wanted` has completed; with NULL, until there
 * is one for cusb_reap(). 0, or -EAGAIN: not now.
 */
int collect_locked(struct session *session, const struct cusb_transfer *wanted);
/*
 * For cusb_reap_several(): takes completed transfers straight from the backend. Returns their
 * number. If it is below `count`, there may be others in dev->completed, but none in the backend.
 */
int collect_several_locked(struct session *session, struct cusb_transfer **out, int count);
/* Makes a transfer in flight end soon. -EALREADY: it was stopped before, or has completed. */
int stop_locked(struct session *session, struct cusb_transfer *transfer, int why);
/* Stops all transfers in flight to an endpoint, the newest first. Returns their number. */
#define ANY_ENDPOINT 0x100
int stop_endpoint_locked(struct session *session, unsigned int bEndpointAddress);
/* Stops the transfers whose time is over. Whether there were any. */
bool stop_due_locked(struct session *session);
static inline bool stop_expired_locked(struct session *session)
{
	return session->deadlines && stop_due_locked(session);
}

/* ---- waiter.c -------------------------------------------------------------------------------- */

/*
 * Sleeps, without the lock, until another thread wakes it or the time is over; NULL: no limit.
 * -EINTR: a signal handler ran in this thread; 0: any other reason.
 */
int sleep_locked(struct session *session, struct waiter *waiter, const struct timespec *until);
void wake_sleeping_locked(struct waiter *waiter);
static inline void wake_locked(struct waiter *waiter)
{
	if (waiter->list)
		wake_sleeping_locked(waiter);
}

/* ---- deadline.c ------------------------------------------------------------------------------ */

/* Sets the deadline of a transfer: now plus `remaining`. */
void deadline_start(struct session *session, struct cusb_transfer *transfer,
		    struct timespec remaining);
void deadline_remove(struct session *session, struct cusb_transfer *transfer);
static inline void deadline_stop(struct session *session, struct cusb_transfer *transfer)
{
	if (state_of(transfer)->timed)
		deadline_remove(session, transfer);
}
/* The first one that cusb_reap() will return; NULL: none. A sync call enforces its own deadline. */
const struct cusb_transfer *deadline_of_queue(const struct cusb_transfer *heap);
static inline struct timespec deadline_of(const struct cusb_transfer *transfer)
{
	return (struct timespec){.tv_sec = (time_t)state_of(transfer)->deadline_s,
				 .tv_nsec = (long)state_of(transfer)->deadline_ns};
}

/* ---- waiting.c ------------------------------------------------------------------------------- */

/*
 * Starts a transfer and waits for its end, for at most its state's timeout_ms. An error: it was not
 * started.
 */
int run_locked(struct session *session, const struct cusb_endpoint *ep,
	       struct cusb_transfer *transfer);
/*
 * The second half of run_locked(), for a transfer that start_locked() started with this waiter, and
 * a thread between enter_locked() and leave_locked(). NULL: no limit.
 */
void finish_locked(struct session *session, struct waiter *waiter, struct timespec *remaining);
/* How long a call may wait. The clock is not read before the first wait. */
struct time_limit {
	bool endless, counting;
	struct timespec time; /* counting: the end of the time; otherwise the time left */
};
/* Waits until there is a transfer for cusb_reap(), or none is in flight: 0. -ETIMEDOUT, -EINTR. */
int wait_for_any_locked(struct session *session, struct time_limit *limit);
/* A thread begins to wait. It keeps the session alive. */
static inline void enter_locked(struct session *session)
{
	if (session->waiting++ == 0 && session->closed)
		atomic_fetch_add(&session->references, 1);
}
/* The thread stops waiting; another one may have to take its place. */
void wake_next_locked(struct session *session);
static inline void leave_locked(struct session *session)
{
	if (--session->waiting > 0)
		wake_next_locked(session);
	if (session->closed)
		session_left_locked(session);
}

/* ---- iso_rounds.c ---------------------------------------------------------------------------- */

/* As run_locked(), for an isochronous transfer that has no packets of its own. */
int iso_run_rounds_locked(struct session *session, const struct cusb_endpoint *ep,
			  struct cusb_transfer *transfer);

/* ---- transfer.c ------------------------------------------------------------------------------ */

#define SETUP_SIZE     8
#define LENGTH_MAX     ((size_t)SSIZE_MAX)
#define TRANSFER_FLAGS                                                                             \
	(CUSB_ZERO_PACKET | CUSB_SHORT_NOT_OK | CUSB_START_FRAME | CUSB_NO_INTERRUPT)

/* Whether the members of a transfer fit each other, and it has only these flags. */
static inline bool transfer_is_sound(const struct cusb_transfer *transfer, unsigned int flags)
{
	return !(transfer->bEndpointAddress & ~(CUSB_ENDPOINT_DIR_MASK | CUSB_ENDPOINT_ADDRESS_MASK)) &&
	       transfer->length <= LENGTH_MAX && (transfer->data || transfer->length == 0) &&
	       !(transfer->flags & ~flags);
}

/* Whether the transfer has a SETUP packet, and room for the data of the request. */
static inline bool transfer_has_setup(const struct cusb_transfer *transfer)
{
	const uint8_t *p = transfer->data;

	return transfer->length >= SETUP_SIZE &&
	       transfer->length >= (size_t)(p[6] | p[7] << 8) + SETUP_SIZE &&
	       transfer->length <= UINT16_MAX + SETUP_SIZE;
}

static inline bool endpoint_is_isochronous(const struct cusb_endpoint *ep)
{
	return ep && (ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_ISO;
}

/* -ENOSYS. No text of an earlier call is left. */
int refuse_unsupported(void) __attribute__((cold));
/* Refusals, with a line in the log: -EINVAL. The first one names the first mistake. */
int refuse_transfer(const struct cusb_transfer *transfer) __attribute__((cold));
int refuse_control_endpoint(const struct device *dev, unsigned int address) __attribute__((cold));

/* The end of a control transfer: the request may have changed settings. */
void transfer_end_control_locked(struct device *dev, const struct cusb_transfer *transfer);
/* The transfer belongs to the caller again. */
static inline void transfer_end_locked(struct device *dev, struct cusb_transfer *transfer)
{
	transfer_set_owner(transfer, NULL);
	if (!(transfer->bEndpointAddress & CUSB_ENDPOINT_ADDRESS_MASK))
		transfer_end_control_locked(dev, transfer);
}

#endif
