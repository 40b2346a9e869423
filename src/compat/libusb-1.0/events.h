/* SPDX-License-Identifier: MIT */
/* The handling of events. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_EVENTS_H
#define CUSB_COMPAT_LIBUSB_1_0_EVENTS_H

#include "compat/libusb-1.0/transfer.h"

/* Whether a function of the program is running that this thread called for an event. */
bool events_call_program(struct libusb_context *ctx);

/* Ends a transfer. The thread that has reaped it does not handle events, and takes the lock. */
void events_complete(struct libusb_context *ctx, struct libusb_device_handle *handle,
		     struct transfer *transfer);

#endif
