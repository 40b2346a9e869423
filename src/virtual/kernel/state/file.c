/* SPDX-License-Identifier: MIT */
/* Open files, and the end of a kernel, which comes with the last of them. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"

static int open_eventfd(struct file *file)
{
	file->fd = eventfd(0, EFD_CLOEXEC);
	return file->fd < 0 ? -errno : 0;
}

int kernel_file_new(struct cusb_virtual_kernel *kernel, const struct inode *inode,
		    const struct file_operations *operations, int flags)
{
	struct file *file = calloc(1, sizeof *file);
	int err;

	if (!file)
		return -ENOMEM;
	file->kernel = kernel;
	file->operations = operations;
	file->inode = *inode;
	file->readable = (flags & O_ACCMODE) != O_WRONLY;
	file->writable = (flags & O_ACCMODE) != O_RDONLY;
	err = operations->open ? operations->open(file) : open_eventfd(file);
	if (err) {
		free(file);
		return err;
	}
	file->refs = 1;
	file->open = true;
	if (inode->dev)
		inode->dev->refs++;
	file->next = kernel->files;
	kernel->files = file;
	return file->fd;
}

struct file *kernel_file_get(struct cusb_virtual_kernel *kernel, int fd)
{
	for (struct file *file = kernel->files; file; file = file->next) {
		if (file->open && file->fd == fd) {
			file->refs++;
			return file;
		}
	}
	return NULL;
}

void kernel_file_put(struct file *file)
{
	struct file **at;

	if (!file || --file->refs > 0)
		return;
	if (file->operations->release)
		file->operations->release(file);
	for (at = &file->kernel->files; *at != file; at = &(*at)->next)
		;
	*at = file->next;
	close(file->fd);
	if (file->inode.dev)
		kernel_put(file->inode.dev);
	free(file);
}

void kernel_file_close(struct file *file)
{
	file->open = false;
	kernel_file_put(file);
}

void kernel_end(struct cusb_virtual_kernel *kernel)
{
	bool unused = kernel->freed && !kernel->files;

	kernel_unlock(kernel);
	if (!unused)
		return;
	pthread_cond_destroy(&kernel->changed);
	pthread_cond_destroy(&kernel->clock.changed);
	pthread_mutex_destroy(&kernel->lock);
	free(kernel);
}
