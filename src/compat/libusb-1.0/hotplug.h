/* SPDX-License-Identifier: MIT */
/* The program's functions for devices that arrive and leave. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_HOTPLUG_H
#define CUSB_COMPAT_LIBUSB_1_0_HOTPLUG_H

#include "compat/libusb-1.0/context.h"

/* Calls the functions for all messages. The thread handles the events of the context. */
void hotplug_deliver(struct libusb_context *ctx);

#endif
