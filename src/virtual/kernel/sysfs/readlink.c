/* SPDX-License-Identifier: MIT */
/*
 * readlinkat(2): the symbolic links of sysfs.
 *
 * Kernel facts: an interface's directory has `driver` while one is bound, usbfs included
 * (driver_sysfs_add); a device's own is always "usb". readlinkat() on any other file is -EINVAL;
 * a target that does not fit is cut without a word.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "virtual/kernel/sysfs/sysfs.h"

static const char *driver_of(const struct inode *inode)
{
	if (inode->kind == INODE_DEVICE)
		return inode->dev->device ? "usb" : NULL;
	if (inode->kind == INODE_INTERFACE)
		return kernel_driver_name(inode->dev, inode->index);
	return NULL;
}

/* Links start at the directory in /sys/devices, below a host controller. */
static int driver_target(const struct inode *inode, char target[PATH_SIZE])
{
	const char *driver = driver_of(inode);

	if (!driver || kernel_inode_gone(inode))
		return -ENOENT;
	return snprintf(target, PATH_SIZE, "../../../../../bus/usb/drivers/%.64s", driver);
}

static int target_of(struct cusb_virtual_kernel *kernel, const struct file *dir, const char *path,
		     char target[PATH_SIZE])
{
	char directory[PATH_SIZE];
	const char *name = kernel_split_path(path, directory);
	struct inode inode;
	int err;

	if (!name)
		return -ENOENT;
	if (strcmp(path, "/proc/self/ns/user") == 0 && kernel->user_namespace[0])
		return snprintf(target, PATH_SIZE, "%s", kernel->user_namespace);
	if (strcmp(name, "driver") == 0) {
		err = kernel_resolve(kernel, path[0] == '/' ? NULL : dir, directory, &inode);
		return err < 0 ? err : driver_target(&inode, target);
	}
	err = kernel_resolve(kernel, dir, path, &inode);
	return err < 0 ? err : -EINVAL;
}

ssize_t kernel_readlink(struct cusb_virtual_kernel *kernel, const struct file *dir,
			const char *path, char *buf, size_t size)
{
	char target[PATH_SIZE];
	int length;

	if (path[0] != '/' && !dir)
		return -EBADF;
	length = target_of(kernel, dir, path, target);
	if (length < 0)
		return length;
	if (size > (size_t)length)
		size = (size_t)length;
	memcpy(buf, target, size);
	return (ssize_t)size;
}
