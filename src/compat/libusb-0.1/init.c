/* SPDX-License-Identifier: MIT */
/* The environment, and the backend of the devices. */
#include <errno.h>
#include <stdlib.h>

#include <cusb/usbfs.h>

#include "compat/libusb-0.1/internal.h"

/* The backend of USB_DEVFS_PATH. It is never freed: devices may have been found on it. */
static struct cusb_backend *devfs;

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
		keep_error(err, "USB_DEVFS_PATH");
}

struct cusb_backend *devfs_backend(void)
{
	return devfs;
}

static int by_place(const void *a, const void *b)
{
	const struct cusb_device *x = *(struct cusb_device *const *)a;
	const struct cusb_device *y = *(struct cusb_device *const *)b;

	return x->bus != y->bus ? x->bus - y->bus : x->address - y->address;
}

int find_all_devices(struct cusb_device ***found)
{
	ssize_t count = cusb_find_all(CUSB_MATCH(backend, devfs_backend()), found);

	if (count < 0)
		return keep_error((int)count, "could not list devices");
	qsort(*found, (size_t)count, sizeof **found, by_place);
	return 0;
}
