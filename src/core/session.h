/* SPDX-License-Identifier: MIT */
/*
 * A session: a device that is open, and its queue of transfers in flight.
 *
 * Everything here is under the device's lock, also submitting and reaping. Functions named *_locked
 * are called with it held. Waiting is done without it, and is the only part of a transfer that is.
 *
 *	idle --start--> in flight --reap(), or given up--> completed --cusb_reap--> idle
 *
 * A transfer of a sync call is waited for by its own thread, and is idle again when that thread has
 * noticed. The others gather in the device's list `completed`.
 *
 * Closing takes the session off the device and stops all transfers. The last thread that uses the
 * session collects them, and closes the backend's handle.
 */
#ifndef CUSB_CORE_SESSION_H
#define CUSB_CORE_SESSION_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <cusb/backend.h>

struct device;

/* Transfers in a row, by next and prev of their state. */
struct transfer_list {
	struct cusb_transfer *first, *last;
};

/* A thread that waits; lives on its stack. */
struct waiter {
	struct waiter *next, *prev;   /* while it sleeps */
	struct waiter_list *list;     /* NULL: it does not sleep */
	struct cusb_transfer *wanted; /* NULL: any for cusb_reap() */
	pthread_cond_t wake;
};

struct waiter_list {
	struct waiter *first, *last;
};

struct session {
	struct session *next; /* among those closed */
	struct device *dev;
	struct cusb_handle *handle;
	const struct cusb_queue_operations *queue; /* NULL: none */
	/*
	 * Control requests that run without the lock; and one more while the session is open, or
	 * threads wait. It reaches 0 under the lock alone.
	 */
	atomic_uint references;
	unsigned int waiting; /* threads */
	bool closed;

	struct transfer_list in_flight;	     /* in the order they were submitted */
	size_t queued;			     /* those of them that cusb_reap() gives back */
	struct cusb_transfer *deadlines;     /* the root of the heap in deadline.c */
	struct waiter_list callers, reapers; /* that sleep: sync calls, and cusb_reap() */
	bool polling;			     /* a thread waits in the backend for all */
	bool look;			     /* there may be one to reap without waiting */
	bool batch;			     /* since the last wait there was such a one */
};

/* session.c: a call that was made without the lock leaves the session. */
void session_put_last(struct session *session);
static inline void session_put(struct session *session)
{
	unsigned int count = atomic_load_explicit(&session->references, memory_order_relaxed);

	while (count > 1)
		if (atomic_compare_exchange_weak(&session->references, &count, count - 1))
			return;
	session_put_last(session);
}

/* The last thread that waits leaves a session that is closed. */
void session_left_locked(struct session *session);

#endif
