/* SPDX-License-Identifier: MIT */
/* The handling of events. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_EVENTS_H
#define CUSB_COMPAT_LIBUSB_1_0_EVENTS_H

#include "compat/libusb-1.0/transfer.h"

/* Whether a function of the program is running that this thread called for an event. */
bool events_call_program(struct libusb_context *ctx);

/* libusb_handle_events_timeout_completed(). *left: the caller has to end the context. */
int events_handle(struct libusb_context *ctx, struct timeval *timeout, const int *completed,
		  bool *left);

/*
 * Ends a transfer. The thread that has reaped it does not handle events, and takes the lock. Returns
 * whether the caller has to end the context.
 */
bool events_complete(struct libusb_context *ctx, struct libusb_device_handle *handle,
		     struct transfer *transfer);

/*
 * The program leaves the context. Returns whether a function of the program does that: no other is
 * called then, and the context ends after the handling of events.
 */
bool events_leave(struct libusb_context *ctx);

#endif
