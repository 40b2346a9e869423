/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <time.h>

#include "compat/libusb-1.0/devices.h"
#include "compat/libusb-1.0/end.h"
#include "compat/libusb-1.0/event_lock.h"
#include "compat/libusb-1.0/hotplug.h"
#include "compat/libusb-1.0/log.h"
#include "compat/libusb-1.0/open.h"
#include "compat/libusb-1.0/timer.h"

void context_close_handles(struct libusb_context *ctx)
{
	while (ctx->handles) {
		log_warning(ctx, "device %d.%d is still open", ctx->handles->core->bus,
			    ctx->handles->core->address);
		handle_close(ctx->handles);
	}
}

/* Their transfers have been dropped, and they leave soon. */
static void wait_for_threads(struct libusb_context *ctx)
{
	static const struct timespec moment = {0, 1000000};

	while (ctx->synchronous > 0 && !event_lock_is_inherited(ctx)) {
		event_lock_wake_waiters(ctx);
		nanosleep(&moment, NULL);
	}
}

void context_end(struct libusb_context *ctx)
{
	context_close_handles(ctx);
	wait_for_threads(ctx);
	hotplug_end(ctx);
	devices_end(ctx);
	timer_end(ctx);
	cusb_wait_set_free(ctx->set);
	event_lock_end(ctx);
	pthread_mutex_destroy(&ctx->lock);
	free(ctx);
}
