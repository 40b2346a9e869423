/* SPDX-License-Identifier: MIT */
/*
 * ppoll. Kernel facts: an open node shows POLLOUT while a completed URB can be reaped, POLLHUP
 * after the device has left, and POLLERR after all its URBs have completed then.
 */
#include <errno.h>

#include "clock.h"
#include "core/timespec.h"
#include "demand.h"
#include "hostile/hostile.h"
#include "input.h"

/* The device leaves now and then. Its URBs complete later. */
static short node_events(struct hostile *kernel, int fd)
{
	bool nothing_new = input_says(32);
	short events;

	kernel->unplugged = kernel->unplugged || input_says(4);
	kernel->gone = kernel->gone || (kernel->unplugged && !input_says(128));
	if (kernel->gone || !nothing_new)
		hostile_complete(kernel, fd, kernel->gone);
	events = hostile_any_completed(kernel, fd) ? POLLOUT : 0;
	if (kernel->unplugged)
		events |= POLLHUP;
	return (short)(kernel->gone ? events | POLLERR : events);
}

static short events_of(struct hostile *kernel, int fd)
{
	if (fd < 0)
		return 0;
	if (hostile_file(kernel, fd)->kind == HOSTILE_NODE)
		return node_events(kernel, fd);
	return input_says(128) ? POLLIN : 0;
}

/* Part of the time passes before something happens. */
static void pass_some(struct timespec *remaining)
{
	struct timespec some = {0, input_byte() * 100000L};

	if (remaining && time_is_sooner(*remaining, some))
		some = *remaining;
	clock_pass(some);
	if (remaining)
		*remaining = time_subtract(*remaining, some);
}

static int pass_all(struct timespec *remaining)
{
	clock_pass(*remaining);
	*remaining = (struct timespec){0, 0};
	return 0;
}

int hostile_ppoll(void *user, struct pollfd *fds, unsigned int count, struct timespec *remaining)
{
	struct hostile *kernel = user;

	demand(count == 1);
	if (hostile_trouble(kernel) && input_says(128))
		return -EINTR;
	fds->revents = events_of(kernel, fds->fd);
	if (fds->revents) {
		pass_some(remaining);
		return 1;
	}
	/* After the input, a program that waits for a device gets a signal. */
	if (!input_left() && (fds->fd < 0 || kernel->files[fds->fd].kind != HOSTILE_NODE))
		return -EINTR;
	if (remaining)
		return pass_all(remaining);
	/* An endless wait: something comes, if anything can. */
	if (fds->fd >= 0 && hostile_pending(kernel, fds->fd)) {
		hostile_complete(kernel, fds->fd, true);
		fds->revents = POLLOUT;
		return 1;
	}
	demand(fds->fd >= 0 && kernel->files[fds->fd].kind != HOSTILE_NODE);
	fds->revents = POLLIN;
	return 1;
}
