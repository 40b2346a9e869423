/* SPDX-License-Identifier: MIT */
/*
 * A temporary node, for a device root without nodes: made, opened, removed.
 *
 * Kernel fact: an open node works after its name was removed.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "backend/usbfs/usbfs.h"

#define NAMES_MAX 100 /* tried, if other programs do the same */

static int device_number(const struct usbfs *fs, const struct cusb_device *dev, uint64_t *number)
{
	char path[PATH_SIZE], text[32];
	const char *at = text;
	int major, minor;
	ssize_t n;

	snprintf(path, sizeof path, "%s/bus/usb/devices/%s/dev", fs->sysfs_root, dev->name);
	n = sysfs_read(fs, AT_FDCWD, path, text, sizeof text);
	if (n < 0)
		return (int)n;
	major = take_number(&at, INT_MAX / 10 - 1);
	minor = *at == ':' ? (at++, take_number(&at, INT_MAX / 10 - 1)) : -1;
	if (major < 0 || minor < 0 || *at != '\0')
		return -EBADMSG;
	*number = makedev((unsigned int)major, (unsigned int)minor);
	return 0;
}

int private_node_open(const struct usbfs *fs, const struct cusb_device *dev)
{
	char path[PATH_SIZE];
	uint64_t number = 0;
	int err = device_number(fs, dev, &number);
	int fd;

	if (err < 0)
		return err;
	err = -EEXIST;
	for (unsigned int i = 0; i < NAMES_MAX && err == -EEXIST; i++) {
		snprintf(path, sizeof path, "%s/cusb-%s.%u", fs->private_nodes, dev->name, i);
		err = sys_mknodat(fs, AT_FDCWD, path, S_IFCHR | 0600, number);
	}
	if (err < 0)
		return err;
	fd = sys_openat(fs, AT_FDCWD, path, O_RDWR);
	sys_unlinkat(fs, AT_FDCWD, path, 0);
	return fd;
}
