/* SPDX-License-Identifier: MIT */
/* The one file that makes system calls: the running kernel's table. */
#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "backend/usbfs/usbfs.h"

#define NAP_NS 1000000

static int real_openat(void *kernel, int dirfd, const char *path, int flags)
{
	int fd = openat(dirfd, path, flags);

	(void)kernel;
	return fd < 0 ? -errno : fd;
}

static int real_close(void *kernel, int fd)
{
	(void)kernel;
	return close(fd) < 0 ? -errno : 0;
}

static ssize_t real_pread(void *kernel, int fd, void *buf, size_t size, uint64_t offset)
{
	ssize_t n = pread(fd, buf, size, (off_t)offset);

	(void)kernel;
	return n < 0 ? -errno : n;
}

static ssize_t real_getdents64(void *kernel, int fd, void *buf, size_t size)
{
	long n = syscall(SYS_getdents64, fd, buf, size);

	(void)kernel;
	return n < 0 ? -errno : n;
}

static int real_ioctl(void *kernel, int fd, unsigned long request, void *arg)
{
	/* musl declares the request as int; the kernel takes its 32 bits either way. */
#ifdef __GLIBC__
	int result = ioctl(fd, request, arg);
#else
	int result = ioctl(fd, (int)request, arg);
#endif

	(void)kernel;
	return result < 0 ? -errno : result;
}

/*
 * The ppoll system call returns the time left, which the C library's function hides; this saves
 * reading a clock before and after.
 *
 * Kernel facts: SYS_ppoll takes two longs of the kernel, which are wider than C's on x32. A 32-bit
 * kernel may lack it, or lack the one with 64-bit time, which is the only one on some
 * architectures. With the personality STICKY_TIMEOUTS neither returns the time left.
 */
#ifdef SYS_ppoll
static int ppoll_long(struct pollfd *fds, unsigned int count, struct timespec *remaining)
{
	__kernel_long_t left[2] = {0, 0};
	long result;

	if (remaining) {
		left[0] = (__kernel_long_t)remaining->tv_sec;
		left[1] = remaining->tv_nsec;
	}
	result = syscall(SYS_ppoll, fds, count, remaining ? left : NULL, NULL, 0);
	if (result < 0)
		result = -errno;
	if (remaining) {
		remaining->tv_sec = left[0];
		remaining->tv_nsec = left[1];
	}
	return (int)result;
}
#endif

#ifdef SYS_ppoll_time64
static int ppoll_time64(struct pollfd *fds, unsigned int count, struct timespec *remaining)
{
	int64_t left[2] = {0, 0};
	long result;

	if (remaining) {
		left[0] = remaining->tv_sec;
		left[1] = remaining->tv_nsec;
	}
	result = syscall(SYS_ppoll_time64, fds, count, remaining ? left : NULL, NULL, 0);
	if (result < 0)
		result = -errno;
	if (remaining) {
		remaining->tv_sec = (time_t)left[0];
		remaining->tv_nsec = (long)left[1];
	}
	return (int)result;
}
#endif

static int real_ppoll(void *kernel, struct pollfd *fds, unsigned int count,
		      struct timespec *remaining)
{
	int result = -ENOSYS;

	(void)kernel;
#ifdef SYS_ppoll
	result = ppoll_long(fds, count, remaining);
#endif
#ifdef SYS_ppoll_time64
	if (result == -ENOSYS)
		result = ppoll_time64(fds, count, remaining);
#endif
	if (result == 0 && remaining)
		*remaining = (struct timespec){0, 0};
	return result;
}

static ssize_t real_read(void *kernel, int fd, void *buf, size_t size)
{
	ssize_t n = read(fd, buf, size);

	(void)kernel;
	return n < 0 ? -errno : n;
}

static ssize_t real_readlinkat(void *kernel, int dirfd, const char *path, char *buf, size_t size)
{
	ssize_t n = readlinkat(dirfd, path, buf, size);

	(void)kernel;
	return n < 0 ? -errno : n;
}

static int real_mknodat(void *kernel, int dirfd, const char *path, unsigned int mode, uint64_t dev)
{
	(void)kernel;
	return mknodat(dirfd, path, mode, (dev_t)dev) < 0 ? -errno : 0;
}

