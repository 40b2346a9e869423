/* SPDX-License-Identifier: MIT */
/* A monitor: its beginning, its next event, and how long a loop may wait. Nothing here blocks. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/device_match.h"
#include "core/log.h"
#include "core/monitor/monitor.h"
#include "core/native_backend.h"
#include "core/reserved.h"
#include "descriptor/match.h"

#define DEFAULT_OPENABLE_MS 2000
#define DEFAULT_INTERVAL_MS 1000

int64_t monitor_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Updates the events; does not block. */
static int attend(struct cusb_monitor *monitor)
{
	int64_t now = monitor_now();
	int err = watch_take_changes(monitor, now);

	if (err == 0 && (monitor->must_look || monitor->next_look <= now))
		err = look_at_all(monitor, now);
	return err < 0 ? err : arrivals_tell(monitor, now);
}

/* An error may last, as a shortage does: after the first one, loops try again later and later. */
static void plan_next_try(struct cusb_monitor *monitor, int err)
{
	int64_t next_ms = monitor->retry_ms ? 2 * monitor->retry_ms : FIRST_STEP_MS;

	if (err < 0)
		monitor->next_try = monitor_now() + monitor->retry_ms;
	monitor->retry_ms = 0;
	if (err < 0)
		monitor->retry_ms = next_ms < monitor->interval_ms ? next_ms : monitor->interval_ms;
}

int monitor_take(struct cusb_monitor *monitor, struct cusb_event *event)
{
	int err = 0;

	if (!known_first(&monitor->devices, DUE)) {
		err = attend(monitor);
		plan_next_try(monitor, err);
	}
	if (err < 0)
		return err;
	if (!known_first(&monitor->devices, DUE))
		return 0;
	event_take(&monitor->devices, event);
	return 1;
}

int64_t monitor_next_time(const struct cusb_monitor *monitor)
{
	int64_t time = arrivals_next_time(monitor);

	if (known_first(&monitor->devices, DUE))
		return 0;
	if (monitor->retry_ms > 0)
		return monitor->next_try;
	if (monitor->must_look)
		return 0;
	return monitor->next_look < time ? monitor->next_look : time;
}

int cusb_monitor_poll_timeout(struct cusb_monitor *monitor)
{
	int64_t time = monitor_next_time(monitor), left;

	if (time == NO_DEADLINE)
		return -1;
	left = time - monitor_now();
	if (left <= 0)
		return 0;
	return left < INT_MAX ? (int)left : INT_MAX;
}

static int copy_match(struct cusb_monitor *monitor, const struct cusb_match *match)
{
	size_t count = 1;

	if (!match)
		return 0;
	for (const struct cusb_match *pair = match; pair->field != CUSB_FIELD_END; pair++)
		count++;
	monitor->match = malloc(count * sizeof *match);
	if (!monitor->match)
		return -ENOMEM;
	memcpy(monitor->match, match, count * sizeof *match);
	return 0;
}

static void take_options(struct cusb_monitor *monitor, const struct cusb_monitor_options *options)
{
	static const struct cusb_monitor_options defaults;

	if (!options)
		options = &defaults;
	monitor->existing = options->existing;
	monitor->at_once = options->at_once;
	monitor->openable_ms = options->openable_ms ? options->openable_ms : DEFAULT_OPENABLE_MS;
	monitor->interval_ms =
		options->interval_ms > 0 ? options->interval_ms : DEFAULT_INTERVAL_MS;
}

/* The watch begins first, so that no change during the first look is lost. */
static int begin(struct cusb_monitor *monitor)
{
	int64_t now = monitor_now();
	int err;

	watch_begin(monitor);
	monitor->beginning = true;
	err = look_at_all(monitor, now);
	monitor->beginning = false;
	return err < 0 ? err : watch_take_changes(monitor, now);
}

int cusb_monitor_new(const struct cusb_match *match, const struct cusb_monitor_options *options,
		     struct cusb_monitor **out)
{
	const struct cusb_match *named = match_find(match, CUSB_FIELD_name);
	struct cusb_monitor *monitor;
	int err;

	error_forget();
	err = device_match_check(match);
	if (err < 0)
		return err;
	if (options && !RESERVED_IS_ZERO(options))
		return refuse(-EINVAL, "the reserved members of the options are not 0");
	if (!device_match_backend(match)->enumerate)
		return -ENOSYS;
	monitor = calloc(1, sizeof *monitor);
	if (!monitor)
		return -ENOMEM;
	native_backend_complete();
	monitor->backend = device_match_backend(match);
	monitor->only = named ? named->is.string : NULL;
	take_options(monitor, options);
	err = copy_match(monitor, match);
	if (err == 0)
		err = begin(monitor);
	if (err < 0) {
		cusb_monitor_free(monitor);
		return err;
	}
	*out = monitor;
	return 0;
}

void cusb_monitor_free(struct cusb_monitor *monitor)
{
	if (!monitor)
		return;
	if (monitor->watcher)
		monitor->watcher->gone(monitor->watcher);
	watch_end(monitor);
	known_free_all(&monitor->devices);
	free(monitor->match);
	free(monitor);
}
