/* SPDX-License-Identifier: MIT */
/* The set of everything that the threads of a context wait for. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_WAIT_H
#define CUSB_COMPAT_LIBUSB_1_0_WAIT_H

#include "compat/libusb-1.0/context.h"

/* Makes ctx->set, unless it is there. The caller may have the lock. Returns 0 or -errno. */
int wait_begin(struct libusb_context *ctx);

/*
 * Ends the wait of the handler, or its next one, also before there is a set. A signal handler may
 * call it.
 */
void wait_wake(struct libusb_context *ctx);

#endif
