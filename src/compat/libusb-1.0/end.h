/* SPDX-License-Identifier: MIT */
/* The end of a context. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_END_H
#define CUSB_COMPAT_LIBUSB_1_0_END_H

#include "compat/libusb-1.0/context.h"

/*
 * Closes the handles that the program has left open. This may call functions of the program; after
 * it none is called for an event.
 */
void context_stop(struct libusb_context *ctx);

/*
 * Stops and frees the context, which may also be one that did not begin. Waits for the synchronous
 * calls of other threads, so this thread must be in none.
 */
void context_end(struct libusb_context *ctx);

#endif
