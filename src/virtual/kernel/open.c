/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>

#include "virtual/kernel/calls.h"
#include "virtual/kernel/sysfs/sysfs.h"
#include "virtual/kernel/usbfs/usbfs.h"

static int permission(const struct inode *inode, int flags)
{
	bool writing = (flags & O_ACCMODE) != O_RDONLY;

	if (is_directory(inode))
		return writing ? -EISDIR : 0;
	if (flags & O_DIRECTORY)
		return -ENOTDIR;
	if (inode->kind == INODE_NODE)
		return inode->dev->open_err;
	if (inode->stored && inode->stored->open_err)
		return inode->stored->open_err;
	return writing ? -EACCES : 0;
}

static const struct file_operations *operations_of(const struct inode *inode)
{
	return is_directory(inode) ? &directory_operations : &attribute_operations;
}

static int open_node(struct cusb_virtual_kernel *kernel, const struct inode *inode, int flags)
{
	struct usb *dev = inode->dev;
	int fd = -ENODEV;

	dev->refs++;
	kernel_await(dev);
	if (!dev->gone) {
		kernel_resume(dev);
		fd = kernel_file_new(kernel, inode, &node_operations, flags);
	}
	kernel_put(dev);
	return fd;
}

int kernel_open(struct cusb_virtual_kernel *kernel, const struct file *dir, const char *path,
		int flags)
{
	struct inode inode;
	int err;

	if (path[0] == '\0')
		return -ENOENT;
	if (path[0] != '/' && !dir)
		return -EBADF;
	err = kernel_resolve(kernel, dir, path, &inode);
	if (err == -ENOENT)
		err = kernel_resolve_made(kernel, path, &inode);
	if (err == 0)
		err = permission(&inode, flags);
	if (err == 0 && inode.kind == INODE_NODE)
		return open_node(kernel, &inode, flags);
	return err ? err : kernel_file_new(kernel, &inode, operations_of(&inode), flags);
}
