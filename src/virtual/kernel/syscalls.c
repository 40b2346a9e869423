/* SPDX-License-Identifier: MIT */
/* The system calls by which programs listen for devices that come and go. */
#include <errno.h>
#include <sys/socket.h>

#include "virtual/kernel/usbfs/usbfs.h"
#include "virtual/kernel/state/file.h"
#include "virtual/kernel/hotplug/hotplug.h"
#include "virtual/kernel/state/kernel.h"

int call_socket(void *context, int domain, int type, int protocol)
{
	struct cusb_virtual_kernel *kernel = context;
	int ret;

	kernel_lock(kernel);
	ret = kernel_count_call(kernel, VIRTUAL_SOCKET, 0);
	if (ret == 0)
		ret = kernel_socket(kernel, domain, type, protocol);
	kernel_unlock(kernel);
	return ret;
}

int call_bind(void *context, int fd, const struct sockaddr *address, unsigned int size)
{
	struct cusb_virtual_kernel *kernel = context;
	struct file *file;
	int ret;

	kernel_lock(kernel);
	ret = kernel_count_call(kernel, VIRTUAL_BIND, 0);
	if (ret == 0) {
		file = kernel_file_get(kernel, fd);
		ret = file ? kernel_bind(file, address, size) : -EBADF;
		kernel_file_put(file);
	}
	kernel_unlock(kernel);
	return ret;
}

ssize_t call_recvmsg(void *context, int fd, struct msghdr *message, int flags)
{
	struct cusb_virtual_kernel *kernel = context;
	struct file *file;
	ssize_t ret;

	(void)flags;
	kernel_lock(kernel);
	ret = kernel_count_call(kernel, VIRTUAL_RECVMSG, 0);
	if (ret == 0) {
		file = kernel_file_get(kernel, fd);
		ret = file ? kernel_recvmsg(file, message) : -EBADF;
		kernel_file_put(file);
	}
	kernel_unlock(kernel);
	return ret;
}

int call_inotify_init1(void *context, int flags)
{
	const struct place place = {.kind = PLACE_INOTIFY};
	struct cusb_virtual_kernel *kernel = context;
	int ret;

	(void)flags;
	kernel_lock(kernel);
	ret = kernel_count_call(kernel, VIRTUAL_INOTIFY_INIT1, 0);
	if (ret == 0)
		ret = kernel_file_new(kernel, &place, 0);
	kernel_unlock(kernel);
	return ret;
}

int call_inotify_add_watch(void *context, int fd, const char *path, uint32_t mask)
{
	struct cusb_virtual_kernel *kernel = context;
	struct file *file;
	int ret;

	kernel_lock(kernel);
	ret = kernel_count_call(kernel, VIRTUAL_INOTIFY_ADD_WATCH, 0);
	if (ret == 0) {
		file = kernel_file_get(kernel, fd);
		ret = file ? kernel_inotify_add(file, path, mask) : -EBADF;
		kernel_file_put(file);
	}
	kernel_unlock(kernel);
	return ret;
}

ssize_t call_read(void *context, int fd, void *buf, size_t size)
{
	struct cusb_virtual_kernel *kernel = context;
	struct file *file;
	ssize_t ret;

	kernel_lock(kernel);
	ret = kernel_count_call(kernel, VIRTUAL_READ, 0);
	file = ret == 0 ? kernel_file_get(kernel, fd) : NULL;
	if (ret == 0 && !file) {
		ret = -EBADF;
	} else if (ret == 0 && file->place.kind == PLACE_INOTIFY) {
		ret = kernel_inotify_read(file, buf, size);
	} else if (ret == 0) {
		ret = kernel_read(file, buf, size, file->position);
		file->position += ret > 0 ? (uint64_t)ret : 0;
	}
	kernel_file_put(file);
	kernel_unlock(kernel);
	return ret;
}
