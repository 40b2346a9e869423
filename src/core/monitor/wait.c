/* SPDX-License-Identifier: MIT */
/* A device that is not there yet is waited for with a monitor: no gap between looking and waiting.
 */
#include <errno.h>
#include <limits.h>
#include <time.h>

#include <cusb/monitor.h>

/* What is left of the time; below 1 it is over. */
static int time_left(int timeout_ms, const struct timespec *start)
{
	struct timespec now;
	int64_t spent;

	clock_gettime(CLOCK_MONOTONIC, &now);
	spent = (int64_t)(now.tv_sec - start->tv_sec) * 1000 +
		(now.tv_nsec - start->tv_nsec) / 1000000;
	return spent < timeout_ms ? (int)(timeout_ms - spent) : 0;
}

/* A backend that opens none cannot make anybody wait until it can. */
static bool is_usable(const struct cusb_event *event)
{
	return event->type == CUSB_ARRIVED && (event->openable == 0 || event->openable == -ENOSYS);
}

static int wait_for_arrival(struct cusb_monitor *monitor, int timeout_ms, struct cusb_device **dev)
{
	struct timespec start;
	struct cusb_event event;
	int left = timeout_ms, err;

	clock_gettime(CLOCK_MONOTONIC, &start);
	for (;;) {
		err = cusb_monitor_next(monitor, left, &event);
		if (err < 0)
			return err;
		if (is_usable(&event)) {
			*dev = event.dev;
			return 0;
		}
		cusb_device_free(event.dev);
		if (timeout_ms != CUSB_NO_TIMEOUT) {
			left = time_left(timeout_ms, &start);
			if (left < 1)
				return -ETIMEDOUT;
		}
	}
}

int cusb_wait(const struct cusb_match *match, int timeout_ms, struct cusb_device **dev)
{
	const struct cusb_monitor_options options = {.existing = true, .openable_ms = INT_MAX};
	struct cusb_monitor *monitor;
	int err;

	if (timeout_ms < 0)
		return -EINVAL;
	err = cusb_monitor_new(match, &options, &monitor);
	if (err < 0)
		return err;
	err = wait_for_arrival(monitor, timeout_ms, dev);
	cusb_monitor_free(monitor);
	return err;
}
