/* SPDX-License-Identifier: MIT */
/* Shared by the files of this layer, which includes only the core's public headers. */
#ifndef CUSB_COMPAT_LIBUSB_0_1_INTERNAL_H
#define CUSB_COMPAT_LIBUSB_0_1_INTERNAL_H

#include <stdbool.h>

#include <cusb/core.h>
#include <cusb/legacy.h>

/*
 * error.c: remembers an error for usb_strerror(), as "format: reason". Ignores results of 0 or
 * more. Returns err.
 */
int keep_error(int err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * error.c: the level that usb_set_debug() has set. 0.1's header does not declare it; it is exported
 * for programs that declare it themselves.
 */
CUSB_API extern int usb_debug;

/* init.c: the backend of USB_DEVFS_PATH; NULL: the default backend. */
struct cusb_backend *devfs_backend(void);
/* init.c: all devices in order of bus and address. */
int find_all_devices(struct cusb_device ***found);

/* device.c: a device of a list. The list has one reference, and each open handle has one. */
struct usb_device *listed_device_new(struct usb_bus *bus, struct cusb_device *found);
void listed_device_ref(struct usb_device *dev);
/* NULL is allowed. */
void listed_device_unref(struct usb_device *dev);
/* The core's object, lent. */
struct cusb_device *core_device(const struct usb_device *dev);

/* configuration.c: all configurations in one allocation, for free(). NULL: none, or -ENOMEM. */
int copy_configurations(const struct cusb_device *dev, struct usb_config_descriptor **configs);

/* hub.c: the children of each hub of the bus, and its root hub. */
void set_all_children(struct usb_bus *bus);

#define DRIVER_NAME_SIZE 256 /* as in the kernel's GETDRIVER */

struct usb_dev_handle {
	struct usb_device *device;
	struct cusb_device *dev; /* of this handle only, and so are its claims */
	int interface;		 /* claimed last, below 0: none */
};

#endif
