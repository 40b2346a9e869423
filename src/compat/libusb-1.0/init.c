/* SPDX-License-Identifier: MIT */
/* The beginning of contexts, and their end as far as the program sees it. */
#include <stdlib.h>

#include "compat/libusb-1.0/devices.h"
#include "compat/libusb-1.0/end.h"
#include "compat/libusb-1.0/event_lock.h"
#include "compat/libusb-1.0/events.h"
#include "compat/libusb-1.0/log.h"
#include "compat/libusb-1.0/option.h"

static struct libusb_context *context_new(void)
{
	struct libusb_context *ctx = calloc(1, sizeof *ctx);
	pthread_mutexattr_t recursive;

	if (!ctx)
		return NULL;
	ctx->references = 1;
	ctx->timer_fd = -1;
	/* Log functions of the program run with the lock held. */
	pthread_mutexattr_init(&recursive);
	pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&ctx->lock, &recursive);
	pthread_mutexattr_destroy(&recursive);
	event_lock_begin(ctx);
	return ctx;
}

static int begin(struct libusb_context *ctx, const struct libusb_init_option *options, int count)
{
	int result = options_begin(ctx, options, count);

	if (result == LIBUSB_SUCCESS)
		devices_begin(ctx);
	return result;
}

static int init_locked(libusb_context **to, const struct libusb_init_option *options, int count)
{
	struct libusb_context *ctx;
	int result;

	log_begin();
	if (!to && contexts.usual) {
		contexts.usual->references++;
		return LIBUSB_SUCCESS;
	}
	ctx = context_new();
	if (!ctx)
		return LIBUSB_ERROR_NO_MEM;
	result = begin(ctx, options, count);
	if (result < 0) {
		context_end(ctx);
		return result;
	}
	if (!to)
		contexts.usual = ctx;
	else
		*to = ctx;
	if (to && !contexts.fallback)
		contexts.fallback = ctx;
	return LIBUSB_SUCCESS;
}

int libusb_init_context(libusb_context **ctx, const struct libusb_init_option *options,
			int num_options)
{
	int result;

	if (num_options < 0 || (num_options > 0 && !options))
		return LIBUSB_ERROR_INVALID_PARAM;
	pthread_mutex_lock(&contexts.lock);
	result = init_locked(ctx, options, num_options);
	pthread_mutex_unlock(&contexts.lock);
	return result;
}

int libusb_init(libusb_context **ctx)
{
	return libusb_init_context(ctx, NULL, 0);
}

/* The context to be freed; NULL: none, or it is used still. */
static struct libusb_context *leave_locked(struct libusb_context *ctx)
{
	if (!ctx)
		ctx = contexts.usual;
	if (!ctx || (ctx == contexts.usual && --ctx->references > 0))
		return NULL;
	if (ctx == contexts.usual)
		contexts.usual = NULL;
	if (ctx == contexts.fallback)
		contexts.fallback = NULL;
	return ctx;
}

void libusb_exit(libusb_context *ctx)
{
	pthread_mutex_lock(&contexts.lock);
	ctx = leave_locked(ctx);
	pthread_mutex_unlock(&contexts.lock);
	if (!ctx)
		return;
	context_stop(ctx);
	if (!events_leave(ctx))
		context_end(ctx);
}
