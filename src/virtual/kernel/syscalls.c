/* SPDX-License-Identifier: MIT */
/*
 * The virtual kernel's table of system calls. Each begins with call_begin() and ends with
 * call_end().
 */
#include <errno.h>

#include "virtual/kernel/calls.h"
#include "virtual/kernel/hotplug/hotplug.h"
#include "virtual/kernel/kernel.h"
#include "virtual/kernel/sysfs/sysfs.h"
#include "virtual/kernel/usbfs/usbfs.h"

static bool makes_file(enum virtual_call call)
{
	return call == VIRTUAL_OPENAT || call == VIRTUAL_SOCKET || call == VIRTUAL_INOTIFY_INIT1;
}

/*
 * Takes the kernel's lock and counts the call; `request` is the ioctl's. Returns 0, or the error
 * with which the call must fail.
 */
static int call_begin(struct cusb_virtual_kernel *kernel, enum virtual_call call,
		      unsigned long request)
{
	int err;

	kernel_lock(kernel);
	err = syscall_count(&kernel->syscalls, call, request);
	return !err && kernel->freed && makes_file(call) ? -ENODEV : err;
}

/* The same for a call on an open file, which is held. NULL: no such file, which is -EBADF. */
static int call_begin_on(struct cusb_virtual_kernel *kernel, enum virtual_call call,
			 unsigned long request, int fd, struct file **file)
{
	int err = call_begin(kernel, call, request);

	*file = kernel_file_get(kernel, fd);
	return !err && !*file ? -EBADF : err;
}

/* The result of a file's operation, or `otherwise` if it has no such operation. */
#define OPERATION(file, name, otherwise, ...)                                                      \
	((file)->operations->name ? (file)->operations->name(file, __VA_ARGS__) : (otherwise))

/* Releases the file, which may be NULL, and the lock. Returns `result`. */
static ssize_t call_end(struct cusb_virtual_kernel *kernel, struct file *file, ssize_t result)
{
	kernel_file_put(file);
	kernel_settle(kernel);
	kernel_end(kernel);
	return result;
}

static int call_openat(void *kernel, int dirfd, const char *path, int flags)
{
	int ret = call_begin(kernel, VIRTUAL_OPENAT, 0);
	struct file *dir = kernel_file_get(kernel, dirfd);

	if (!ret)
		ret = kernel_open(kernel, dir, path, flags);
	return (int)call_end(kernel, dir, ret);
}

/* The fd is gone even when close() reports an error. */
static int call_close(void *kernel, int fd)
{
	struct file *file;
	int ret = call_begin_on(kernel, VIRTUAL_CLOSE, 0, fd, &file);

	if (file)
		kernel_file_close(file);
	return (int)call_end(kernel, file, ret);
}

static ssize_t call_pread(void *kernel, int fd, void *buf, size_t size, uint64_t offset)
{
	struct file *file;
	ssize_t ret = call_begin_on(kernel, VIRTUAL_PREAD, 0, fd, &file);

	if (!ret)
		ret = OPERATION(file, pread, -ESPIPE, buf, size, offset);
	return call_end(kernel, file, ret);
}

static ssize_t call_getdents64(void *kernel, int fd, void *buf, size_t size)
{
	struct file *file;
	ssize_t ret = call_begin_on(kernel, VIRTUAL_GETDENTS64, 0, fd, &file);

	if (!ret)
		ret = OPERATION(file, getdents, -ENOTDIR, buf, size);
	return call_end(kernel, file, ret);
}

/*
 * Requests are 32 bits wide; some libraries pass them as a signed int. As with the real ioctl(2)
 * and ppoll(2), no thread is cancelled here.
 */
static int call_ioctl(void *kernel, int fd, unsigned long request, void *arg)
{
	struct file *file;
	int cancel_state, ret;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	ret = call_begin_on(kernel, VIRTUAL_IOCTL, request & 0xffffffffUL, fd, &file);
	if (!ret)
		ret = OPERATION(file, ioctl, -ENOTTY, request & 0xffffffffUL, arg);
	ret = (int)call_end(kernel, file, ret);
	pthread_setcancelstate(cancel_state, NULL);
	return ret;
}

static int call_ppoll(void *kernel, struct pollfd *fds, unsigned int count,
		      struct timespec *remaining)
{
	int cancel_state, ret;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	ret = call_begin(kernel, VIRTUAL_PPOLL, 0);
	if (!ret)
		ret = kernel_ppoll(kernel, fds, count, remaining);
	ret = (int)call_end(kernel, NULL, ret);
	pthread_setcancelstate(cancel_state, NULL);
	return ret;
}

/* Reads from the offset of the file, and moves it. */
static ssize_t read_on(struct file *file, void *buf, size_t size)
{
	ssize_t n = OPERATION(file, pread, -ESPIPE, buf, size, file->position);

	file->position += n > 0 ? (uint64_t)n : 0;
	return n;
}

