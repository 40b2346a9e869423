/* SPDX-License-Identifier: MIT */
/* What the files of the legacy layer share. It stands on the core's public headers alone. */
#ifndef LEGACY_LEGACY_H
#define LEGACY_LEGACY_H

#include <stdbool.h>

#include <cusb/core.h>
#include <cusb/legacy.h>

/*
 * error.c: remembers an error for usb_strerror(), as "format: why", and lets 0 and up pass. Returns
 * err.
 */
int legacy_result(int err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * init.c: what usb_set_debug() set. 0.1's header does not tell of it; programs that declare it
 * themselves are why it is exported.
 */
CUSB_API extern int usb_debug;

/* init.c: where devices are found; NULL for the default backend. */
struct cusb_backend *legacy_backend(void);
/* init.c: all devices in order of bus and address. */
int legacy_find(struct cusb_device ***found);

/* device.c: a device of a list, with one reference by it and one by each open handle. */
struct usb_device *legacy_device_new(struct usb_bus *bus, struct cusb_device *found);
void legacy_device_ref(struct usb_device *dev);
/* NULL is allowed. */
void legacy_device_unref(struct usb_device *dev);
/* The core's object, lent. */
struct cusb_device *legacy_core(const struct usb_device *dev);

/* configuration.c: all configurations in one piece of memory, for free(). NULL: none, or -ENOMEM. */
int legacy_configurations(const struct cusb_device *dev, struct usb_config_descriptor **configs);

/* hub.c: who is plugged into whom. */
void legacy_set_children(struct usb_bus *bus);

#define DRIVER_NAME_SIZE 256 /* as the kernel's GETDRIVER has */

struct usb_dev_handle {
	struct usb_device *device;
	struct cusb_device *dev; /* of this handle alone, so that its claims are, too */
	int interface;           /* claimed last, below 0: none */
};

#endif
