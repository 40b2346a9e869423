/* SPDX-License-Identifier: MIT */
/*
 * A look at the plugged-in devices. A device is the known device of the same name if its address
 * and its id are equal. Both are compared: Linux before 4.14 gives an id again at once, and gives
 * an address again after all others.
 *
 * In a look at all devices, an id may be of the device that had the name a moment before. The ids
 * of such a look are therefore doubtful. They are believed when the watch has no message left,
 * because the kernel reports that a device leaves before another device takes its name. Otherwise
 * the next look reads them again.
 */
#include <stdlib.h>

#include "core/device_match.h"
#include "core/error.h"
#include "core/log.h"
#include "core/monitor/monitor.h"

struct look {
	struct cusb_monitor *monitor;
	int64_t now;
	bool whole; /* not at one name only */
	int err;    /* of the visits; apart from the errors of the listing */
};

static int address_of(const struct cusb_monitor *monitor, const struct cusb_candidate *candidate)
{
	if (candidate->address == 0 && monitor->backend->address)
		return monitor->backend->address(monitor->backend, candidate);
	return candidate->address;
}

static void welcome(const struct look *look, struct known_device *known)
{
	struct cusb_monitor *monitor = look->monitor;

	if (!monitor->beginning) {
		arrival_begin(monitor, known, look->now);
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

static int match(const struct look *look, const struct cusb_candidate *candidate,
		 struct known_device *known, bool *custom)
{
	struct cusb_monitor *monitor = look->monitor;
	int address = address_of(monitor, candidate);

	*custom = false;
	known->bus = candidate->bus;
	known->address = address;
	known->id = candidate->id;
	known->id_doubtful = look->whole;
	known->provisional_name = candidate->provisional_name;
	if (address < 0)
		return address;
	return device_match(monitor->backend, candidate, monitor->match, &known->dev, custom);
}

/*
 * A device that does not match, or that has malformed descriptors, is remembered too, so that it is
 * matched once. A device that cannot be read for another reason is tried again at the next look.
 */
static int arrive(const struct look *look, const struct cusb_candidate *candidate)
{
	struct known_device *known = known_new(&look->monitor->devices, candidate->name);
	bool custom;
	int found, err;

	if (!known)
		return -ENOMEM;
	found = match(look, candidate, known, &custom);
	err = found < 0 ? found : 0;
	if (err < 0 && !custom)
		err = log_skipped(CUSB_LOG_WARNING, candidate->name, err);
	if (found >= 0 || custom || found == -EBADMSG)
		become_known(look, known);
	else
		free(known);
	return err;
}

/* 1: it is the known device; 0: it is another one; below 0: the error of asking its address. */
static int is_same(const struct look *look, struct known_device *known,
		   const struct cusb_candidate *candidate)
{
	int address = address_of(look->monitor, candidate);

	if (address != known->address)
		return address < 0 ? address : 0;
	if (known->id_doubtful)
		known->id = candidate->id;
	known->id_doubtful = false;
	return known->id == candidate->id;
}

static int visit_plugged(const struct look *look, const struct cusb_candidate *candidate)
{
	struct known_devices *devices = &look->monitor->devices;
	struct known_device *known = known_find_listed(devices, candidate);
	int same = known ? is_same(look, known, candidate) : 0;

	if (same < 0)
		return is_shortage(same) ? same : 0;
	if (same > 0) {
		known->seen = true;
		return 0;
	}
	if (known)
		known_leave(devices, known);
	return arrive(look, candidate);
}

static int visit(const struct cusb_candidate *candidate, void *user)
{
	struct look *look = user;

	look->err = visit_plugged(look, candidate);
	return look->err;
}

static int enumerate(struct cusb_monitor *monitor, const char *name, bool whole, int64_t now)
{
	struct look look = {.monitor = monitor, .now = now, .whole = whole};
	int err = monitor->backend->enumerate(monitor->backend, name, visit, &look);

	return look.err < 0 ? look.err : err;
}

int look_at_name(struct cusb_monitor *monitor, const char *name, int64_t now)
{
	struct known_device *known = known_find(&monitor->devices, name);
	int err;

	if (known)
		known->seen = false;
	err = enumerate(monitor, name, false, now);
	if (err < 0)
		return err;
	known = known_find(&monitor->devices, name);
	if (known && !known->seen)
		known_leave(&monitor->devices, known);
	return 0;
}

static bool any_unbound(const struct known_devices *devices)
{
	const struct known_device *known = known_first(devices, PLUGGED);

	while (known && !(known->dev && known->bound == NOT_BOUND))
		known = known_next(known, PLUGGED);
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
	if (!monitor->watch || monitor->watch_deaf) {
		monitor->next_look = now + monitor->interval_ms;
	} else if (monitor->step_ms > 0 && monitor->step_ms <= monitor->interval_ms) {
		monitor->next_look = now + monitor->step_ms;
		monitor->step_ms *= 2;
	} else if (monitor->step_ms > 0 && any_unbound(&monitor->devices)) {
		monitor->next_look = now + monitor->interval_ms;
	}
}

static void finish_look(struct cusb_monitor *monitor)
{
	struct known_devices *devices = &monitor->devices;

	for (struct known_device *known = known_first(devices, PLUGGED), *next; known;
	     known = next) {
		next = known_next(known, PLUGGED);
		if (!known->seen)
			known_leave(devices, known);
		else if (known->dev && known->bound == NOT_BOUND)
			arrival_ask_bound(monitor, known);
	}
}

int look_at_all(struct cusb_monitor *monitor, int64_t now)
{
	int err;

	for (struct known_device *known = known_first(&monitor->devices, PLUGGED); known;
	     known = known_next(known, PLUGGED))
		known->seen = false;
	err = enumerate(monitor, monitor->only, !monitor->only, now);
	if (err < 0)
		return err;
	finish_look(monitor);
	monitor->ids_doubtful = !monitor->only;
	monitor->must_look = false;
	plan_next_look(monitor, now);
	return 0;
}

void look_trust_ids(struct cusb_monitor *monitor)
{
	if (!monitor->ids_doubtful)
		return;
	monitor->ids_doubtful = false;
	for (struct known_device *known = known_first(&monitor->devices, PLUGGED); known;
	     known = known_next(known, PLUGGED))
		known->id_doubtful = false;
}