static ssize_t call_read(void *kernel, int fd, void *buf, size_t size)
{
	struct file *file;
	ssize_t ret = call_begin_on(kernel, VIRTUAL_READ, 0, fd, &file);

	if (!ret)
		ret = OPERATION(file, read, read_on(file, buf, size), buf, size);
	return call_end(kernel, file, ret);
}

static ssize_t call_readlinkat(void *kernel, int dirfd, const char *path, char *buf, size_t size)
{
	ssize_t ret = call_begin(kernel, VIRTUAL_READLINKAT, 0);
	struct file *dir = kernel_file_get(kernel, dirfd);

	if (!ret)
		ret = kernel_readlink(kernel, dir, path, buf, size);
	return call_end(kernel, dir, ret);
}

static int call_mknodat(void *kernel, int dirfd, const char *path, unsigned int mode,
			uint64_t number)
{
	int ret = call_begin(kernel, VIRTUAL_MKNODAT, 0);

	(void)dirfd;
	if (!ret)
		ret = kernel_mknod(kernel, path, mode, number);
	return (int)call_end(kernel, NULL, ret);
}

static int call_unlinkat(void *kernel, int dirfd, const char *path, int flags)
{
	int ret = call_begin(kernel, VIRTUAL_UNLINKAT, 0);

	(void)dirfd;
	(void)flags;
	if (!ret)
		ret = kernel_unlink(kernel, path);
	return (int)call_end(kernel, NULL, ret);
}

static int call_mmap(void *kernel, int fd, size_t size, void **memory)
{
	struct file *file;
	int ret = call_begin_on(kernel, VIRTUAL_MMAP, 0, fd, &file);

	if (!ret)
		ret = OPERATION(file, mmap, -ENODEV, size, memory);
	return (int)call_end(kernel, file, ret);
}

static int call_munmap(void *kernel, void *memory, size_t size)
{
	int ret = call_begin(kernel, VIRTUAL_MUNMAP, 0);

	if (!ret)
		ret = kernel_munmap(kernel, memory, size);
	return (int)call_end(kernel, NULL, ret);
}

static int call_socket(void *kernel, int domain, int type, int protocol)
{
	int ret = call_begin(kernel, VIRTUAL_SOCKET, 0);

	(void)type;
	if (!ret)
		ret = kernel_socket(kernel, domain, protocol);
	return (int)call_end(kernel, NULL, ret);
}

static int call_bind(void *kernel, int fd, const struct sockaddr *address, unsigned int size)
{
	struct file *file;
	int ret = call_begin_on(kernel, VIRTUAL_BIND, 0, fd, &file);

	if (!ret)
		ret = kernel_bind(file, address, size);
	return (int)call_end(kernel, file, ret);
}

static ssize_t call_recvmsg(void *kernel, int fd, struct msghdr *message, int flags)
{
	struct file *file;
	ssize_t ret = call_begin_on(kernel, VIRTUAL_RECVMSG, 0, fd, &file);

	(void)flags;
	if (!ret)
		ret = kernel_recvmsg(file, message);
	return call_end(kernel, file, ret);
}

static int call_inotify_init1(void *kernel, int flags)
{
	int ret = call_begin(kernel, VIRTUAL_INOTIFY_INIT1, 0);

	(void)flags;
	if (!ret)
		ret = kernel_inotify_init(kernel);
	return (int)call_end(kernel, NULL, ret);
}

static int call_inotify_add_watch(void *kernel, int fd, const char *path, uint32_t mask)
{
	struct file *file;
	struct inode directory;
	int ret = call_begin_on(kernel, VIRTUAL_INOTIFY_ADD_WATCH, 0, fd, &file);

	/* As in Linux, the file is looked at before the path. */
	if (!ret && !kernel_is_inotify(file))
		ret = -EINVAL;
	if (!ret)
		ret = kernel_resolve(kernel, NULL, path, &directory);
	if (!ret)
		ret = kernel_inotify_add(file, &directory, mask);
	return (int)call_end(kernel, file, ret);
}

const struct cusb_syscalls virtual_syscalls = {
	.openat = call_openat,
	.close = call_close,
	.pread = call_pread,
	.getdents64 = call_getdents64,
	.ioctl = call_ioctl,
	.ppoll = call_ppoll,
	.read = call_read,
	.readlinkat = call_readlinkat,
	.mknodat = call_mknodat,
	.unlinkat = call_unlinkat,
	.mmap = call_mmap,
	.munmap = call_munmap,
	.socket = call_socket,
	.bind = call_bind,
	.recvmsg = call_recvmsg,
	.inotify_init1 = call_inotify_init1,
	.inotify_add_watch = call_inotify_add_watch,
};
