/* SPDX-License-Identifier: MIT */
/* The calls that wait: for the next event, and for a device. */
#include <errno.h>
#include <limits.h>

#include "core/monitor/monitor.h"

static int64_t deadline_of(int timeout_ms)
{
	return timeout_ms == CUSB_NO_TIMEOUT ? NO_DEADLINE : monitor_now() + timeout_ms;
}

/* Until the watch has a message; without a watch `time` is near. */
static int wait_until(const struct cusb_monitor *monitor, int64_t time)
{
	int64_t left = time == NO_DEADLINE ? 0 : time - monitor_now();

	if (time != NO_DEADLINE && left <= 0)
		return 0;
	return watch_wait(monitor, left < INT_MAX ? (int)left : INT_MAX);
}

static int next_before(struct cusb_monitor *monitor, int64_t deadline, struct cusb_event *event)
{
	for (;;) {
		int taken = monitor_take(monitor, event);
		int64_t time;
		int err;

		if (taken != 0)
			return taken < 0 ? taken : 0;
		if (deadline != NO_DEADLINE && monitor_now() >= deadline)
			return -ETIMEDOUT;
		time = monitor_next_time(monitor);
		err = wait_until(monitor, time < deadline ? time : deadline);
		if (err < 0)
			return err;
	}
}

static int next(struct cusb_monitor *monitor, int timeout_ms, struct cusb_event *event)
{
	int taken;

	error_forget();
	if (timeout_ms != CUSB_DONT_WAIT)
		return next_before(monitor, deadline_of(timeout_ms), event);
	taken = monitor_take(monitor, event);
	if (taken == 0)
		return -EAGAIN;
	return taken < 0 ? taken : 0;
}

int cusb_monitor_next(struct cusb_monitor *monitor, int timeout_ms, struct cusb_event *event)
{
	int err;

	if (timeout_ms < 0 && timeout_ms != CUSB_DONT_WAIT)
		return refuse_timeout(timeout_ms);
	err = next(monitor, timeout_ms, event);
	watcher_tell(monitor->watcher, err < 0 ? WATCHED_EMPTY : WATCHED_TAKEN);
	return err;
}

/* A backend without open() cannot test its devices, so any device counts. */
static bool is_usable(const struct cusb_event *event)
{
	return event->type == CUSB_ARRIVED && (event->openable == 0 || event->openable == -ENOSYS);
}

static int wait_for_arrival(struct cusb_monitor *monitor, int64_t deadline,
			    struct cusb_device **dev)
{
	do {
		struct cusb_event event;
		int err = next_before(monitor, deadline, &event);

		if (err < 0)
			return err;
		if (is_usable(&event)) {
			*dev = event.dev;
			return 0;
		}
		cusb_device_free(event.dev);
	} while (deadline == NO_DEADLINE || monitor_now() < deadline);
	return -ETIMEDOUT;
}

/* A monitor leaves no gap between looking and waiting. */
int cusb_wait_for_device(const struct cusb_match *match, int timeout_ms, struct cusb_device **dev)
{
	const struct cusb_monitor_options options = {.existing = true, .openable_ms = INT_MAX};
	struct cusb_monitor *monitor;
	int err;

	if (timeout_ms < 0)
		return refuse_timeout(timeout_ms);
	err = cusb_monitor_new(match, &options, &monitor);
	if (err < 0)
		return err;
	err = wait_for_arrival(monitor, deadline_of(timeout_ms), dev);
	cusb_monitor_free(monitor);
	return err;
}
