/* SPDX-License-Identifier: MIT */
/*
 * One thread waits for the context's devices and calls the program's functions, with no lock but
 * the one of the handler. The others wait for it.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>

#include "compat/libusb-1.0/devices.h"
#include "compat/libusb-1.0/end.h"
#include "compat/libusb-1.0/event_lock.h"
#include "compat/libusb-1.0/error.h"
#include "compat/libusb-1.0/events.h"
#include "compat/libusb-1.0/hotplug.h"
#include "compat/libusb-1.0/log.h"
#include "compat/libusb-1.0/pollfds.h"
#include "compat/libusb-1.0/timer.h"
#include "compat/libusb-1.0/wait.h"

#define USUAL_SECONDS 60
#define TURN	      32 /* transfers of a handle; then others have theirs */
#define AT_ONCE	      8	 /* of them, in one call of the core */
#define ITEMS	      16 /* for a loop of the program */

bool events_call_program(struct libusb_context *ctx)
{
	return event_lock_is_mine(ctx) && ctx->handling;
}

static bool is_set(const int *completed)
{
	return completed && __atomic_load_n(completed, __ATOMIC_ACQUIRE);
}

/* ---- one round ------------------------------------------------------------------------------- */

/*
 * At most half of the transfers in flight are taken at once, so that the device has something to do
 * while the program submits these again.
 */
static void reap(struct libusb_context *ctx, struct libusb_device_handle *handle,
		 const int *completed)
{
	struct cusb_transfer *done[AT_ONCE];
	int left = TURN;
	bool more = true;

	/* A function of the program may close the handle. */
	handle_ref(handle);
	while (left > 0 && more && !handle->closed && !is_set(completed)) {
		int in_flight = handle->in_flight;
		int count = in_flight >= 2 * AT_ONCE ? AT_ONCE : in_flight > 1 ? in_flight / 2 : 1;
		int n = cusb_reap_several(handle->core, done, count);

		/* What the program submits now shows its end itself. */
		more = n == count && in_flight > n;
		left -= count;
		transfers_complete(ctx, handle, done, n);
	}
	handle_unref(handle);
}

static void take(struct libusb_context *ctx, const struct cusb_wait_item *item,
		 const int *completed)
{
	if (item->kind == CUSB_WAIT_MONITOR)
		devices_update(ctx);
	if (item->kind != CUSB_WAIT_DEVICE)
		return;
	/* It shows this for ever, and a loop of the program would not sleep any more. */
	if (item->events & (POLLHUP | POLLERR))
		pollfds_remove(ctx, item->user);
	reap(ctx, item->user, completed);
}

static int wait_and_take(struct libusb_context *ctx, int timeout_ms, const int *completed)
{
	struct cusb_wait_item item;
	int err = ctx->set ? 0 : wait_begin(ctx), more = ITEMS;

	if (err == 0)
		err = cusb_wait_set_next(ctx->set, timeout_ms, &item);
	if (err == 0)
		take(ctx, &item, completed);
	/* A loop of the program expects that what a descriptor showed is done. */
	while (err == 0 && ctx->timer_fd >= 0 && more-- > 0 && !is_set(completed)) {
		err = cusb_wait_set_next(ctx->set, CUSB_DONT_WAIT, &item);
		if (err == 0)
			take(ctx, &item, completed);
	}
	return err;
}

/* This thread has the lock. */
static int handle_once(struct libusb_context *ctx, int timeout_ms, const int *completed)
{
	int err;

	ctx->handling = true;
	hotplug_deliver(ctx);
	err = wait_and_take(ctx, timeout_ms, completed);
	hotplug_deliver(ctx);
	timer_arm(ctx);
	ctx->handling = false;
	if (err == 0 || err == -EAGAIN || err == -ETIMEDOUT)
		return LIBUSB_SUCCESS;
	if (err == -EINTR)
		return LIBUSB_ERROR_INTERRUPTED;
	log_error(ctx, "the wait for events failed: %d", err);
	return error_of(err, {-ENOMEM, LIBUSB_ERROR_NO_MEM}, {err, LIBUSB_ERROR_OTHER});
}

