/* SPDX-License-Identifier: MIT */
#include "compat/libusb-1.0/wait.h"

static void end(struct libusb_context *ctx)
{
	cusb_wait_set_free(ctx->set);
	ctx->set = NULL;
}

static int begin_locked(struct libusb_context *ctx)
{
	static const struct context_part part = {.end = end};
	struct cusb_wait_set *set;
	int err = cusb_wait_set_new(&set);

	if (err < 0)
		return err;
	ctx->parts[PART_WAIT] = &part;
	ctx->set = set;
	/* A thread that wakes before sees no set; after it, this one sees that. */
	if (ctx->woken)
		cusb_wait_set_wake(set);
	return 0;
}

int wait_begin(struct libusb_context *ctx)
{
	int err = 0;

	if (ctx->set)
		return 0;
	pthread_mutex_lock(&ctx->lock);
	if (!ctx->set)
		err = begin_locked(ctx);
	pthread_mutex_unlock(&ctx->lock);
	return err;
}

void wait_wake(struct libusb_context *ctx)
{
	struct cusb_wait_set *set;

	ctx->woken = true;
	set = ctx->set;
	if (set)
		cusb_wait_set_wake(set);
}
