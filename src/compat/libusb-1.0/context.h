/* SPDX-License-Identifier: MIT */
/* A context: the devices, handles and events of one user of the library. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_CONTEXT_H
#define CUSB_COMPAT_LIBUSB_1_0_CONTEXT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <cusb/wait.h>

#include "compat/libusb-1.0/public.h"

struct callback;	/* hotplug.c */
struct hotplug_message; /* arrivals.c */
struct libusb_context;

/*
 * A part of a context that not every program needs. The first call that needs a part puts its
 * address into the context, and the end of the context has no other way to the part's functions. So
 * a static program that only lists devices does not contain them.
 */
struct context_part {
	/* No function of the program is called any more. NULL: the part calls none. */
	void (*stop)(struct libusb_context *ctx);
	void (*end)(struct libusb_context *ctx);
};

/* In the order in which they end. */
enum context_part_kind { PART_HANDLES, PART_HOTPLUG, PART_ARRIVALS, PART_TIMER, PART_WAIT, PARTS };

struct libusb_context {
	int references; /* of the default context: its libusb_init() calls */

	/* option.c */
	atomic_int log_level;
	_Atomic(libusb_log_cb) log_callback;
	bool no_discovery;

	_Atomic(const struct context_part *) parts[PARTS]; /* NULL: was not needed yet */

	/* wait.c: everything that a thread can wait for. */
	_Atomic(struct cusb_wait_set *) set; /* NULL: nobody has waited yet */
	atomic_bool woken;

	/* Of the parts below; held for moments, never while a function of the program runs. */
	pthread_mutex_t lock;

	/* devices.c */
	struct libusb_device *devices; /* the newest first */
	/* Brings the list up to date; 0 or -errno. The lock is held. NULL: no discovery. */
	int (*update_locked)(struct libusb_context *ctx);

	/* arrivals.c */
	struct cusb_monitor *monitor; /* NULL: no function was ever registered */
	struct hotplug_message *first_message, *last_message;
	atomic_bool has_messages;

	/* hotplug.c */
	struct callback *callbacks; /* the newest first */
	int last_callback_handle;
	atomic_bool has_callbacks, callbacks_changed;

	/* handle.c */
	struct libusb_device_handle *handles;

	/* event_lock.c: one thread handles events, the others wait for it. */
	pthread_mutex_t waiters_lock;
	pthread_cond_t waiters_wake;
	atomic_int waiters;
	_Atomic(const void *) handler; /* the thread that has the lock; NULL: none */
	pid_t process;		       /* that has the threads */
	atomic_int closing;	       /* threads that wait for the handler to go away */

	/* events.c; of the handler: */
	bool handling; /* it is inside this library */
	bool left;     /* a function that it called has ended the context */
	atomic_int in_flight;	/* transfer.c */
	atomic_int synchronous; /* sync.c: threads that are inside a call */

	/* pollfds.c */
	atomic_int timer_fd; /* -1: nobody has asked for descriptors */
	libusb_pollfd_added_cb fd_added;
	libusb_pollfd_removed_cb fd_removed;
	void *fd_user_data;
};

/* contexts.c: `ctx`, or the context that NULL stands for; NULL: none exists. */
struct libusb_context *context_of(struct libusb_context *ctx);

/* The process's contexts; hold the lock. */
extern struct contexts {
	pthread_mutex_t lock;
	_Atomic(struct libusb_context *) usual;	   /* the default context */
	_Atomic(struct libusb_context *) fallback; /* the oldest other one */
} contexts;

#endif