bool events_complete(struct libusb_context *ctx, struct libusb_device_handle *handle,
		     struct transfer *transfer)
{
	bool taken = event_lock_take_over(ctx), left;

	ctx->handling = true;
	if (handle->closed)
		transfer_drop(ctx, transfer);
	else
		transfer_complete(ctx, transfer);
	ctx->handling = false;
	left = taken && ctx->left;
	if (left)
		ctx->left = false;
	event_lock_give_back(ctx, taken);
	return left;
}

/* ---- the program's calls --------------------------------------------------------------------- */

/* For the wait set: rounded up. */
static int milliseconds(const struct timeval *time)
{
	if (time->tv_sec == 0 && time->tv_usec == 0)
		return CUSB_DONT_WAIT;
	if (time->tv_sec >= INT_MAX / 1000)
		return INT_MAX;
	return (int)(time->tv_sec * 1000 + (time->tv_usec + 999) / 1000);
}

/* Waits for the handler. Returns true if the caller has to try again. */
static bool wait_for_handler(struct libusb_context *ctx, struct timeval *timeout,
			     const int *completed)
{
	bool active, again;

	libusb_lock_event_waiters(ctx);
	active = libusb_event_handler_active(ctx);
	again = !is_set(completed) && !active;
	if (!is_set(completed) && active)
		libusb_wait_for_event(ctx, timeout);
	libusb_unlock_event_waiters(ctx);
	return again;
}

/* This thread has the lock. Returns whether the context has to end. */
static bool give_up_lock(struct libusb_context *ctx)
{
	bool left = ctx->left;

	/* The next thread that has the lock must not end it, too. */
	ctx->left = false;
	event_lock_give_up(ctx);
	return left;
}

int events_handle(struct libusb_context *ctx, struct timeval *timeout, const int *completed,
		  bool *left)
{
	int result = LIBUSB_SUCCESS;

	if (event_lock_is_mine(ctx))
		return ctx->handling ? LIBUSB_ERROR_BUSY
				     : handle_once(ctx, milliseconds(timeout), completed);
	do {
		if (libusb_try_lock_events(ctx) == 0) {
			if (!is_set(completed))
				result = handle_once(ctx, milliseconds(timeout), completed);
			*left |= give_up_lock(ctx);
			return result;
		}
	} while (wait_for_handler(ctx, timeout, completed));
	return LIBUSB_SUCCESS;
}

bool events_leave(struct libusb_context *ctx)
{
	if (!events_call_program(ctx))
		return false;
	ctx->left = true;
	return true;
}

int libusb_handle_events_timeout_completed(libusb_context *ctx, struct timeval *timeout,
					   int *completed)
{
	bool left = false;
	int result;

	ctx = context_of(ctx);
	if (!ctx || !timeout || is_bad_time(timeout))
		return LIBUSB_ERROR_INVALID_PARAM;
	result = events_handle(ctx, timeout, completed, &left);
	if (left)
		context_end(ctx);
	return result;
}

int libusb_handle_events_timeout(libusb_context *ctx, struct timeval *timeout)
{
	return libusb_handle_events_timeout_completed(ctx, timeout, NULL);
}

int libusb_handle_events_completed(libusb_context *ctx, int *completed)
{
	struct timeval timeout = {USUAL_SECONDS, 0};

	return libusb_handle_events_timeout_completed(ctx, &timeout, completed);
}

int libusb_handle_events(libusb_context *ctx)
{
	return libusb_handle_events_completed(ctx, NULL);
}

int libusb_handle_events_locked(libusb_context *ctx, struct timeval *timeout)
{
	ctx = context_of(ctx);
	if (!ctx || !timeout || is_bad_time(timeout))
		return LIBUSB_ERROR_INVALID_PARAM;
	if (events_call_program(ctx))
		return LIBUSB_ERROR_BUSY;
	return handle_once(ctx, milliseconds(timeout), NULL);
}

void libusb_unlock_events(libusb_context *ctx)
{
	ctx = context_of(ctx);
	if (ctx && event_lock_is_mine(ctx) && give_up_lock(ctx))
		context_end(ctx);
}
