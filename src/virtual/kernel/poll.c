/* SPDX-License-Identifier: MIT */
/*
 * ppoll(2): sleeps in the real one, on the files' real descriptors, and answers from the files'
 * state.
 */
#include <errno.h>
#include <poll.h>

#include "virtual/device/fault.h"
#include "virtual/kernel/calls.h"
#include "virtual/kernel/state/kernel.h"

#define FDS_MAX 256

static short events_of(struct file *file)
{
	if (!file->operations->poll)
		return POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
	return file->operations->poll(file);
}

static int answer(struct file *const *files, struct pollfd *fds, unsigned int count)
{
	int n = 0;

	for (unsigned int i = 0; i < count; i++) {
		fds[i].revents = 0;
		if (files[i])
			fds[i].revents = events_of(files[i]) & (fds[i].events | POLLHUP | POLLERR);
		else if (fds[i].fd >= 0)
			fds[i].revents = POLLNVAL;
		n += fds[i].revents != 0;
	}
	return n;
}

static struct timespec minus(struct timespec time, int64_t ns)
{
	int64_t left = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec - ns;

	return fault_timespec(left > 0 ? left : 0);
}

/* Sleeps without the lock, at most *remaining; 0: the time is over. */
static int sleep_on(struct cusb_virtual_kernel *kernel, struct pollfd *fds, unsigned int count,
		    struct timespec *remaining)
{
	int64_t start;
	int n;

	kernel_unlock(kernel);
	start = fault_now();
	n = ppoll(fds, count, remaining, NULL);
	if (n < 0)
		n = -errno;
	if (remaining)
		*remaining = n ? minus(*remaining, fault_now() - start) : (struct timespec){0, 0};
	kernel_lock(kernel);
	return n;
}

int kernel_ppoll(struct cusb_virtual_kernel *kernel, struct pollfd *fds, unsigned int count,
		 struct timespec *remaining)
{
	struct file *files[FDS_MAX];
	int n, woken = 1;

	if (count > FDS_MAX)
		return -EINVAL;
	for (unsigned int i = 0; i < count; i++)
		files[i] = fds[i].fd < 0 ? NULL : kernel_file_get(kernel, fds[i].fd);
	while ((n = answer(files, fds, count)) == 0 && woken > 0)
		woken = sleep_on(kernel, fds, count, remaining);
	for (unsigned int i = 0; i < count; i++)
		kernel_file_put(files[i]);
	return n == 0 && woken < 0 ? woken : n;
}
