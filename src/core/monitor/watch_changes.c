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
	if (!monitor->watch || monitor->watch_deaf)
		return -1;
	return monitor->backend->watch->fd(monitor->watch);
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
	err = backend->watch->wait(backend, monitor->watch_deaf ? NULL : monitor->watch,
				   timeout_ms);
	return err == -ETIMEDOUT ? 0 : err;
}

static void note_bound(struct cusb_monitor *monitor, struct known_device *known)
{
	arrival_probed(known);
	if (known->bound == BOUND_OR_NOT)
		known->bound = NOT_BOUND;
	if (known->bound == NOT_BOUND)
		arrival_ask_bound(monitor, known);
}

static void note_unbound(struct known_device *known)
{
	known->bound = NOT_BOUND;
	known->ask_bound = false;
}

static void apply_to_known(struct cusb_monitor *monitor, struct known_device *known, int kind)
{
	/* Another program may have changed its configuration, or taken its interfaces. */
	if (known->dev)
		settings_changed(&known->dev->settings);
	/* A change before the device is configured is part of its arrival. */
	if (kind == CUSB_CHANGE_CHANGED && known->dev && known->told && known->bound != NOT_BOUND)
		event_add(&monitor->devices, known, CUSB_CHANGED);
	if (kind == CUSB_CHANGE_BOUND && known->dev)
		note_bound(monitor, known);
	if (kind == CUSB_CHANGE_UNBOUND)
		note_unbound(known);
}

/* Messages come late: another device may have the name now, or may have had it then. */
static struct known_device *known_of(const struct cusb_monitor *monitor,
				     const struct cusb_change *change)
{
	struct known_device *known = known_find(&monitor->devices, change->name);

	if (known && change->address != 0 && known->address != change->address)
		return NULL;
	return known;
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
	known = known_of(monitor, change);
	look = change->kind == CUSB_CHANGE_ADDED || change->kind == CUSB_CHANGE_REMOVED;
	if (known)
		apply_to_known(monitor, known, change->kind);
	else if (change->kind != CUSB_CHANGE_UNBOUND)
		look = true;
	return look && !monitor->must_look ? look_at_name(monitor, change->name, now) : 0;
}

/* A watch that works again may have missed changes until now. */
static void note_hearing(struct cusb_monitor *monitor, int err)
{
	bool deaf = err < 0;

	if (deaf == monitor->watch_deaf)
		return;
	if (deaf)
		log_line(CUSB_LOG_WARNING, "hotplug: devices are listed every %d ms for now: %s",
			 monitor->interval_ms, cusb_strerror(err));
	else
		log_line(CUSB_LOG_INFO, "hotplug: devices are no longer listed at intervals");
	monitor->watch_deaf = deaf;
	monitor->must_look = true;
}

int watch_take_changes(struct cusb_monitor *monitor, int64_t now)
{
	struct cusb_change change = {.kind = CUSB_CHANGE_ANY};
	int said;

	if (!monitor->watch)
		return 0;
	while ((said = monitor->backend->watch->next(monitor->watch, &change)) == 0) {
		int err = apply(monitor, &change, now);

		if (err < 0) {
			monitor->must_look = true;
			return err;
		}
	}
	note_hearing(monitor, said == -EAGAIN ? 0 : said);
	if (said == -EAGAIN)
		look_trust_ids(monitor);
	return 0;
}
