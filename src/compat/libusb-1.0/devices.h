/* SPDX-License-Identifier: MIT */
/* The devices of a context, which its monitor finds. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_DEVICES_H
#define CUSB_COMPAT_LIBUSB_1_0_DEVICES_H

#include "compat/libusb-1.0/context.h"
#include "compat/libusb-1.0/device.h"

/* A device that arrived or left, for the program's hotplug functions. */
struct hotplug_message {
	struct hotplug_message *next;
	struct libusb_device *dev; /* a reference */
	libusb_hotplug_event event;
};

/* Opens the monitor, and makes the list. Returns 0 or -errno. */
int devices_begin(struct libusb_context *ctx);
/* The devices that the program has references to stay, without a context. */
void devices_end(struct libusb_context *ctx);

/* Brings the list up to date, and adds messages. */
void devices_update(struct libusb_context *ctx);

/* The oldest message, which the caller frees with its reference; NULL: none. */
struct hotplug_message *devices_take_message(struct libusb_context *ctx);

#endif
