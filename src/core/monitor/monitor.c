/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/device_match.h"
#include "core/monitor/monitor.h"
#include "core/native_backend.h"
#include "descriptor/match.h"

#define DEFAULT_OPENABLE_MS 2000
#define DEFAULT_INTERVAL_MS 1000

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void event_add(struct cusb_monitor *monitor, struct known *known, enum cusb_event_type type)
{
	if (known->due == 0) {
		known->next_due = NULL;
		if (monitor->first_due)
			monitor->last_due->next_due = known;
		else
			monitor->first_due = known;
		monitor->last_due = known;
	}
	known->due |= EVENT_BIT(type);
}

void event_drop_all(struct cusb_monitor *monitor, struct known *known)
{
	struct known **at = &monitor->first_due, *before = NULL;

	if (known->due == 0)
		return;
	for (; *at != known; at = &(*at)->next_due)
		before = *at;
	*at = known->next_due;
	if (monitor->last_due == known)
		monitor->last_due = before;
	known->due = 0;
}

static enum cusb_event_type first_of(unsigned int due)
{
	enum cusb_event_type type = CUSB_ARRIVED;

	while (!(due & EVENT_BIT(type)))
		type++;
	return type;
}

static void take_event(struct cusb_monitor *monitor, struct cusb_event *event)
{
	struct known *known = monitor->first_due;
	enum cusb_event_type type = first_of(known->due);

	*event = (struct cusb_event){.type = type, .dev = &known->dev->public};
	if (type == CUSB_LEFT) {
		event_drop_all(monitor, known);
		free(known); /* its reference goes to the caller */
		return;
	}
	cusb_device_ref(event->dev);
	if (type == CUSB_ARRIVED) {
		event->openable = known->openable;
		known->told = true;
	}
	if (known->due == EVENT_BIT(type))
		event_drop_all(monitor, known);
	known->due &= ~EVENT_BIT(type);
}

/* Brings the events up to date; does not block. */
static int attend(struct cusb_monitor *monitor)
{
	int64_t now = now_ms();
	int err = changes_take(monitor, now);

	if (err == 0 && (monitor->must_look || monitor->next_look <= now))
		err = census_look(monitor, now);
	return err < 0 ? err : settle(monitor, now);
}

static int64_t next_time(const struct cusb_monitor *monitor)
{
	int64_t time = settle_time(monitor);

	if (monitor->must_look)
		return 0;
	return monitor->next_look < time ? monitor->next_look : time;
}

static int sleep_ms(int ms)
{
	struct timespec time = {ms / 1000, ms % 1000 * 1000000L};

	return nanosleep(&time, NULL) < 0 ? -errno : 0;
}

/* Until the watch says something, or until `time`, which is not far off when there is no watch. */
static int wait_until(struct cusb_monitor *monitor, int64_t time)
{
	struct cusb_backend *backend = monitor->backend;
	int64_t left = time == NEVER ? 0 : time - now_ms();
	int err;

	if (time != NEVER && left <= 0)
		return 0;
	if (left > INT_MAX)
		left = INT_MAX;
	if (!backend->watch)
		return sleep_ms((int)left);
	err = backend->watch->wait(backend, monitor->watch_broken ? NULL : monitor->watch,
				  (int)left);
	return err == -ETIMEDOUT ? 0 : err;
}

int cusb_monitor_next(struct cusb_monitor *monitor, int timeout_ms, struct cusb_event *event)
{
	int64_t deadline = timeout_ms == CUSB_NO_TIMEOUT ? NEVER : now_ms() + timeout_ms;
	int err = 0;

	if (timeout_ms < 0 && timeout_ms != CUSB_DONT_WAIT)
		return -EINVAL;
	for (;;) {
		int64_t time;

		if (!monitor->first_due)
			err = attend(monitor);
		if (err < 0)
			return err;
		if (monitor->first_due) {
			take_event(monitor, event);
			return 0;
		}
		if (timeout_ms == CUSB_DONT_WAIT)
			return -EAGAIN;
		if (deadline != NEVER && now_ms() >= deadline)
			return -ETIMEDOUT;
		time = next_time(monitor);
		err = wait_until(monitor, time < deadline ? time : deadline);
		if (err < 0)
			return err;
	}
}

int cusb_monitor_poll_fd(struct cusb_monitor *monitor)
{
	return monitor->watch ? monitor->backend->watch->fd(monitor->watch) : -1;
}

int cusb_monitor_poll_timeout(struct cusb_monitor *monitor)
{
	int64_t time = monitor->first_due ? 0 : next_time(monitor), left;

	if (time == NEVER)
		return -1;
	left = time - now_ms();
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
	monitor->openable_ms = options->openable_ms ? options->openable_ms : DEFAULT_OPENABLE_MS;
	monitor->interval_ms =
		options->interval_ms > 0 ? options->interval_ms : DEFAULT_INTERVAL_MS;
}

/* The watch comes first, so that what happens during the first look is not lost. */
static int begin(struct cusb_monitor *monitor)
{
	struct cusb_backend *backend = monitor->backend;
	int64_t now = now_ms();
	int err;

	if (backend->watch && backend->watch->begin(backend, &monitor->watch) < 0)
		monitor->watch = NULL;
	monitor->beginning = true;
	err = census_look(monitor, now);
	monitor->beginning = false;
	return err < 0 ? err : changes_take(monitor, now);
}

int cusb_monitor_new(const struct cusb_match *match, const struct cusb_monitor_options *options,
		     struct cusb_monitor **out)
{
	const struct cusb_match *named = match_find(match, CUSB_FIELD_name);
	struct cusb_monitor *monitor;
	int err = matching_check(match);

	if (err < 0)
		return err;
	if (!matching_backend(match)->enumerate)
		return -ENOSYS;
	monitor = calloc(1, sizeof *monitor);
	if (!monitor)
		return -ENOMEM;
	native_backend_complete();
	monitor->backend = matching_backend(match);
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
	if (monitor->watch)
		monitor->backend->watch->end(monitor->watch);
	census_free(monitor);
	free(monitor->match);
	free(monitor);
}
