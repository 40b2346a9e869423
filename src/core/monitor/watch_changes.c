/* SPDX-License-Identifier: MIT */
/*
 * What a watch says, and where it makes the monitor look. Only ADDED and REMOVED can mean another
 * device under a name; what else is said of a device that is known costs no look at it.
 */
#include <errno.h>
#include <string.h>

#include <cusb/error.h>

#include "core/log.h"
#include "core/monitor/monitor.h"

static void note_bound(struct known *known, bool bound)
{
	if (!bound)
		known->bound = NOT_BOUND;
	else if (known->bound == BOUND_OR_NOT)
		known->bound = NOT_BOUND;
	known->ask_bound = bound && known->bound == NOT_BOUND;
}

static int apply(struct cusb_monitor *monitor, const struct cusb_change *change, int64_t now)
{
	struct known *known = census_find(monitor, change->name);
	bool other = change->kind == CUSB_CHANGE_ADDED || change->kind == CUSB_CHANGE_REMOVED;

	if (change->kind == CUSB_CHANGE_ANY) {
		monitor->must_look = true;
		monitor->step_ms = FIRST_STEP_MS;
		return 0;
	}
	if (monitor->only && strcmp(monitor->only, change->name) != 0)
		return 0;
	/* What changes while the device is set up is part of its arrival. */
	if (known && change->kind == CUSB_CHANGE_CHANGED && known->dev && known->told &&
	    known->bound != NOT_BOUND)
		event_add(monitor, known, CUSB_CHANGED);
	if (known && (change->kind == CUSB_CHANGE_BOUND || change->kind == CUSB_CHANGE_UNBOUND))
		note_bound(known, change->kind == CUSB_CHANGE_BOUND);
	if (monitor->must_look || !(other || (!known && change->kind != CUSB_CHANGE_UNBOUND)))
		return 0;
	return census_look_at(monitor, change->name, now);
}

int changes_take(struct cusb_monitor *monitor, int64_t now)
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
