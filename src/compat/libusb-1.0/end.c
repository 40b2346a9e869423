/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "compat/libusb-1.0/devices.h"
#include "compat/libusb-1.0/end.h"
#include "compat/libusb-1.0/event_lock.h"

void context_stop(struct libusb_context *ctx)
{
	for (int kind = 0; kind < PARTS; kind++) {
		const struct context_part *part = ctx->parts[kind];

		if (part && part->stop)
			part->stop(ctx);
	}
}

void context_end(struct libusb_context *ctx)
{
	context_stop(ctx);
	for (int kind = 0; kind < PARTS; kind++) {
		const struct context_part *part = ctx->parts[kind];

		if (part)
			part->end(ctx);
	}
	devices_end(ctx);
	event_lock_end(ctx);
	pthread_mutex_destroy(&ctx->lock);
	free(ctx);
}
