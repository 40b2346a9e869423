/* SPDX-License-Identifier: MIT */
/* Every call of the backend goes through its table, and leaves a log line. */
#include <errno.h>
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/socket.h>

#include "backend/usbfs/usbfs.h"
#include "core/log.h"

/* Calls a function that may be missing in the table. */
#define CALL(fs, name, ...)                                                                        \
	((fs)->syscalls->name ? (fs)->syscalls->name((fs)->kernel, __VA_ARGS__) : -ENOSYS)

/* Repeats a call that a signal interrupted. */
#define REPEAT(result, call)                                                                       \
	do                                                                                         \
		(result) = (call);                                                                 \
	while ((result) == -EINTR)

int sys_openat(const struct usbfs *fs, int dirfd, const char *path, int flags)
{
	int fd;

	REPEAT(fd, fs->syscalls->openat(fs->kernel, dirfd, path, flags | O_CLOEXEC));
	log_line(CUSB_LOG_DEBUG, "openat(%d, \"%s\", %#x) = %d", dirfd, path, flags, fd);
	return fd;
}

/* Never repeated: Linux has freed the descriptor even when it returns an error. */
void sys_close(const struct usbfs *fs, int fd)
{
	int result = fs->syscalls->close(fs->kernel, fd);

	log_line(CUSB_LOG_DEBUG, "close(%d) = %d", fd, result);
}

ssize_t sys_pread(const struct usbfs *fs, int fd, void *buf, size_t size, uint64_t offset)
{
	ssize_t n;

	REPEAT(n, fs->syscalls->pread(fs->kernel, fd, buf, size, offset));
	log_line(CUSB_LOG_DEBUG, "pread(%d, %zu bytes at %llu) = %zd", fd, size,
		 (unsigned long long)offset, n);
	return n;
}

ssize_t sys_getdents64(const struct usbfs *fs, int fd, void *buf, size_t size)
{
	ssize_t n;

	REPEAT(n, fs->syscalls->getdents64(fs->kernel, fd, buf, size));
	log_line(CUSB_LOG_DEBUG, "getdents64(%d, %zu bytes) = %zd", fd, size, n);
	return n;
}

void sys_log_ioctl(int fd, unsigned long request, void *arg, int result)
{
	char text[160];

	ioctl_text(request, arg, text, sizeof text);
	log_line(CUSB_LOG_DEBUG, "ioctl(%d, %s) = %d", fd, text, result);
}

int sys_query(const struct usbfs *fs, int fd, const char *name, unsigned long request, void *arg)
{
	int result = fs->syscalls->ioctl(fs->kernel, fd, request, arg);

	log_line(CUSB_LOG_DEBUG, "ioctl(%d, %s, %p) = %d", fd, name, arg, result);
	return result;
}

void sys_log_ppoll(int fd, bool limited, int result, short events)
{
	log_line(CUSB_LOG_DEBUG, "ppoll(%d, %s) = %d, events %#x", fd,
		 limited ? "with timeout" : "no timeout", result, (unsigned int)events);
}

ssize_t sys_read(const struct usbfs *fs, int fd, void *buf, size_t size)
{
	ssize_t n;

	REPEAT(n, CALL(fs, read, fd, buf, size));
	log_line(CUSB_LOG_DEBUG, "read(%d, %zu bytes) = %zd", fd, size, n);
	return n;
}

ssize_t sys_readlinkat(const struct usbfs *fs, int dirfd, const char *path, char *buf, size_t size)
{
	ssize_t n = CALL(fs, readlinkat, dirfd, path, buf, size);

	log_line(CUSB_LOG_DEBUG, "readlinkat(%d, \"%s\") = %zd", dirfd, path, n);
	return n;
}

int sys_mknodat(const struct usbfs *fs, int dirfd, const char *path, unsigned int mode,
		uint64_t dev)
{
	int err = CALL(fs, mknodat, dirfd, path, mode, dev);

	log_line(CUSB_LOG_DEBUG, "mknodat(%d, \"%s\", %#o, %#llx) = %d", dirfd, path, mode,
		 (unsigned long long)dev, err);
	return err;
}

