/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

#include "seam.h"

static struct {
	pthread_mutex_t lock;
	struct cusb_backend *backend;
	const struct cusb_syscalls *below;
	int open_fds;
	bool lacks_cloexec;
	int writing_err;
	struct syscall_faults calls;
	bool refused[VIRTUAL_CALLS];
	bool failed;
} seam = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Counts a call; below 0 it is to fail with that. */
static int enter(enum virtual_call call, unsigned long request)
{
	int err;

	pthread_mutex_lock(&seam.lock);
	err = syscall_count(&seam.calls, call, request);
	if (err)
		seam.failed = true;
	if (seam.refused[call])
		err = -EACCES;
	pthread_mutex_unlock(&seam.lock);
	if (!err)
		alloc_below_seam(true);
	return err;
}
static ssize_t leave(ssize_t result)
{
	alloc_below_seam(false);
	return result;
}

static void add_open_fds(int n)
{
	pthread_mutex_lock(&seam.lock);
	seam.open_fds += n;
	pthread_mutex_unlock(&seam.lock);
}

static int seam_openat(void *kernel, int dirfd, const char *path, int flags)
{
	int fd = enter(VIRTUAL_OPENAT, 0);

	if (fd < 0)
		return fd;
	if (seam.writing_err && (flags & O_ACCMODE) != O_RDONLY)
		return (int)leave(seam.writing_err);
	if (!(flags & O_CLOEXEC))
		seam.lacks_cloexec = true;
	fd = (int)leave(seam.below->openat(kernel, dirfd, path, flags));
	if (fd >= 0)
		add_open_fds(1);
	return fd;
}

/* As in Linux, a close() that fails has closed all the same. */
static int seam_close(void *kernel, int fd)
{
	int err = enter(VIRTUAL_CLOSE, 0);
	int result;

	alloc_below_seam(true);
	result = (int)leave(seam.below->close(kernel, fd));
	add_open_fds(result == 0 ? -1 : 0);
	return err ? err : result;
}

static ssize_t seam_pread(void *kernel, int fd, void *buf, size_t size, uint64_t offset)
{
	int err = enter(VIRTUAL_PREAD, 0);

	return err ? err : leave(seam.below->pread(kernel, fd, buf, size, offset));
}

static ssize_t seam_getdents64(void *kernel, int fd, void *buf, size_t size)
{
	int err = enter(VIRTUAL_GETDENTS64, 0);

	return err ? err : leave(seam.below->getdents64(kernel, fd, buf, size));
}

static int seam_ioctl(void *kernel, int fd, unsigned long request, void *arg)
{
	int err = enter(VIRTUAL_IOCTL, request);

	return err ? err : (int)leave(seam.below->ioctl(kernel, fd, request, arg));
}

static int seam_ppoll(void *kernel, struct pollfd *fds, unsigned int count,
		      struct timespec *remaining)
{
	int err = enter(VIRTUAL_PPOLL, 0);

	return err ? err : (int)leave(seam.below->ppoll(kernel, fds, count, remaining));
}

static ssize_t seam_read(void *kernel, int fd, void *buf, size_t size)
{
	int err = enter(VIRTUAL_READ, 0);

	return err ? err : leave(seam.below->read(kernel, fd, buf, size));
}

static ssize_t seam_readlinkat(void *kernel, int dirfd, const char *path, char *buf, size_t size)
{
	int err = enter(VIRTUAL_READLINKAT, 0);

	return err ? err : leave(seam.below->readlinkat(kernel, dirfd, path, buf, size));
}

static int seam_mknodat(void *kernel, int dirfd, const char *path, unsigned int mode, uint64_t dev)
{
	int err = enter(VIRTUAL_MKNODAT, 0);

	return err ? err : (int)leave(seam.below->mknodat(kernel, dirfd, path, mode, dev));
}

static int seam_unlinkat(void *kernel, int dirfd, const char *path, int flags)
{
	int err = enter(VIRTUAL_UNLINKAT, 0);

	return err ? err : (int)leave(seam.below->unlinkat(kernel, dirfd, path, flags));
}

static int seam_mmap(void *kernel, int fd, size_t size, void **memory)
{
	int err = enter(VIRTUAL_MMAP, 0);

	return err ? err : (int)leave(seam.below->mmap(kernel, fd, size, memory));
}

static int seam_munmap(void *kernel, void *memory, size_t size)
{
	int err = enter(VIRTUAL_MUNMAP, 0);

	return err ? err : (int)leave(seam.below->munmap(kernel, memory, size));
}

