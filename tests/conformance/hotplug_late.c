/* SPDX-License-Identifier: MIT */
/* Arrivals are told when the node can be opened and, on request, when the device is configured. */
#include <errno.h>

#include "hotplug.h"
#include "seam.h"
#include "virtual/kernel/kernel.h"

static const char root[] = "root may open every node of a real kernel";

CASE_ONLY(permission_that_comes_late_holds_the_arrival_back, WORLD_VIRTUAL, root)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	const char *name = world_plug("loopback");
	struct cusb_device *dev;

	cusb_virtual_set_access(world.kernel, name, EACCES);
	expect_nothing(monitor);
	CHECK(cusb_monitor_poll_timeout(monitor) <= 100);
	cusb_virtual_set_access(world.kernel, name, 0);
	dev = expect_event(monitor, CUSB_ARRIVED, name);
	CHECK_OK(cusb_open(dev));
	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	cusb_device_free(dev);
	cusb_monitor_free(monitor);
}

CASE_ONLY(permission_that_never_comes_is_told_with_the_arrival, WORLD_VIRTUAL, root)
{
	const struct cusb_monitor_options soon = {.openable_ms = 50};
	struct cusb_monitor *monitor = watch_ours(world.backend, &soon);
	const char *name = world_plug("loopback");
	struct cusb_event event;

	cusb_virtual_set_access(world.kernel, name, EACCES);
	CHECK_OK(cusb_monitor_next(monitor, CUSB_NO_TIMEOUT, &event));
	CHECK_INT(event.type, CUSB_ARRIVED);
	CHECK_INT(event.openable, -EACCES);
	cusb_device_free(event.dev);
	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	cusb_monitor_free(monitor);
}

CASE_ONLY(device_that_leaves_before_it_could_be_opened_gives_no_event, WORLD_VIRTUAL, root)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	const char *name = world_plug("loopback");

	cusb_virtual_set_access(world.kernel, name, EACCES);
	expect_nothing(monitor);
	world_unplug(name);
	expect_nothing(monitor);
	CHECK_INT(cusb_monitor_poll_timeout(monitor), -1);
	cusb_monitor_free(monitor);
}

CASE_ONLY(arrival_can_be_told_at_once_and_permission_later, WORLD_VIRTUAL, root)
{
	const struct cusb_monitor_options options = {.at_once = true, .openable_ms = GUARD_MS};
	struct cusb_monitor *monitor = watch_ours(world.backend, &options);
	const char *name = world_plug("loopback");
	struct cusb_device *dev;

	cusb_virtual_set_access(world.kernel, name, EACCES);
	dev = expect_event(monitor, CUSB_ARRIVED, name);
	CHECK_INT(dev->idProduct, 1);
	expect_nothing(monitor);
	cusb_virtual_set_access(world.kernel, name, 0);
	CHECK(expect_event(monitor, CUSB_OPENABLE, name) == dev);
	CHECK_OK(cusb_open(dev));
	cusb_device_free(dev);
	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	cusb_device_free(dev);
	cusb_monitor_free(monitor);
}

CASE_ONLY(arrival_is_not_held_back_when_not_wanted, WORLD_VIRTUAL, root)
{
	const struct cusb_monitor_options at_once = {.openable_ms = -1};
	struct cusb_backend *backend = seam_begin();
	struct cusb_monitor *monitor = watch_ours(backend, &at_once);
	const char *name = world_plug("loopback");

	cusb_virtual_set_access(world.kernel, name, EACCES);
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, name));
	cusb_monitor_free(monitor);
	seam_end();
}

/* Without the kernel's messages, which would tell that it has done with the device. */
static struct cusb_monitor *watch_unconfigured(int openable_ms, const char **name)
{
	const struct cusb_monitor_options options = {.at_once = true, .openable_ms = openable_ms};
	struct cusb_backend *backend = seam_begin();
	struct cusb_monitor *monitor;

	seam_refuse(VIRTUAL_SOCKET);
	monitor = watch_ours(backend, &options);
	*name = world_plug("loopback");
	CHECK_OK(virtual_kernel_configure(world.kernel, *name, -1));
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, *name));
	return monitor;
}

static const char moment[] = "a real kernel configures a device in a moment";

CASE_ONLY(openable_waits_for_the_configuration, WORLD_VIRTUAL, moment)
{
	const char *name;
	struct cusb_monitor *monitor = watch_unconfigured(GUARD_MS, &name);

	expect_nothing(monitor);
	CHECK(cusb_monitor_poll_timeout(monitor) <= 100);
	CHECK_OK(virtual_kernel_configure(world.kernel, name, 1));
	cusb_device_free(expect_event(monitor, CUSB_OPENABLE, name));
	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	cusb_monitor_free(monitor);
	seam_end();
}

CASE_ONLY(device_that_is_never_configured_is_openable_in_the_end, WORLD_VIRTUAL, moment)
{
	const char *name;
	struct cusb_monitor *monitor = watch_unconfigured(50, &name);
	struct cusb_event event;

	CHECK_OK(cusb_monitor_next(monitor, CUSB_NO_TIMEOUT, &event));
	CHECK_INT(event.type, CUSB_OPENABLE);
	CHECK_INT(event.openable, 0);
	cusb_device_free(event.dev);
	cusb_monitor_free(monitor);
	seam_end();
}

CASE_ONLY(device_that_the_kernel_does_not_configure_is_openable_at_once, WORLD_VIRTUAL, moment)
{
	const struct cusb_monitor_options options = {.at_once = true, .openable_ms = GUARD_MS};
	struct cusb_monitor *monitor = watch_ours(world.backend, &options);
	const char *name = world_plug("loopback");

	CHECK_OK(cusb_virtual_authorize(world.kernel, name, false));
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, name));
	cusb_device_free(expect_event(monitor, CUSB_OPENABLE, name));
	cusb_monitor_free(monitor);
}
