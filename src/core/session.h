/* SPDX-License-Identifier: MIT */
/*
 * A session: an open device, and its queue of transfers in flight.
 *
 * The device's lock protects everything here, also during submitting and reaping. Functions named
 * *_locked are called with it held. Only waiting happens without it.
 *
 *	idle --start--> in flight --reap(), or given up--> completed --cusb_reap--> idle
 *
 * The thread of a sync call waits for its own transfer, which is idle again when the thread has
 * noticed its end. Other completed transfers go to the device's list `completed`.
 *
 * Closing takes the session off the device and stops all transfers. The last thread that uses the
 * session collects the transfers and closes the backend's handle.
 */
#ifndef CUSB_CORE_SESSION_H
#define CUSB_CORE_SESSION_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include <cusb/backend.h>

#include "core/interface_set.h"
#include "core/settings.h"

struct device;

/* A list of transfers, linked by `prev` and `next` of their queue entries. */
struct transfer_list {
	struct cusb_transfer *first, *last;
};

/* A thread that waits. The struct is on the stack of that thread. */
struct waiter {
	struct waiter *next, *prev;   /* in `list`, while it sleeps */
	struct waiter_list *list;     /* NULL: it does not sleep */
	struct cusb_transfer *wanted; /* NULL: any transfer for cusb_reap() */
	atomic_int state;	      /* the futex in waiter.c */
};

struct waiter_list {
	struct waiter *first, *last;
};

/* An event of a device or a monitor that is in a wait set. */
enum watched_change {
	WATCHED_CHANGED,
	WATCHED_TAKEN, /* a transfer or an event was taken, and there may be more */
	WATCHED_EMPTY  /* nothing could be taken */
};

/*
 * The link from a device or a monitor to its wait set (wait/). The set does not look by itself:
 * every change is reported here. A thread takes the device's lock before the set's lock.
 */
struct watcher {
	/* Of a device: called with the device's lock held. */
	void (*update)(struct watcher *watcher, enum watched_change change);
	void (*gone)(struct watcher *watcher); /* a monitor is freed */
	atomic_bool ready; /* the next wait will return it; the set's lock is held to change this */
};

static inline bool watcher_is_ready(const struct watcher *watcher)
{
	return atomic_load_explicit(&watcher->ready, memory_order_relaxed);
}

static inline void watcher_tell(struct watcher *watcher, enum watched_change change)
{
	if (watcher)
		watcher->update(watcher, change);
}

/*
 * Of by_hand.c: the endpoint in the descriptors that a transfer to an address has, if it says this
 * type. Descriptors do not change while the device is open.
 */
struct known_endpoint {
	const struct cusb_endpoint *ep; /* NULL: not searched yet */
	unsigned int said;		/* CUSB_TYPE_BULK..., of the transfer's flags */
	bool differs; /* the alternate settings differ: it does not tell the packet size */
};

typedef ssize_t (*session_control_fn)(struct cusb_handle *handle, const struct cusb_setup *setup,
				      void *data, int timeout_ms);

struct session {
	struct session *next; /* in the list of closed sessions */
	struct device *dev;
	struct cusb_handle *handle;
	pid_t opener;				   /* the process */
	const struct cusb_queue_operations *queue; /* NULL: none */
	/* The backend's control(), read without the lock; NULL: the queue is asked first. */
	_Atomic(session_control_fn) control;
	/*
	 * Calls that run without the lock, and one more while the session is open or threads wait.
	 * It becomes 0 only under the lock.
	 */
	atomic_uint references;
	unsigned int waiting; /* the number of threads that wait */
	bool closed;
	struct interface_set released; /* while such calls ran */
	atomic_bool release_again;     /* there are interfaces in `released` */

	struct transfer_list in_flight;	     /* in the order of submission */
	size_t queued;			     /* the number of them that cusb_reap() will return */
	struct cusb_transfer *deadlines;     /* the root of the heap in deadline.c */
	struct waiter_list callers, reapers; /* sleeping threads: in sync calls, in cusb_reap() */
	bool polling;			     /* a thread waits in the backend, for all threads */
	bool look;			     /* reap() may have a transfer now, without a wait */
	bool batch;			     /* since the last wait reap() had one without a wait */

	struct known_endpoint known[ENDPOINT_SLOTS]; /* endpoint_slot() */
};

/* This process is a child, by fork(2), of the one that opened the session. */
static inline bool session_is_inherited(const struct session *session)
{
	return session->opener != getpid();
}

/* session.c: closes the descriptor of an inherited session, and forgets its transfers. */
void session_drop_locked(struct session *session);

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

/*
 * For a control request, the kernel claims the interface that another thread has just released
 * (checkintf in devio.c). If an interface is released while calls run without the lock, each of
 * these calls releases it again at its end.
 */
void session_note_release_locked(struct session *session, unsigned int number);
void session_release_again(struct session *session);

/* The last waiting thread leaves a closed session. */
void session_left_locked(struct session *session);

#endif
