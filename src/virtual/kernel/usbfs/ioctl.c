/* SPDX-License-Identifier: MIT */
/*
 * ioctl(2) on a device node.
 *
 * Kernel facts (devio.c of 6.1): every ioctl needs an fd open for writing, and waits while the
 * kernel waits for the device itself; after a disconnect only the two REAPURBs work.
 */
#include <errno.h>

#include <linux/ioctl.h>
#include <linux/usbdevice_fs.h>

#include "virtual/kernel/usbfs/usbfs.h"

#define ANY_SIZE ((unsigned long)_IOC_SIZEMASK << _IOC_SIZESHIFT)

#define IOCTL_ROW(request, function, after_disconnect) {request, function, after_disconnect},

static const struct {
	unsigned long request;
	int (*call)(struct file *file, void *arg);
	bool after_disconnect;
} ioctls[] = {USBFS_IOCTLS(IOCTL_ROW)};

int kernel_ioctl(struct file *file, unsigned long request, void *arg)
{
	size_t i = 0, size = _IOC_SIZE(request);

	if (!file->writable)
		return -EPERM;
	kernel_await(file->inode.dev);
	while (i < sizeof ioctls / sizeof ioctls[0] && ioctls[i].request != request)
		i++;
	if (i < sizeof ioctls / sizeof ioctls[0]) {
		if (file->step != CONNECTED && !ioctls[i].after_disconnect)
			return -ENODEV;
		return size > 0 && !arg ? -EFAULT : ioctls[i].call(file, arg);
	}
	if (file->step != CONNECTED)
		return -ENODEV;
	if ((request & ~ANY_SIZE) == USBDEVFS_CONNINFO_EX(0))
		return arg ? ioctl_conninfo_ex(file, arg, size) : -EFAULT;
	return -ENOTTY;
}
