/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "seam.h"

static struct {
	pthread_mutex_t lock;
	struct cusb_backend *backend;
	const struct cusb_syscalls *below;
	int open_fds;
	bool lacks_cloexec;
	struct {
		enum virtual_call call;
		unsigned long request;
	} calls[65536]; /* each one made */
	unsigned int count;
	enum virtual_call fail_call;
	unsigned long fail_request;
	unsigned int fail_nth, fail_times;
	int fail_err;
	bool failed;
} seam = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool is_same(enum virtual_call call, unsigned long request, enum virtual_call want_call,
		    unsigned long want_request)
{
	return call == want_call && (want_request == 0 || request == want_request);
}

/* Counts a call; below 0 it is to fail with that. */
static int enter(enum virtual_call call, unsigned long request)
{
	int err = 0;

	pthread_mutex_lock(&seam.lock);
	if (seam.count < sizeof seam.calls / sizeof seam.calls[0]) {
		seam.calls[seam.count].call = call;
		seam.calls[seam.count++].request = request;
	}
	if (seam.fail_times > 0 && is_same(call, request, seam.fail_call, seam.fail_request) &&
	    (seam.fail_nth == 0 || --seam.fail_nth == 0)) {
		seam.fail_times--;
		seam.failed = true;
		err = seam.fail_err;
	}
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

static const struct cusb_syscalls seam_syscalls = {seam_openat,	    seam_close, seam_pread,
						   seam_getdents64, seam_ioctl, seam_ppoll};

/* The running kernel, for the real world. */

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

static const struct cusb_syscalls real_syscalls = {real_openat,	    real_close, real_pread,
						   real_getdents64, real_ioctl, real_ppoll};

struct cusb_backend *seam_begin(void)
{
	struct cusb_usbfs_options options = {NULL, NULL, &seam_syscalls, world.kernel};

	seam.below = world.kernel ? &virtual_syscalls : &real_syscalls;
	CHECK_OK(cusb_usbfs_new(&options, &seam.backend));
	seam_reset();
	return seam.backend;
}

void seam_end(void)
{
	CHECK_INT(seam_open_fds(), 0);
	cusb_usbfs_free(seam.backend);
	seam_reset();
}

unsigned int seam_count(enum virtual_call call, unsigned long request)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < seam.count; i++)
		count += is_same(seam.calls[i].call, seam.calls[i].request, call, request);
	return count;
}

unsigned int seam_count_all(void)
{
	return seam.count;
}

void seam_reset(void)
{
	seam.count = 0;
	seam.fail_times = 0;
	seam.failed = false;
}

void seam_fail(enum virtual_call call, unsigned long request, unsigned int nth, unsigned int times,
	       int err)
{
	seam.fail_call = call;
	seam.fail_request = request;
	seam.fail_nth = nth;
	seam.fail_times = times;
	seam.fail_err = err;
	seam.failed = false;
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
