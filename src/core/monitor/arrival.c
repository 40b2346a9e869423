/* SPDX-License-Identifier: MIT */
/*
 * A device arrives in steps. Its node is made; then udev or a similar program sets the node's owner
 * and mode; before or after that the kernel configures the device. An arrival waits until the node
 * can be opened, so a program can use a device when it gets the event. With the option at_once, an
 * event of its own tells that the node can be opened. This event waits for the kernel, too: a claim
 * is lost when the kernel configures the device, and a program that claims by hand does not expect
 * this.
 */
#include "core/active.h"
#include "core/error.h"
#include "core/log.h"
#include "core/monitor/monitor.h"

#define ASK_TIMEOUT_MS 500 /* USB 2.0 9.2.6.4: a device answers within this time */

void arrival_begin(struct cusb_monitor *monitor, struct known_device *known, int64_t now)
{
	known->at_once = monitor->at_once;
	if (monitor->at_once)
		event_add(&monitor->devices, known, CUSB_ARRIVED);
	if (monitor->at_once && monitor->openable_ms < 0)
		return;
	known->held = true;
	known->step_ms = FIRST_STEP_MS;
	known->next_try = now;
	known->held_until = monitor->openable_ms < 0 ? now : now + monitor->openable_ms;
	known_enlist(&monitor->devices, known, SETTLING);
}

void arrival_probed(struct known_device *known)
{
	known->probed = true;
	known->next_try = 0;
}

void arrival_ask_bound(struct cusb_monitor *monitor, struct known_device *known)
{
	known->ask_bound = true;
	known_enlist(&monitor->devices, known, SETTLING);
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

/* Whether configuration_of() names a configuration, which may have the value 0. */
static bool is_configured(const struct device *dev, int value)
{
	return value > 0 || (value == 0 && configuration_by_value(dev, 0));
}

/* Nobody waits for a configuration that only the device itself knows. */
static bool may_yet_be_configured(const struct cusb_monitor *monitor,
				  const struct known_device *known)
{
	struct cusb_backend *backend = monitor->backend;
	int value;

	if (!known->at_once || known->probed || !backend->configuration)
		return false;
	value = backend->configuration(backend, &known->dev->public);
	return value == -EHOSTUNREACH || (value >= 0 && !is_configured(known->dev, value));
}

/* What keeps a program from its use may pass. */
static bool may_yet_change(const struct cusb_monitor *monitor, const struct known_device *known,
			   int err)
{
	return err == 0 ? may_yet_be_configured(monitor, known) : may_yet_open(err);
}

static void plan_next_try(struct known_device *known, int64_t now)
{
	int64_t left = known->held_until - now;

	known->next_try = now + (known->step_ms < left ? known->step_ms : left);
	known->step_ms *= 2;
	if (known->step_ms > LONGEST_STEP_MS)
		known->step_ms = LONGEST_STEP_MS;
}

static int tell_openable(struct cusb_monitor *monitor, struct known_device *known, int64_t now)
{
	int err;

	if (!known->held || known->next_try > now)
		return 0;
	err = try_to_open(monitor, known->dev);
	if (is_shortage(err))
		return err;
	known->openable = err;
	known->tried = monitor->openable_ms >= 0;
	if (now < known->held_until && may_yet_change(monitor, known, err)) {
		plan_next_try(known, now);
		return 0;
	}
	if (err < 0)
		log_line(CUSB_LOG_WARNING, "%s: has arrived but cannot be opened: %s", known->name,
			 cusb_strerror(err));
	known->held = false;
	event_add(&monitor->devices, known, known->at_once ? CUSB_OPENABLE : CUSB_ARRIVED);
	return 0;
}

/* Without the backend's own knowledge the device is asked, as configuration_locked() does. */
static int ask_device(struct cusb_backend *backend, const struct device *dev)
{
	static const struct cusb_setup setup = {0x80, CUSB_REQ_GET_CONFIGURATION, 0, 0, 1};
	struct cusb_handle *handle;
	uint8_t value = 0;
	ssize_t n = backend->open(backend, &dev->public, -1, &handle);

	if (n < 0)
		return (int)n;
	n = backend->control(handle, &setup, &value, ASK_TIMEOUT_MS);
	if (backend->close)
		backend->close(handle);
	if (n < 0)
		return (int)n;
	return n == 1 ? value : -EBADMSG;
}

/* A backend that has no way to know is believed. */
static int configuration_of(const struct cusb_monitor *monitor, const struct device *dev)
{
	struct cusb_backend *backend = monitor->backend;
	int value =
		backend->configuration ? backend->configuration(backend, &dev->public) : -ENOSYS;

	if (value != -ENOSYS)
		return value;
	if (!backend->open || !backend->control)
		return 1;
	return monitor->openable_ms < 0 ? -ENOSYS : ask_device(backend, dev);
}

/* The kernel also binds devices that it may not configure, and its message may be an old one. */
static int tell_bound(struct cusb_monitor *monitor, struct known_device *known)
{
	int value;

	if (!known->ask_bound || known->held)
		return 0;
	value = configuration_of(monitor, known->dev);
	if (is_shortage(value))
		return value;
	known->ask_bound = false;
	if (is_configured(known->dev, value)) {
		known->bound = BOUND;
		event_add(&monitor->devices, known, CUSB_BOUND);
	} else if (value < 0 && value != -EHOSTUNREACH && value != -ENODEV) {
		known->bound = BOUND_OR_NOT;
	}
	return 0;
}

int arrivals_tell(struct cusb_monitor *monitor, int64_t now)
{
	struct known_devices *devices = &monitor->devices;
	int err = 0;

	for (struct known_device *known = known_first(devices, SETTLING), *next; known && err == 0;
	     known = next) {
		next = known_next(known, SETTLING);
		err = tell_openable(monitor, known, now);
		if (err == 0)
			err = tell_bound(monitor, known);
		if (!known->held && !known->ask_bound)
			known_delist(devices, known, SETTLING);
	}
	return err;
}

int64_t arrivals_next_time(const struct cusb_monitor *monitor)
{
	int64_t time = NO_DEADLINE;

	for (const struct known_device *known = known_first(&monitor->devices, SETTLING); known;
	     known = known_next(known, SETTLING))
		if (known->held && known->next_try < time)
			time = known->next_try;
	return time;
}
