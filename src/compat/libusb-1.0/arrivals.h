/* SPDX-License-Identifier: MIT */
/* Devices that arrive and leave, from the first registration of a hotplug function on. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_ARRIVALS_H
#define CUSB_COMPAT_LIBUSB_1_0_ARRIVALS_H

#include "compat/libusb-1.0/context.h"

/* A device that arrived or left, for the program's hotplug functions. */
struct hotplug_message {
	struct hotplug_message *next;
	struct libusb_device *dev; /* a reference */
	libusb_hotplug_event event;
};

/*
 * Begins to watch, unless that was done, or the context discovers nothing. The list is then kept up
 * to date by the monitor. Returns 0 or -errno.
 */
int arrivals_begin(struct libusb_context *ctx);

/* The oldest message, which the caller frees with its reference; NULL: none. */
struct hotplug_message *arrivals_take_message(struct libusb_context *ctx);

#endif
