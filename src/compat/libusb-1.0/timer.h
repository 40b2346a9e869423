/* SPDX-License-Identifier: MIT */
/* A descriptor that tells of timeouts, for programs with a loop of their own. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_TIMER_H
#define CUSB_COMPAT_LIBUSB_1_0_TIMER_H

#include "compat/libusb-1.0/context.h"

/*
 * Makes the timer, unless it is there; the context has its set. Returns its descriptor, or -errno.
 */
int timer_begin(struct libusb_context *ctx);

/* Sets the timer to the next timeout; nothing as long as nobody has asked for it. */
void timer_set(struct libusb_context *ctx);
static inline void timer_arm(struct libusb_context *ctx)
{
	if (ctx->timer_fd >= 0)
		timer_set(ctx);
}

#endif
