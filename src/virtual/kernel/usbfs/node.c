/* SPDX-License-Identifier: MIT */
/* Open device nodes. */
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "virtual/kernel/usbfs/usbfs.h"

static ssize_t node_pread(struct file *file, void *buf, size_t size, uint64_t offset)
{
	if (!file->readable)
		return -EBADF;
	if (file->step != CONNECTED)
		return -ENODEV;
	return kernel_read_descriptors(file->inode.dev, buf, size, offset, true);
}

/* Each poll shows the next step of a disconnect. */
static short node_poll(struct file *file)
{
	short events = 0;

	if (file->seen)
		async_advance(file);
	if (file->writable && file->completed)
		events |= POLLOUT | POLLWRNORM;
	if (file->step != CONNECTED)
		events |= POLLHUP;
	if (file->step == UNLISTED)
		events |= POLLERR;
	file->seen = file->step != CONNECTED;
	return events;
}

static void node_release(struct file *file)
{
	kernel_await(file->inode.dev);
	if (!file->inode.dev->gone)
		kernel_release_all(file);
	kernel_release_ports(file);
	async_kill(file, -1);
	async_free_all(&file->deferred);
	async_free_all(&file->completed);
	close(file->peer);
}

const struct file_operations node_operations = {
	.open = node_fd_open,
	.pread = node_pread,
	.ioctl = kernel_ioctl,
	.mmap = kernel_mmap,
	.poll = node_poll,
	.hang_up = node_fd_hang_up,
	.release = node_release,
};