int sys_unlinkat(const struct usbfs *fs, int dirfd, const char *path, int flags)
{
	int err = CALL(fs, unlinkat, dirfd, path, flags);

	log_line(CUSB_LOG_DEBUG, "unlinkat(%d, \"%s\", %#x) = %d", dirfd, path, flags, err);
	return err;
}

int sys_mmap(const struct usbfs *fs, int fd, size_t size, void **memory)
{
	int err = CALL(fs, mmap, fd, size, memory);

	log_line(CUSB_LOG_DEBUG, "mmap(%d, %zu bytes) = %d", fd, size, err);
	return err;
}

void sys_munmap(const struct usbfs *fs, void *memory, size_t size)
{
	int err = CALL(fs, munmap, memory, size);

	log_line(CUSB_LOG_DEBUG, "munmap(%zu bytes) = %d", size, err);
}

int sys_socket(const struct usbfs *fs, int domain, int type, int protocol)
{
	int fd = CALL(fs, socket, domain, type | SOCK_CLOEXEC, protocol);

	log_line(CUSB_LOG_DEBUG, "socket(%d, %#x, %d) = %d", domain, (unsigned int)type, protocol,
		 fd);
	return fd;
}

int sys_bind(const struct usbfs *fs, int fd, const struct sockaddr *address, unsigned int size)
{
	int err = CALL(fs, bind, fd, address, size);

	log_line(CUSB_LOG_DEBUG, "bind(%d) = %d", fd, err);
	return err;
}

ssize_t sys_recvmsg(const struct usbfs *fs, int fd, struct msghdr *message, int flags)
{
	ssize_t n;

	REPEAT(n, CALL(fs, recvmsg, fd, message, flags));
	log_line(CUSB_LOG_DEBUG, "recvmsg(%d) = %zd", fd, n);
	return n;
}

int sys_inotify_init1(const struct usbfs *fs, int flags)
{
	int fd = CALL(fs, inotify_init1, flags | IN_CLOEXEC);

	log_line(CUSB_LOG_DEBUG, "inotify_init1(%#x) = %d", (unsigned int)flags, fd);
	return fd;
}

int sys_inotify_add_watch(const struct usbfs *fs, int fd, const char *path, uint32_t mask)
{
	int watch = CALL(fs, inotify_add_watch, fd, path, mask);

	log_line(CUSB_LOG_DEBUG, "inotify_add_watch(%d, \"%s\") = %d", fd, path, watch);
	return watch;
}

int sys_epoll_create1(const struct usbfs *fs, int flags)
{
	int fd = CALL(fs, epoll_create1, flags);

	log_line(CUSB_LOG_DEBUG, "epoll_create1(%#x) = %d", (unsigned int)flags, fd);
	return fd;
}

int sys_epoll_ctl(const struct usbfs *fs, int epfd, int operation, int fd,
		  struct epoll_event *event)
{
	int err = CALL(fs, epoll_ctl, epfd, operation, fd, event);

	log_line(CUSB_LOG_DEBUG, "epoll_ctl(%d, %d, %d) = %d", epfd, operation, fd, err);
	return err;
}

int sys_epoll_wait(const struct usbfs *fs, int epfd, struct epoll_event *events, int count,
		   int timeout_ms)
{
	int n = CALL(fs, epoll_wait, epfd, events, count, timeout_ms);

	log_line(CUSB_LOG_DEBUG, "epoll_wait(%d, %d ms) = %d", epfd, timeout_ms, n);
	return n;
}

int sys_eventfd2(const struct usbfs *fs, unsigned int value, int flags)
{
	int fd = CALL(fs, eventfd2, value, flags);

	log_line(CUSB_LOG_DEBUG, "eventfd2(%u, %#x) = %d", value, (unsigned int)flags, fd);
	return fd;
}
