/* SPDX-License-Identifier: MIT */
/* The running kernel's system calls, for the seam of the real world. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "seam.h"

static ssize_t result_of(ssize_t result)
{
	return result < 0 ? -errno : result;
}

static int real_openat(void *kernel, int dirfd, const char *path, int flags)
{
	(void)kernel;
	return (int)result_of(openat(dirfd, path, flags));
}

static int real_close(void *kernel, int fd)
{
	(void)kernel;
	return (int)result_of(close(fd));
}

static ssize_t real_pread(void *kernel, int fd, void *buf, size_t size, uint64_t offset)
{
	(void)kernel;
	return result_of(pread(fd, buf, size, (off_t)offset));
}

static ssize_t real_getdents64(void *kernel, int fd, void *buf, size_t size)
{
	(void)kernel;
	return result_of(syscall(SYS_getdents64, fd, buf, size));
}

static int real_ioctl(void *kernel, int fd, unsigned long request, void *arg)
{
	(void)kernel;
#ifdef __GLIBC__
	return (int)result_of(ioctl(fd, request, arg));
#else
	return (int)result_of(ioctl(fd, (int)request, arg));
#endif
}

/* glibc's and musl's ppoll() hide the time left; poll() in milliseconds is good enough here. */
static int real_ppoll(void *kernel, struct pollfd *fds, unsigned int count,
		      struct timespec *remaining)
{
	int64_t ms = remaining ? (int64_t)remaining->tv_sec * 1000 +
					 (remaining->tv_nsec + 999999) / 1000000
			       : -1;
	int64_t start = now_ms(), left;
	int result = (int)result_of(poll(fds, count, (int)ms));

	(void)kernel;
	if (remaining) {
		left = ms - (now_ms() - start);
		left = left > 0 && result != 0 ? left : 0;
		remaining->tv_sec = (time_t)(left / 1000);
		remaining->tv_nsec = (long)(left % 1000 * 1000000);
	}
	return result;
}

static ssize_t real_read(void *kernel, int fd, void *buf, size_t size)
{
	(void)kernel;
	return result_of(read(fd, buf, size));
}

static ssize_t real_readlinkat(void *kernel, int dirfd, const char *path, char *buf, size_t size)
{
	(void)kernel;
	return result_of(readlinkat(dirfd, path, buf, size));
}

static int real_mknodat(void *kernel, int dirfd, const char *path, unsigned int mode, uint64_t dev)
{
	(void)kernel;
	return (int)result_of(mknodat(dirfd, path, mode, (dev_t)dev));
}

static int real_unlinkat(void *kernel, int dirfd, const char *path, int flags)
{
	(void)kernel;
	return (int)result_of(unlinkat(dirfd, path, flags));
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
	return (int)result_of(munmap(memory, size));
}

static int real_socket(void *kernel, int domain, int type, int protocol)
{
	(void)kernel;
	return (int)result_of(socket(domain, type, protocol));
}

static int real_bind(void *kernel, int fd, const struct sockaddr *address, unsigned int size)
{
	(void)kernel;
	return (int)result_of(bind(fd, address, (socklen_t)size));
}

static ssize_t real_recvmsg(void *kernel, int fd, struct msghdr *message, int flags)
{
	(void)kernel;
	return result_of(recvmsg(fd, message, flags));
}

static int real_inotify_init1(void *kernel, int flags)
{
	(void)kernel;
	return (int)result_of(inotify_init1(flags));
}

static int real_inotify_add_watch(void *kernel, int fd, const char *path, uint32_t mask)
{
	(void)kernel;
	return (int)result_of(inotify_add_watch(fd, path, mask));
}

const struct cusb_syscalls seam_kernel = {
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
