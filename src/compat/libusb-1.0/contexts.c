/* SPDX-License-Identifier: MIT */
/* Which context NULL stands for. */
#include "compat/libusb-1.0/context.h"
#include "compat/libusb-1.0/log.h"

struct contexts contexts = {.lock = PTHREAD_MUTEX_INITIALIZER};

struct libusb_context *context_of(struct libusb_context *ctx)
{
	static atomic_flag told = ATOMIC_FLAG_INIT;

	if (!ctx)
		ctx = contexts.usual;
	if (ctx)
		return ctx;
	ctx = contexts.fallback;
	if (ctx && !atomic_flag_test_and_set(&told))
		log_error(ctx, "no default context; using the oldest one");
	return ctx;
}
