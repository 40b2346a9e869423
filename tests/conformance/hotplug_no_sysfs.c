/* SPDX-License-Identifier: MIT */
/* Hotplug without sysfs: the nodes tell what there is, under the names that they can give. */
#define CASES_NEED NEED_NATIVE

#include <errno.h>
#include <stdio.h>

#include "hotplug.h"
#include "seam.h"

static const struct cusb_monitor_options often = {.interval_ms = 20};

static struct cusb_backend *begin(void)
{
	const struct cusb_usbfs_options options = {.sysfs_root = "/nowhere"};

	return seam_begin_with(&options);
}

static const char *name_by_node(const struct cusb_device *dev)
{
	static char name[16];

	snprintf(name, sizeof name, "%03u/%03u", dev->bus, dev->address);
	return name;
}

static void come_and_go(struct cusb_monitor *monitor, bool by_node)
{
	for (int i = 0; i < 3; i++) {
		struct cusb_device *with = plug_loopback(), *dev;
		const char *name = by_node ? name_by_node(with) : with->name;

		dev = expect_event(monitor, CUSB_ARRIVED, name);
		CHECK_INT(dev->bus, with->bus);
		CHECK_INT(dev->address, with->address);
		cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
		check_loopback(dev, 0x01, 0x81, 64);
		world_unplug(with->name);
		CHECK(expect_event(monitor, CUSB_LEFT, name) == dev);
		cusb_close(dev);
		CHECK_INT(cusb_open(dev), -ENODEV);
		cusb_device_free(dev);
		cusb_device_free(dev);
		cusb_device_free(with);
	}
	expect_nothing(monitor);
}

CASE(without_sysfs_an_arrival_can_be_told_at_once)
{
	const struct cusb_monitor_options options = {.at_once = true};
	struct cusb_monitor *monitor = watch_ours(begin(), &options);
	struct cusb_device *with = plug_loopback(), *dev;

	dev = expect_event(monitor, CUSB_ARRIVED, with->name);
	CHECK(expect_event(monitor, CUSB_OPENABLE, with->name) == dev);
	cusb_device_free(dev);
	cusb_device_free(expect_event(monitor, CUSB_BOUND, with->name));
	cusb_device_free(dev);
	cusb_device_free(with);
	cusb_monitor_free(monitor);
	seam_end();
}

static void refuse(unsigned int ways)
{
	if (ways & 1)
		seam_refuse(VIRTUAL_SOCKET);
	if (ways & 2)
		seam_refuse(VIRTUAL_INOTIFY_INIT1);
}

/* By uevents, by inotify, and by looking. */
static const unsigned int ways[] = {0, 1, 3};

CASE(all_ways_tell_the_same_events)
{
	for (int i = 0; i < 3; i++) {
		struct cusb_backend *backend = begin();
		struct cusb_monitor *monitor;

		refuse(ways[i]);
		monitor = watch_ours(backend, &often);
		come_and_go(monitor, false);
		cusb_monitor_free(monitor);
		seam_end();
	}
}

/* Linux before 5.2 does not tell the ports, so the nodes give the names. */
CASE(all_ways_tell_the_same_events_of_an_old_kernel)
{
	for (int i = 0; i < 3; i++) {
		struct cusb_backend *backend = begin();
		struct cusb_monitor *monitor;

		refuse(ways[i]);
		seam_fail(VIRTUAL_IOCTL, USBDEVFS_CONNINFO_EX(sizeof(struct usbdevfs_conninfo_ex)),
			  1, 1000000, -ENOTTY);
		monitor = watch_ours(backend, &often);
		come_and_go(monitor, true);
		cusb_monitor_free(monitor);
		seam_end();
	}
}

CASE(device_that_may_only_be_read_arrives_and_leaves)
{
	const struct cusb_monitor_options soon = {.openable_ms = 50, .interval_ms = 20};
	struct cusb_backend *backend = begin();
	struct cusb_monitor *monitor;
	struct cusb_device *with;
	struct cusb_event event;
	char name[16];

	seam_refuse_writing(-EACCES);
	monitor = watch_ours(backend, &soon);
	with = plug_loopback();
	snprintf(name, sizeof name, "%s", name_by_node(with));
	CHECK_OK(cusb_monitor_next(monitor, GUARD_MS, &event));
	CHECK_INT(event.type, CUSB_ARRIVED);
	CHECK_INT(event.openable, -EACCES);
	CHECK_STR(event.dev->name, name);
	cusb_device_free(event.dev);
	expect_nothing(monitor);
	world_unplug(with->name);
	cusb_device_free(expect_event(monitor, CUSB_LEFT, name));
	expect_nothing(monitor);
	cusb_device_free(with);
	cusb_monitor_free(monitor);
	seam_end();
}

/* Its name would be another one now, and so would that of a device that was found before. */
CASE(device_that_may_be_written_later_stays_the_same)
{
	const struct cusb_monitor_options patient = {.openable_ms = GUARD_MS, .interval_ms = 20};
	struct cusb_backend *backend = begin();
	struct cusb_device *with, *next, *dev;
	struct cusb_monitor *monitor;
	char name[16];

	seam_refuse_writing(-EACCES);
	monitor = watch_ours(backend, &patient);
	with = plug_loopback();
	snprintf(name, sizeof name, "%s", name_by_node(with));
	expect_nothing(monitor);
	seam_refuse_writing(0);
	dev = expect_event(monitor, CUSB_ARRIVED, name);
	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	next = plug("stall");
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, next->name));
	cusb_device_free(expect_event(monitor, CUSB_BOUND, next->name));
	seam_refuse_writing(-EACCES);
	world_unplug(next->name);
	cusb_device_free(expect_event(monitor, CUSB_LEFT, next->name));
	expect_nothing(monitor);
	seam_refuse_writing(0);
	check_loopback(dev, 0x01, 0x81, 64);
	world_unplug(with->name);
	CHECK(expect_event(monitor, CUSB_LEFT, name) == dev);
	cusb_device_free(dev);
	cusb_device_free(dev);
	cusb_device_free(next);
	cusb_device_free(with);
	cusb_monitor_free(monitor);
	seam_end();
}
