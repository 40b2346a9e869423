/* SPDX-License-Identifier: MIT */
/* The environment, and where devices come from. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <cusb/usbfs.h>

#include "compat/libusb-0.1/internal.h"

int usb_debug;
/* Of USB_DEVFS_PATH. It stays, for devices may have been found on it. */
static struct cusb_backend *devfs;

void usb_set_debug(int level)
{
	if (usb_debug || level)
		fprintf(stderr, "usb_set_debug: level %d\n", level);
	usb_debug = level;
}

void usb_init(void)
{
	const char *debug = getenv("USB_DEBUG");
	const char *path = secure_getenv("USB_DEVFS_PATH");
	struct cusb_usbfs_options options = {.device_root = path};
	int err = 0;

	if (debug)
		usb_set_debug(atoi(debug));
	if (path && *path && !devfs)
		err = cusb_usbfs_new(&options, &devfs);
	if (err < 0)
		legacy_result(err, "USB_DEVFS_PATH");
}

struct cusb_backend *legacy_backend(void)
{
	return devfs;
}

static int by_place(const void *a, const void *b)
{
	const struct cusb_device *x = *(struct cusb_device *const *)a;
	const struct cusb_device *y = *(struct cusb_device *const *)b;

	return x->bus != y->bus ? x->bus - y->bus : x->address - y->address;
}

int legacy_find(struct cusb_device ***found)
{
	ssize_t count = cusb_find_all(CUSB_MATCH(backend, legacy_backend()), found);

	if (count < 0)
		return legacy_result((int)count, "could not list devices");
	qsort(*found, (size_t)count, sizeof **found, by_place);
	return 0;
}
