/* SPDX-License-Identifier: MIT */
/*
 * The backend's watch. Its messages tell the monitor where to look. Only ADDED and REMOVED may mean
 * another device of the same name; other messages about a known device cause no look.
 */
#include <string.h>
#include <time.h>

#include "core/error.h"
#include "core/log.h"
#include "core/monitor/monitor.h"

void watch_begin(struct cusb_monitor *monitor)
{
	struct cusb_backend *backend = monitor->backend;

	if (backend->watch && backend->watch->begin(backend, &monitor->watch) < 0)
		monitor->watch = NULL;
}

void watch_end(struct cusb_monitor *monitor)
{
	if (monitor->watch)
		monitor->backend->watch->end(monitor->watch);
}

int cusb_monitor_poll_fd(struct cusb_monitor *monitor)
{
	return monitor->watch ? monitor->backend->watch->fd(monitor->watch) : -1;
}

static int sleep_ms(int ms)
{
	struct timespec time = {ms / 1000, ms % 1000 * 1000000L};

	return nanosleep(&time, NULL) < 0 ? -errno : 0;
}

int watch_wait(const struct cusb_monitor *monitor, int timeout_ms)
{
	struct cusb_backend *backend = monitor->backend;
	int err;

	if (!backend->watch)
		return sleep_ms(timeout_ms);
	err = backend->watch->wait(backend, monitor->watch_broken ? NULL : monitor->watch,
				   timeout_ms);
	return err == -ETIMEDOUT ? 0 : err;
}

static void note_bound(struct known_device *known, bool bound)
{
	if (!bound)
		known->bound = NOT_BOUND;
	else if (known->bound == BOUND_OR_NOT)
		known->bound = NOT_BOUND;
	known->ask_bound = bound && known->bound == NOT_BOUND;
}

static void apply_to_known(struct cusb_monitor *monitor, struct known_device *known, int kind)
{
	/* Another program may have changed its configuration, or taken its interfaces. */
	if (known->dev)
		settings_changed(&known->dev->settings);
	/* A change before the device is configured is part of its arrival. */
	if (kind == CUSB_CHANGE_CHANGED && known->dev && known->told && known->bound != NOT_BOUND)
		event_add(&monitor->devices, known, CUSB_CHANGED);
	if (kind == CUSB_CHANGE_BOUND || kind == CUSB_CHANGE_UNBOUND)
		note_bound(known, kind == CUSB_CHANGE_BOUND);
}

static int apply(struct cusb_monitor *monitor, const struct cusb_change *change, int64_t now)
{
	struct known_device *known;
	bool look;

	if (change->kind == CUSB_CHANGE_ANY) {
		monitor->must_look = true;
		monitor->step_ms = FIRST_STEP_MS;
		return 0;
	}
	if (monitor->only && strcmp(monitor->only, change->name) != 0)
		return 0;
	known = known_find(&monitor->devices, change->name);
	look = change->kind == CUSB_CHANGE_ADDED || change->kind == CUSB_CHANGE_REMOVED;
	if (known)
		apply_to_known(monitor, known, change->kind);
	else if (change->kind != CUSB_CHANGE_UNBOUND)
		look = true;
	return look && !monitor->must_look ? look_at_name(monitor, change->name, now) : 0;
}

int watch_take_changes(struct cusb_monitor *monitor, int64_t now)
{
	struct cusb_change change;
	int err = 0;

	if (!monitor->watch || monitor->watch_broken)
		return 0;
	while (err == 0) {
		err = monitor->backend->watch->next(monitor->watch, &change);
		if (err == -EAGAIN)
			return 0;
		if (err < 0)
			break;
		err = apply(monitor, &change, now);
		if (err < 0) {
			monitor->must_look = true;
			return err;
		}
	}
	log_line(CUSB_LOG_WARNING, "hotplug: looking every %d ms from now on: %s",
		 monitor->interval_ms, cusb_strerror(err));
	monitor->watch_broken = true;
	monitor->must_look = true;
	return 0;
}
