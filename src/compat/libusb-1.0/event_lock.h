/* SPDX-License-Identifier: MIT */
/* The lock of the one thread that handles the events of a context. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_EVENT_LOCK_H
#define CUSB_COMPAT_LIBUSB_1_0_EVENT_LOCK_H

#include "compat/libusb-1.0/context.h"

void event_lock_begin(struct libusb_context *ctx);
void event_lock_end(struct libusb_context *ctx);

/* Whether this thread has the lock. */
bool event_lock_is_mine(struct libusb_context *ctx);

/* Whether this is a forked child. A child has one thread, and does not wait for others. */
bool event_lock_is_inherited(const struct libusb_context *ctx);

/*
 * Makes the handler give up the lock, and takes it, unless this thread has it already or the handler
 * is a thread of the parent.
 * Returns what event_lock_give_back() needs.
 */
bool event_lock_take_over(struct libusb_context *ctx);
void event_lock_give_back(struct libusb_context *ctx, bool taken);

/* This thread has the lock. */
void event_lock_give_up(struct libusb_context *ctx);

/* Lets the threads that wait look whether their transfers have completed. */
void event_lock_wake_all(struct libusb_context *ctx);
static inline void event_lock_wake_waiters(struct libusb_context *ctx)
{
	if (ctx->waiters > 0)
		event_lock_wake_all(ctx);
}

/* Whether a program's time is none. */
bool is_bad_time(const struct timeval *time);

#endif
