/* SPDX-License-Identifier: MIT */
/*
 * The driver of an interface, without opening the device.
 *
 * Kernel facts: in the sysfs directory of an interface, `driver` is a symbolic link to the
 * directory of the bound driver (driver_sysfs_add). An interface claimed through usbfs is bound to
 * the driver "usbfs" (claimintf in devio.c).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate.h"

#define LINK_SIZE 512

/* The last component of the link's target. A truncated target lacks it. */
static int read_last(const struct usbfs *fs, const char *path, char target[LINK_SIZE],
		     const char **last)
{
	ssize_t n = sys_readlinkat(fs, AT_FDCWD, path, target, LINK_SIZE);
	const char *slash;

	if (n < 0)
		return (int)n;
	if (n == LINK_SIZE)
		return -EBADMSG;
	target[n] = '\0';
	slash = strrchr(target, '/');
	*last = slash ? slash + 1 : target;
	return **last ? 0 : -EBADMSG;
}

int usbfs_driver(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		 unsigned int number, char *name, size_t size)
{
	const struct usbfs *fs = usbfs_of(backend);
	char path[PATH_SIZE], entry[INTERFACE_NAME_SIZE], target[LINK_SIZE];
	const char *last = "";
	int err, gone;

	sysfs_interface_name(dev, value, number, entry);
	snprintf(path, sizeof path, "%s/bus/usb/devices/%s/driver", fs->sysfs_root, entry);
	err = read_last(fs, path, target, &last);
	if (err == -ENOENT) {
		/* No driver, or no such interface: its attribute decides. */
		err = usbfs_altsetting(backend, dev, value, number);
		return err < 0 ? err : -ENODATA;
	}
	gone = usbfs_still_there(fs, dev);
	if (err < 0 || gone < 0)
		return gone < 0 ? gone : err;
	if (strlen(last) >= size)
		return -ENAMETOOLONG;
	strcpy(name, last);
	return 0;
}
