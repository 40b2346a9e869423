/* SPDX-License-Identifier: MIT */
/*
 * A device arrives in steps: its node is made, then udev or its like gives the node its owner and
 * mode, and then, or before, the kernel configures the device. An arrival is held back until the
 * node can be opened; whoever is told of it can use the device.
 */
#include "core/log.h"
#include "core/device_match.h"
#include "core/monitor/monitor.h"

#include <cusb/error.h>

void settle_begin(const struct cusb_monitor *monitor, struct known *known, int64_t now)
{
	known->held = true;
	known->step_ms = FIRST_STEP_MS;
	known->next_try = now;
	known->held_until = monitor->openable_ms < 0 ? now : now + monitor->openable_ms;
}

static int try_to_open(const struct cusb_monitor *monitor, struct device *dev)
{
	struct cusb_backend *backend = monitor->backend;
	struct cusb_handle *handle;
	int err;

	if (monitor->openable_ms < 0)
		return 0;
	if (!backend->open)
		return -ENOSYS;
	err = backend->open(backend, &dev->public, -1, &handle);
	if (err == 0 && backend->close)
		backend->close(handle);
	return err;
}

static bool may_yet_open(int err)
{
	return err == -EACCES || err == -EPERM || err == -ENOENT || err == -ENODEV;
}

static int settle_arrival(struct cusb_monitor *monitor, struct known *known, int64_t now)
{
	int err;

	if (!known->held || known->next_try > now)
		return 0;
	err = try_to_open(monitor, known->dev);
	if (is_shortage(err))
		return err;
	known->openable = err;
	if (may_yet_open(err) && now < known->held_until) {
		int64_t left = known->held_until - now;

		known->next_try = now + (known->step_ms < left ? known->step_ms : left);
		if (2 * known->step_ms <= LONGEST_STEP_MS)
			known->step_ms *= 2;
		else
			known->step_ms = LONGEST_STEP_MS;
		return 0;
	}
	if (err < 0)
		log_line(CUSB_LOG_WARNING, "%s: has arrived but cannot be opened: %s", known->name,
			 cusb_strerror(err));
	known->held = false;
	event_add(monitor, known, CUSB_ARRIVED);
	return 0;
}

/* The kernel binds a device that it may not configure as well, and its message may be an old one.
 */
static int settle_bound(struct cusb_monitor *monitor, struct known *known)
{
	struct cusb_backend *backend = monitor->backend;
	int value;

	if (!known->ask_bound || known->held)
		return 0;
	value = backend->configuration ? backend->configuration(backend, &known->dev->public) : 1;
	if (is_shortage(value))
		return value;
	known->ask_bound = false;
	if (value > 0) {
		known->bound = BOUND;
		event_add(monitor, known, CUSB_BOUND);
	}
	return 0;
}

int settle(struct cusb_monitor *monitor, int64_t now)
{
	int err = 0;

	for (struct known *known = monitor->known; known && err == 0; known = known->next) {
		if (!known->dev)
			continue;
		err = settle_arrival(monitor, known, now);
		if (err == 0)
			err = settle_bound(monitor, known);
	}
	return err;
}

int64_t settle_time(const struct cusb_monitor *monitor)
{
	int64_t time = NEVER;

	for (const struct known *known = monitor->known; known; known = known->next)
		if (known->held && known->next_try < time)
			time = known->next_try;
	return time;
}