static int real_unlinkat(void *kernel, int dirfd, const char *path, int flags)
{
	(void)kernel;
	return unlinkat(dirfd, path, flags) < 0 ? -errno : 0;
}

static int real_mmap(void *kernel, int fd, size_t size, void **memory)
{
	void *mapped = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	(void)kernel;
	if (mapped == MAP_FAILED)
		return -errno;
	*memory = mapped;
	return 0;
}

static int real_munmap(void *kernel, void *memory, size_t size)
{
	(void)kernel;
	return munmap(memory, size) < 0 ? -errno : 0;
}

static int real_socket(void *kernel, int domain, int type, int protocol)
{
	int fd = socket(domain, type, protocol);

	(void)kernel;
	return fd < 0 ? -errno : fd;
}

static int real_bind(void *kernel, int fd, const struct sockaddr *address, unsigned int size)
{
	(void)kernel;
	return bind(fd, address, (socklen_t)size) < 0 ? -errno : 0;
}

static ssize_t real_recvmsg(void *kernel, int fd, struct msghdr *message, int flags)
{
	ssize_t n = recvmsg(fd, message, flags);

	(void)kernel;
	return n < 0 ? -errno : n;
}

static int real_inotify_init1(void *kernel, int flags)
{
	int fd = inotify_init1(flags);

	(void)kernel;
	return fd < 0 ? -errno : fd;
}

static int real_inotify_add_watch(void *kernel, int fd, const char *path, uint32_t mask)
{
	int watch = inotify_add_watch(fd, path, mask);

	(void)kernel;
	return watch < 0 ? -errno : watch;
}

const struct cusb_syscalls real_syscalls = {
	.openat = real_openat,
	.close = real_close,
	.pread = real_pread,
	.getdents64 = real_getdents64,
	.ioctl = real_ioctl,
	.ppoll = real_ppoll,
	.read = real_read,
	.readlinkat = real_readlinkat,
	.mknodat = real_mknodat,
	.unlinkat = real_unlinkat,
	.mmap = real_mmap,
	.munmap = real_munmap,
	.socket = real_socket,
	.bind = real_bind,
	.recvmsg = real_recvmsg,
	.inotify_init1 = real_inotify_init1,
	.inotify_add_watch = real_inotify_add_watch,
};

/* ---- one wait for many ----------------------------------------------------------------------- */

static int real_epoll_create1(void *kernel, int flags)
{
	int fd = epoll_create1(flags);

	(void)kernel;
	return fd < 0 ? -errno : fd;
}

static int real_epoll_ctl(void *kernel, int epfd, int operation, int fd, struct epoll_event *event)
{
	(void)kernel;
	return epoll_ctl(epfd, operation, fd, event) < 0 ? -errno : 0;
}

/* The C library's epoll_wait() is a cancellation point; some architectures lack SYS_epoll_wait. */
static int real_epoll_wait(void *kernel, int epfd, struct epoll_event *events, int count,
			   int timeout_ms)
{
	long n = syscall(SYS_epoll_pwait, epfd, events, count, timeout_ms, NULL, 0);

	(void)kernel;
	return n < 0 ? -errno : (int)n;
}

static int real_eventfd2(void *kernel, unsigned int value, int flags)
{
	int fd = eventfd(value, flags);

	(void)kernel;
	return fd < 0 ? -errno : fd;
}

/* The interrupted code of a signal handler keeps its errno. */
static ssize_t real_write(void *kernel, int fd, const void *buf, size_t size)
{
	int kept = errno;
	ssize_t n = write(fd, buf, size);

	(void)kernel;
	if (n < 0)
		n = -errno;
	errno = kept;
	return n;
}

const struct cusb_syscalls real_poll_syscalls = {
	.close = real_close,
	.read = real_read,
	.epoll_create1 = real_epoll_create1,
	.epoll_ctl = real_epoll_ctl,
	.epoll_wait = real_epoll_wait,
	.eventfd2 = real_eventfd2,
	.write = real_write,
};

void sys_nap(void)
{
	const struct timespec nap = {0, NAP_NS};

	nanosleep(&nap, NULL);
}
