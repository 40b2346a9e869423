/* SPDX-License-Identifier: MIT */
/*
 * The one file that makes system calls: the running kernel's table, and the way every call of the
 * backend goes through whatever table it was given.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "backend/usbfs/usbfs.h"
#include "core/log.h"

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
 * The system call itself tells the time that is left, which the C library's function hides; it
 * saves asking a clock before and after.
 *
 * Kernel facts: SYS_ppoll takes two of the kernel's longs, which are wider than C's on x32. On 32
 * bits a kernel may lack it, or the one with 64-bit time that some architectures have alone. With
 * the personality STICKY_TIMEOUTS neither tells the time that is left.
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

const struct cusb_syscalls real_syscalls = {
	.openat = real_openat,
	.close = real_close,
	.pread = real_pread,
	.getdents64 = real_getdents64,
	.ioctl = real_ioctl,
	.ppoll = real_ppoll,
};

int sys_openat(const struct usbfs *fs, int dirfd, const char *path, int flags)
{
	int fd;

	do
		fd = fs->syscalls->openat(fs->kernel, dirfd, path, flags | O_CLOEXEC);
	while (fd == -EINTR);
	log_line(CUSB_LOG_DEBUG, "openat(%d, \"%s\", %#x) = %d", dirfd, path, flags, fd);
	return fd;
}

/* Never repeated: Linux has freed the number even when it reports an error. */
void sys_close(const struct usbfs *fs, int fd)
{
	int result = fs->syscalls->close(fs->kernel, fd);

	log_line(CUSB_LOG_DEBUG, "close(%d) = %d", fd, result);
}

ssize_t sys_pread(const struct usbfs *fs, int fd, void *buf, size_t size, uint64_t offset)
{
	ssize_t n;

	do
		n = fs->syscalls->pread(fs->kernel, fd, buf, size, offset);
	while (n == -EINTR);
	log_line(CUSB_LOG_DEBUG, "pread(%d, %zu bytes at %llu) = %zd", fd, size,
		 (unsigned long long)offset, n);
	return n;
}

ssize_t sys_getdents64(const struct usbfs *fs, int fd, void *buf, size_t size)
{
	ssize_t n;

	do
		n = fs->syscalls->getdents64(fs->kernel, fd, buf, size);
	while (n == -EINTR);
	log_line(CUSB_LOG_DEBUG, "getdents64(%d, %zu bytes) = %zd", fd, size, n);
	return n;
}

int sys_ioctl(const struct usbfs *fs, int fd, unsigned long request, void *arg)
{
	int result = fs->syscalls->ioctl(fs->kernel, fd, request, arg);

	if (log_enabled(CUSB_LOG_DEBUG)) {
		char text[160];

		ioctl_text(request, arg, text, sizeof text);
		log_line(CUSB_LOG_DEBUG, "ioctl(%d, %s) = %d", fd, text, result);
	}
	return result;
}

int sys_ppoll(const struct usbfs *fs, int fd, short events, struct timespec *remaining)
{
	struct pollfd pollfd = {fd, events, 0};
	int result = fs->syscalls->ppoll(fs->kernel, &pollfd, 1, remaining);

	log_line(CUSB_LOG_DEBUG, "ppoll(%d, %s) = %d, events %#x", fd,
		 remaining ? "with timeout" : "no timeout", result, (unsigned int)pollfd.revents);
	return result > 0 ? pollfd.revents : result;
}

struct timespec sys_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now;
}

void sys_nap(void)
{
	const struct timespec nap = {0, NAP_NS};

	nanosleep(&nap, NULL);
}
