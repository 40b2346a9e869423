/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "compat/libusb-1.0/timer.h"

static void end(struct libusb_context *ctx)
{
	if (ctx->timer_fd >= 0)
		close(ctx->timer_fd);
	ctx->timer_fd = -1;
}

int timer_begin(struct libusb_context *ctx)
{
	static const struct context_part part = {.end = end};
	int fd = ctx->timer_fd, none = -1;

	if (fd >= 0)
		return fd;
	fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (!atomic_compare_exchange_strong(&ctx->timer_fd, &none, fd)) {
		close(fd);
		return none;
	}
	ctx->parts[PART_TIMER] = &part;
	timer_arm(ctx);
	return fd;
}

void timer_set(struct libusb_context *ctx)
{
	struct itimerspec time = {{0, 0}, {0, 0}};
	int left = cusb_wait_set_poll_timeout(ctx->set);

	if (left > 0)
		time.it_value = (struct timespec){left / 1000, left % 1000 * 1000000L};
	else if (left == 0)
		time.it_value.tv_nsec = 1;
	timerfd_settime(ctx->timer_fd, 0, &time, NULL);
}
