/* SPDX-License-Identifier: MIT */
/*
 * A look at the plugged-in devices. A device is the known one of the same name when its id is
 * equal; on a backend without ids, when its address is equal.
 */
#include <stdlib.h>

#include "core/device_match.h"
#include "core/error.h"
#include "core/log.h"
#include "core/monitor/monitor.h"

struct look {
	struct cusb_monitor *monitor;
	int64_t now;
};

static int address_of(const struct cusb_monitor *monitor, const struct cusb_candidate *candidate)
{
	if (candidate->id != 0)
		return 0; /* the id is enough */
	if (candidate->address == 0 && monitor->backend->address)
		return monitor->backend->address(monitor->backend, candidate);
	return candidate->address;
}

static void welcome(const struct look *look, struct known_device *known)
{
	struct cusb_monitor *monitor = look->monitor;

	if (!monitor->beginning) {
		arrival_hold(monitor, known, look->now);
		return;
	}
	known->bound = BOUND_OR_NOT;
	if (monitor->existing)
		event_add(&monitor->devices, known, CUSB_ARRIVED);
	else
		known->told = true;
}

static void become_known(const struct look *look, struct known_device *known)
{
	known->seen = true;
	known_add(&look->monitor->devices, known);
	if (known->dev)
		welcome(look, known);
}

/*
 * A device that does not match, or that has malformed descriptors, is remembered too, so that it is
 * matched once. A device that cannot be read for another reason is tried again at the next look.
 */
static int arrive(const struct look *look, const struct cusb_candidate *candidate)
{
	struct cusb_monitor *monitor = look->monitor;
	struct known_device *known = known_new(&monitor->devices, candidate->name);
	bool custom = false;
	int found, err;

	if (!known)
		return -ENOMEM;
	known->id = candidate->id;
	known->address = address_of(monitor, candidate);
	found = known->address;
	if (found >= 0)
		found = device_match(monitor->backend, candidate, monitor->match, &known->dev,
				     &custom);
	err = found < 0 ? found : 0;
	if (err < 0 && !custom)
		err = log_passed_over(CUSB_LOG_WARNING, candidate->name, err);
	if (found >= 0 || custom || found == -EBADMSG)
		become_known(look, known);
	else
		free(known);
	return err;
}

/* 1: it is the known device; 0: it is another one; below 0: the error of asking its address. */
static int is_same(const struct cusb_monitor *monitor, const struct known_device *known,
		   const struct cusb_candidate *candidate)
{
	int address;

	if (known->id != 0 || candidate->id != 0)
		return known->id == candidate->id;
	address = address_of(monitor, candidate);
	return address < 0 ? address : known->address == address;
}

static int visit_plugged(const struct cusb_candidate *candidate, void *user)
{
	const struct look *look = user;
	struct cusb_monitor *monitor = look->monitor;
	struct known_device *known = known_find(&monitor->devices, candidate->name);
	int same = known ? is_same(monitor, known, candidate) : 0;

	if (same < 0)
		return is_shortage(same) ? same : 0;
	if (same > 0) {
		known->seen = true;
		return 0;
	}
	if (known)
		known_leave(&monitor->devices, known);
	return arrive(look, candidate);
}

/* A kernel without USB, or whose USB modules were removed, has no devices. */
static int enumerate(struct cusb_monitor *monitor, const char *name, int64_t now)
{
	struct look look = {monitor, now};
	int err = monitor->backend->enumerate(monitor->backend, name, visit_plugged, &look);

	return err == -ENOENT ? 0 : err;
}

int look_at_name(struct cusb_monitor *monitor, const char *name, int64_t now)
{
	struct known_device *known = known_find(&monitor->devices, name);
	int err;

	if (known)
		known->seen = false;
	err = enumerate(monitor, name, now);
	if (err < 0)
		return err;
	known = known_find(&monitor->devices, name);
	if (known && !known->seen)
		known_leave(&monitor->devices, known);
	return 0;
}

static bool any_unbound(const struct known_devices *devices)
{
	const struct known_device *known = devices->first;

	while (known && !(known->dev && known->bound == NOT_BOUND))
		known = known->next;
	return known != NULL;
}

/*
 * A message that does not name its device may come before the change is complete: a node is removed
 * before its device leaves sysfs, and is made before the device is configured. So more looks follow
 * for a while, and as long as a device is not configured.
 */
static void plan_next_look(struct cusb_monitor *monitor, int64_t now)
{
	monitor->next_look = NO_DEADLINE;
	if (!monitor->watch || monitor->watch_broken) {
		monitor->next_look = now + monitor->interval_ms;
	} else if (monitor->step_ms > 0 && monitor->step_ms <= monitor->interval_ms) {
		monitor->next_look = now + monitor->step_ms;
		monitor->step_ms *= 2;
	} else if (monitor->step_ms > 0 && any_unbound(&monitor->devices)) {
		monitor->next_look = now + monitor->interval_ms;
	}
}

int look_at_all(struct cusb_monitor *monitor, int64_t now)
{
	struct known_devices *devices = &monitor->devices;
	int err;

	for (struct known_device *known = devices->first; known; known = known->next)
		known->seen = false;
	err = enumerate(monitor, monitor->only, now);
	if (err < 0)
		return err;
	for (struct known_device *known = devices->first, *next; known; known = next) {
		next = known->next;
		known->ask_bound = known->bound == NOT_BOUND;
		if (!known->seen)
			known_leave(devices, known);
	}
	monitor->must_look = false;
	plan_next_look(monitor, now);
	return 0;
}
