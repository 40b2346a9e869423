/* SPDX-License-Identifier: MIT */
/*
 * Threads that wait are woken when the handler gives up the lock, and also each time a transfer has
 * completed: what they wait for is then perhaps there.
 */
#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "compat/libusb-1.0/event_lock.h"
#include "compat/libusb-1.0/wait.h"

#define LONGEST_SECONDS 1000000000 /* the end of the wait has to fit into 32 bits */

/* Its address is this thread's. */
static _Thread_local char me;

void event_lock_begin(struct libusb_context *ctx)
{
	pthread_mutexattr_t recursive;
	pthread_condattr_t monotonic;

	ctx->process = getpid();
	/* A program may unlock events while it has locked the waiters. */
	pthread_mutexattr_init(&recursive);
	pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&ctx->waiters_lock, &recursive);
	pthread_mutexattr_destroy(&recursive);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&ctx->waiters_wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

void event_lock_end(struct libusb_context *ctx)
{
	pthread_cond_destroy(&ctx->waiters_wake);
	pthread_mutex_destroy(&ctx->waiters_lock);
}

bool event_lock_is_mine(struct libusb_context *ctx)
{
	return ctx->handler == &me;
}

bool event_lock_is_inherited(const struct libusb_context *ctx)
{
	return ctx->process != getpid();
}

static bool try_lock(struct libusb_context *ctx)
{
	const void *none = NULL;

	return atomic_compare_exchange_strong(&ctx->handler, &none, &me);
}

void event_lock_wake_all(struct libusb_context *ctx)
{
	pthread_mutex_lock(&ctx->waiters_lock);
	pthread_cond_broadcast(&ctx->waiters_wake);
	pthread_mutex_unlock(&ctx->waiters_lock);
}

static void begin_to_wait(struct libusb_context *ctx)
{
	pthread_mutex_lock(&ctx->waiters_lock);
	ctx->waiters++;
}

static void end_to_wait(struct libusb_context *ctx)
{
	ctx->waiters--;
	pthread_mutex_unlock(&ctx->waiters_lock);
}

/* A thread that closes goes first. */
static void lock(struct libusb_context *ctx, bool closes)
{
	begin_to_wait(ctx);
	while ((ctx->closing && !closes) || !try_lock(ctx))
		pthread_cond_wait(&ctx->waiters_wake, &ctx->waiters_lock);
	end_to_wait(ctx);
}

void event_lock_give_up(struct libusb_context *ctx)
{
	ctx->handler = NULL;
	event_lock_wake_waiters(ctx);
}

bool event_lock_take_over(struct libusb_context *ctx)
{
	if (event_lock_is_mine(ctx) || event_lock_is_inherited(ctx))
		return false;
	ctx->closing++;
	if (!try_lock(ctx)) {
		wait_wake(ctx);
		lock(ctx, true);
	}
	return true;
}

void event_lock_give_back(struct libusb_context *ctx, bool taken)
{
	if (!taken)
		return;
	ctx->closing--;
	event_lock_give_up(ctx);
}

/* ---- the program's calls --------------------------------------------------------------------- */

int libusb_try_lock_events(libusb_context *ctx)
{
	ctx = context_of(ctx);
	return !ctx || ctx->closing || !try_lock(ctx);
}

void libusb_lock_events(libusb_context *ctx)
{
	ctx = context_of(ctx);
	if (ctx && !event_lock_is_mine(ctx))
		lock(ctx, false);
}

int libusb_event_handling_ok(libusb_context *ctx)
{
	ctx = context_of(ctx);
	return ctx && !ctx->closing;
}

int libusb_event_handler_active(libusb_context *ctx)
{
	ctx = context_of(ctx);
	return ctx && (ctx->closing || ctx->handler);
}

void libusb_lock_event_waiters(libusb_context *ctx)
{
	ctx = context_of(ctx);
	if (ctx)
		begin_to_wait(ctx);
}

void libusb_unlock_event_waiters(libusb_context *ctx)
{
	ctx = context_of(ctx);
	if (ctx)
		end_to_wait(ctx);
}

bool is_bad_time(const struct timeval *time)
{
	return time->tv_sec < 0 || time->tv_usec < 0 || time->tv_usec > 999999;
}

static struct timespec time_after(const struct timeval *time)
{
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += time->tv_sec < LONGEST_SECONDS ? time->tv_sec : LONGEST_SECONDS;
	end.tv_nsec += time->tv_usec * 1000;
	if (end.tv_nsec >= 1000000000) {
		end.tv_sec++;
		end.tv_nsec -= 1000000000;
	}
	return end;
}

int libusb_wait_for_event(libusb_context *ctx, struct timeval *timeout)
{
	struct timespec end;

	ctx = context_of(ctx);
	if (!ctx || (timeout && is_bad_time(timeout)))
		return LIBUSB_ERROR_INVALID_PARAM;
	if (!timeout) {
		pthread_cond_wait(&ctx->waiters_wake, &ctx->waiters_lock);
		return 0;
	}
	end = time_after(timeout);
	return pthread_cond_timedwait(&ctx->waiters_wake, &ctx->waiters_lock, &end) == ETIMEDOUT;
}

void libusb_interrupt_event_handler(libusb_context *ctx)
{
	ctx = context_of(ctx);
	if (ctx)
		wait_wake(ctx);
}