static int seam_socket(void *kernel, int domain, int type, int protocol)
{
	int err = enter(VIRTUAL_SOCKET, 0);
	int fd;

	if (err)
		return err;
	fd = (int)leave(seam.below->socket(kernel, domain, type, protocol));
	add_open_fds(fd >= 0 ? 1 : 0);
	return fd;
}

static int seam_bind(void *kernel, int fd, const struct sockaddr *address, unsigned int size)
{
	int err = enter(VIRTUAL_BIND, 0);

	return err ? err : (int)leave(seam.below->bind(kernel, fd, address, size));
}

static ssize_t seam_recvmsg(void *kernel, int fd, struct msghdr *message, int flags)
{
	int err = enter(VIRTUAL_RECVMSG, 0);

	return err ? err : leave(seam.below->recvmsg(kernel, fd, message, flags));
}

static int seam_inotify_init1(void *kernel, int flags)
{
	int err = enter(VIRTUAL_INOTIFY_INIT1, 0);
	int fd;

	if (err)
		return err;
	fd = (int)leave(seam.below->inotify_init1(kernel, flags));
	add_open_fds(fd >= 0 ? 1 : 0);
	return fd;
}

static int seam_inotify_add_watch(void *kernel, int fd, const char *path, uint32_t mask)
{
	int err = enter(VIRTUAL_INOTIFY_ADD_WATCH, 0);

	return err ? err : (int)leave(seam.below->inotify_add_watch(kernel, fd, path, mask));
}

static const struct cusb_syscalls seam_syscalls = {
	.openat = seam_openat,
	.close = seam_close,
	.pread = seam_pread,
	.getdents64 = seam_getdents64,
	.ioctl = seam_ioctl,
	.ppoll = seam_ppoll,
	.read = seam_read,
	.readlinkat = seam_readlinkat,
	.mknodat = seam_mknodat,
	.unlinkat = seam_unlinkat,
	.mmap = seam_mmap,
	.munmap = seam_munmap,
	.socket = seam_socket,
	.bind = seam_bind,
	.recvmsg = seam_recvmsg,
	.inotify_init1 = seam_inotify_init1,
	.inotify_add_watch = seam_inotify_add_watch,
};

struct cusb_backend *seam_begin_with(const struct cusb_usbfs_options *given)
{
	struct cusb_usbfs_options options = *given;

	options.syscalls = &seam_syscalls;
	options.kernel = world.kernel;
	seam.below = world.kernel ? &virtual_syscalls : &real_syscalls;
	CHECK_OK(cusb_usbfs_new(&options, &seam.backend));
	seam_reset();
	return seam.backend;
}

struct cusb_backend *seam_begin(void)
{
	const struct cusb_usbfs_options options = {0};

	return seam_begin_with(&options);
}

int seam_call_openat(const char *path, int flags)
{
	return seam.below->openat(world.kernel, AT_FDCWD, path, flags);
}

int seam_call_close(int fd)
{
	return seam.below->close(world.kernel, fd);
}

int seam_call_ioctl(int fd, unsigned long request, void *arg)
{
	return seam.below->ioctl(world.kernel, fd, request, arg);
}

void seam_end(void)
{
	CHECK_INT(seam_open_fds(), 0);
	cusb_usbfs_free(seam.backend);
	memset(seam.refused, 0, sizeof seam.refused);
	seam_reset();
}

unsigned int seam_count(enum virtual_call call, unsigned long request)
{
	return syscall_calls(&seam.calls, call, request);
}

unsigned int seam_count_all(void)
{
	return syscall_all_calls(&seam.calls);
}

void seam_refuse_writing(int err)
{
	seam.writing_err = err;
}

void seam_reset(void)
{
	syscall_forget_faults(&seam.calls);
	syscall_reset_counts(&seam.calls);
	seam.failed = false;
}

void seam_fail(enum virtual_call call, unsigned long request, unsigned int nth, unsigned int times,
	       int err)
{
	syscall_forget_faults(&seam.calls);
	alloc_below_seam(true);
	syscall_fail(&seam.calls, call, request, nth, times, err);
	alloc_below_seam(false);
	seam.failed = false;
}

void seam_refuse(enum virtual_call call)
{
	seam.refused[call] = true;
}

bool seam_failed(void)
{
	return seam.failed;
}

int seam_open_fds(void)
{
	return seam.open_fds;
}

bool seam_all_cloexec(void)
{
	return !seam.lacks_cloexec;
}
