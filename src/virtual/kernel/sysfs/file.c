/* SPDX-License-Identifier: MIT */
/* Open directories, and attributes of sysfs. */
#include <errno.h>
#include <string.h>

#include "virtual/kernel/sysfs/sysfs.h"

static ssize_t directory_pread(struct file *file, void *buf, size_t size, uint64_t offset)
{
	(void)file;
	(void)buf;
	(void)size;
	(void)offset;
	return -EISDIR;
}

static ssize_t read_stored(const struct stored *stored, void *buf, size_t size, uint64_t offset)
{
	if (stored->read_err)
		return stored->read_err;
	if (offset >= stored->length)
		return 0;
	if (size > stored->length - offset)
		size = stored->length - (size_t)offset;
	memcpy(buf, stored->bytes + offset, size);
	return (ssize_t)size;
}

static ssize_t attribute_pread(struct file *file, void *buf, size_t size, uint64_t offset)
{
	const struct inode *inode = &file->inode;

	if (kernel_inode_gone(inode))
		return -ENODEV;
	if (size > KERNEL_PAGE)
		size = KERNEL_PAGE;
	if (inode->stored)
		return read_stored(inode->stored, buf, size, offset);
	return kernel_attribute_read(inode, buf, size, offset);
}

const struct file_operations directory_operations = {
	.pread = directory_pread,
	.getdents = kernel_getdents,
};

const struct file_operations attribute_operations = {.pread = attribute_pread};
