/* SPDX-License-Identifier: MIT */
/*
 * Who is plugged in. A device is the one that was known under its name when its id is the same; on
 * a backend that has no ids, when its address is.
 */
#include <stdlib.h>
#include <string.h>

#include <cusb/error.h>

#include "core/log.h"
#include "core/device_match.h"
#include "core/monitor/monitor.h"

struct visit {
	struct cusb_monitor *monitor;
	int64_t now;
};

struct known *census_find(const struct cusb_monitor *monitor, const char *name)
{
	struct known *known = monitor->known;

	while (known && strcmp(known->name, name) != 0)
		known = known->next;
	return known;
}

static void forget(struct cusb_monitor *monitor, struct known *known)
{
	event_drop_all(monitor, known);
	if (known->dev)
		cusb_device_free(&known->dev->public);
	free(known);
}

/* From here on only its events are left of it. */
static void leave(struct cusb_monitor *monitor, struct known *known)
{
	struct known **at = &monitor->known;

	while (*at != known)
		at = &(*at)->next;
	*at = known->next;
	if (known->dev)
		atomic_store(&known->dev->left, true);
	if (known->dev && known->told)
		event_add(monitor, known, CUSB_LEFT);
	else
		forget(monitor, known);
}

static int address_of(const struct cusb_monitor *monitor, const struct cusb_candidate *candidate)
{
	if (candidate->id != 0)
		return 0; /* that is enough */
	if (candidate->address == 0 && monitor->backend->address)
		return monitor->backend->address(monitor->backend, candidate);
	return candidate->address;
}

static void append(struct cusb_monitor *monitor, struct known *known)
{
	struct known **end = &monitor->known;

	while (*end)
		end = &(*end)->next;
	*end = known;
	known->seen = true;
}

/* 1: it is watched for; 0; below 0: cannot be told now, or what a custom match gave (*asked). */
static int consider(const struct cusb_monitor *monitor, const struct cusb_candidate *candidate,
		    struct known *known, bool *asked)
{
	int found = matching_candidate(monitor->backend, candidate, monitor->match, &known->dev);

	if (found <= 0)
		return found;
	found = matching_attributes(known->dev, monitor->match);
	*asked = found > 0;
	if (found > 0)
		found = matching_custom(known->dev, monitor->match);
	if (found <= 0) {
		cusb_device_free(&known->dev->public);
		known->dev = NULL;
	}
	return found;
}

static void welcome(struct cusb_monitor *monitor, struct known *known, int64_t now)
{
	if (!monitor->beginning) {
		settle_begin(monitor, known, now);
		return;
	}
	known->bound = BOUND_OR_NOT;
	if (monitor->existing)
		event_add(monitor, known, CUSB_ARRIVED);
	else
		known->told = true;
}

/* A device that fits nothing is remembered too, so that it is asked once. */
static int arrive(const struct visit *visit, const struct cusb_candidate *candidate)
{
	struct cusb_monitor *monitor = visit->monitor;
	size_t name_size = strlen(candidate->name) + 1;
	struct known *known = calloc(1, sizeof *known + name_size);
	bool asked = false;
	int found;

	if (!known)
		return -ENOMEM;
	memcpy(known->name, candidate->name, name_size);
	known->id = candidate->id;
	known->address = address_of(monitor, candidate);
	found = known->address < 0 ? known->address : consider(monitor, candidate, known, &asked);
	if (found < 0 && !asked) {
		log_line(CUSB_LOG_WARNING, "%s: passed over: %s", candidate->name,
			 cusb_strerror(found));
		if (found != -EBADMSG) {
			free(known);
			return is_shortage(found) ? found : 0;
		}
		found = 0;
	}
	append(monitor, known);
	if (found > 0)
		welcome(monitor, known, visit->now);
	return found < 0 ? found : 0;
}

/* 1: the device is the one that is known; 0: another; below 0: it cannot be told. */
static int is_same(const struct cusb_monitor *monitor, const struct known *known,
		   const struct cusb_candidate *candidate)
{
	int address;

	if (known->id != 0 || candidate->id != 0)
		return known->id == candidate->id;
	address = address_of(monitor, candidate);
	return address < 0 ? address : known->address == address;
}

static int visit_device(const struct cusb_candidate *candidate, void *user)
{
	const struct visit *visit = user;
	struct known *known = census_find(visit->monitor, candidate->name);
	int same = known ? is_same(visit->monitor, known, candidate) : 0;

	if (same < 0)
		return is_shortage(same) ? same : 0;
	if (same > 0) {
		known->seen = true;
		return 0;
	}
	if (known)
		leave(visit->monitor, known);
	return arrive(visit, candidate);
}

/* A kernel whose USB is not loaded, or not any more, has no devices. */
static int enumerate(struct cusb_monitor *monitor, const char *name, int64_t now)
{
	struct visit visit = {monitor, now};
	int err = monitor->backend->enumerate(monitor->backend, name, visit_device, &visit);

	return err == -ENOENT ? 0 : err;
}

int census_look_at(struct cusb_monitor *monitor, const char *name, int64_t now)
{
	struct known *known = census_find(monitor, name);
	int err;

	if (known)
		known->seen = false;
	err = enumerate(monitor, name, now);
	if (err < 0)
		return err;
	known = census_find(monitor, name);
	if (known && !known->seen)
		leave(monitor, known);
	return 0;
}

static bool any_unbound(const struct cusb_monitor *monitor)
{
	const struct known *known = monitor->known;

	while (known && !(known->dev && known->bound == NOT_BOUND))
		known = known->next;
	return known != NULL;
}

/*
 * Messages that do not say what happened may come while it is happening: a node is removed before
 * its device leaves sysfs, and made before the device is configured. So there are more looks for a
 * while, and as long as a device is not configured.
 */
static void plan_next_look(struct cusb_monitor *monitor, int64_t now)
{
	monitor->next_look = NEVER;
	if (!monitor->watch || monitor->watch_broken) {
		monitor->next_look = now + monitor->interval_ms;
	} else if (monitor->step_ms > 0 && monitor->step_ms <= monitor->interval_ms) {
		monitor->next_look = now + monitor->step_ms;
		monitor->step_ms *= 2;
	} else if (monitor->step_ms > 0 && any_unbound(monitor)) {
		monitor->next_look = now + monitor->interval_ms;
	}
}

int census_look(struct cusb_monitor *monitor, int64_t now)
{
	int err;

	for (struct known *known = monitor->known; known; known = known->next)
		known->seen = false;
	err = enumerate(monitor, monitor->only, now);
	if (err < 0)
		return err;
	for (struct known *known = monitor->known, *next; known; known = next) {
		next = known->next;
		known->ask_bound = known->bound == NOT_BOUND;
		if (!known->seen)
			leave(monitor, known);
	}
	monitor->must_look = false;
	plan_next_look(monitor, now);
	return 0;
}

void census_free(struct cusb_monitor *monitor)
{
	while (monitor->known) {
		struct known *known = monitor->known;

		monitor->known = known->next;
		forget(monitor, known);
	}
	while (monitor->first_due)
		forget(monitor, monitor->first_due);
}
