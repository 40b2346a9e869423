/* SPDX-License-Identifier: MIT */
/* To be told of devices that come and go: the order of events, and that none is missed or doubled.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "hotplug.h"

CASE(arrived_bound_and_left)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	struct cusb_device *dev;
	const char *name = world_plug("loopback");
	char buffer[8];

	dev = expect_event(monitor, CUSB_ARRIVED, name);
	CHECK_INT(dev->idVendor, 0xfffe);
	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	check_loopback(dev, 0x01, 0x81, 100);
	world_unplug(name);
	CHECK(expect_event(monitor, CUSB_LEFT, name) == dev);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 8, GUARD_MS), -ENODEV);
	cusb_dispose_resources(dev);
	CHECK_INT(cusb_open(dev), -ENODEV);
	CHECK_INT(dev->idProduct, 1);
	cusb_device_free(dev);
	cusb_device_free(dev);
	expect_nothing(monitor);
	cusb_monitor_free(monitor);
}

CASE(arrived_at_once_openable_bound_and_left)
{
	const struct cusb_monitor_options options = {.at_once = true};
	struct cusb_monitor *monitor = watch_ours(world.backend, &options);
	const char *name = world_plug("loopback");
	struct cusb_device *dev = expect_event(monitor, CUSB_ARRIVED, name);

	CHECK(expect_event(monitor, CUSB_OPENABLE, name) == dev);
	cusb_device_free(dev);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	world_unplug(name);
	CHECK(expect_event(monitor, CUSB_LEFT, name) == dev);
	cusb_device_free(dev);
	cusb_device_free(dev);
	expect_nothing(monitor);
	cusb_monitor_free(monitor);
}

CASE(devices_that_are_there_come_first_when_wanted)
{
	const struct cusb_monitor_options options = {.existing = true};
	const char *first = world_plug("loopback"), *second = world_plug("stall"), *third;
	struct cusb_monitor *monitor = watch_ours(world.backend, &options);

	third = world_plug("nak");
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, first));
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, second));
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, third));
	cusb_device_free(expect_event(monitor, CUSB_BOUND, third));
	world_unplug(first);
	cusb_device_free(expect_event(monitor, CUSB_LEFT, first));
	cusb_monitor_free(monitor);
}

CASE(devices_that_are_there_are_told_of_only_when_they_leave)
{
	const char *name = world_plug("loopback");
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);

	expect_nothing(monitor);
	world_unplug(name);
	cusb_device_free(expect_event(monitor, CUSB_LEFT, name));
	cusb_monitor_free(monitor);
}

CASE_NEEDS(monitor_tells_only_of_what_matches, NEED_STRINGS)
{
	struct cusb_monitor *monitor = NULL;
	const char *name, *other;

	CHECK_OK(cusb_monitor_new(CUSB_MATCH(backend, world.backend, idVendor, 0xfffe,
					     serial_number, "0002", speed, CUSB_SPEED_HIGH),
				  NULL, &monitor));
	other = world_plug("loopback");
	name = world_plug("stall");
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, name));
	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	world_unplug(other);
	world_unplug(name);
	cusb_device_free(expect_event(monitor, CUSB_LEFT, name));
	expect_nothing(monitor);
	cusb_monitor_free(monitor);
}

CASE(replugged_device_leaves_and_arrives)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	const char *name = world_plug("loopback"), *again;
	struct cusb_device *dev = expect_event(monitor, CUSB_ARRIVED, name), *back;

	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	world_unplug(name);
	again = world_plug("loopback");
	cusb_device_free(expect_event(monitor, CUSB_LEFT, name));
	back = expect_event(monitor, CUSB_ARRIVED, again);
	CHECK(back != dev);
	CHECK(!cusb_same_device(back, dev));
	CHECK_INT(cusb_open(dev), -ENODEV);
	check_loopback(back, 0x01, 0x81, 64);
	cusb_device_free(expect_event(monitor, CUSB_BOUND, again));
	cusb_device_free(back);
	cusb_device_free(dev);
	cusb_monitor_free(monitor);
}

CASE(device_that_came_and_went_unseen_gives_no_event)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);

	world_unplug(world_plug("loopback"));
	expect_nothing(monitor);
	cusb_monitor_free(monitor);
}

CASE(ten_devices_at_once)
{
	static const char *const models[] = {"loopback", "stall",     "nak", "partial", "babble",
					     "dropout",	 "malformed", "low", "full",	"super"};
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	const char *names[10];

	for (int i = 0; i < 10; i++)
		names[i] = world_plug(models[i]);
	expect_each(monitor, CUSB_ARRIVED, CUSB_BOUND, names, 10);
	for (int i = 0; i < 10; i++)
		world_unplug(names[i]);
	expect_each(monitor, CUSB_LEFT, 0, names, 10);
	expect_nothing(monitor);
	cusb_monitor_free(monitor);
}

CASE_NEEDS(monitor_while_its_device_is_in_use, NEED_NATIVE | NEED_RESET)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	const char *name = world_plug("loopback");
	struct cusb_device *dev = expect_event(monitor, CUSB_ARRIVED, name);

	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	for (int i = 0; i < 5; i++) {
		check_loopback(dev, 0x01, 0x81, 512);
		expect_nothing(monitor);
	}
	CHECK_OK(cusb_reset(dev));
	expect_nothing(monitor); /* it is still the same device */
	CHECK_OK(cusb_set_configuration(dev, 2));
	check_loopback(dev, 0x01, 0x81, 512);
	cusb_device_free(expect_event(monitor, CUSB_CHANGED, name)); /* it can wake the host now */
	expect_nothing(monitor);
	cusb_device_free(dev);
	cusb_monitor_free(monitor);
}

CASE(two_monitors_tell_the_same)
{
	struct cusb_monitor *one = watch_ours(world.backend, NULL);
	struct cusb_monitor *two = watch_ours(world.backend, NULL);
	const char *name = world_plug("loopback");
	struct cusb_device *first = expect_event(one, CUSB_ARRIVED, name);
	struct cusb_device *second = expect_event(two, CUSB_ARRIVED, name);

	CHECK(first != second);
	CHECK(cusb_same_device(first, second));
	cusb_device_free(first);
	cusb_device_free(second);
	cusb_monitor_free(one);
	world_unplug(name);
	cusb_device_free(expect_event(two, CUSB_BOUND, name));
	cusb_device_free(expect_event(two, CUSB_LEFT, name));
	cusb_monitor_free(two);
}

CASE(poll_fd_and_timeout_lead_a_loop_to_every_event)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	const char *name = world_plug("loopback");
	struct cusb_event event;
	unsigned int told = 0;

	while (told != (1U << CUSB_ARRIVED | 1U << CUSB_BOUND | 1U << CUSB_LEFT)) {
		struct pollfd loop = {cusb_monitor_poll_fd(monitor), POLLIN, 0};
		int err = poll(&loop, 1, cusb_monitor_poll_timeout(monitor));

		CHECK(err >= 0);
		while ((err = cusb_monitor_next(monitor, CUSB_DONT_WAIT, &event)) == 0) {
			CHECK(!(told & 1U << event.type));
			told |= 1U << event.type;
			CHECK_STR(event.dev->name, name);
			cusb_device_free(event.dev);
			if (event.type == CUSB_BOUND)
				world_unplug(name);
		}
		CHECK_INT(err, -EAGAIN);
	}
	cusb_monitor_free(monitor);
}

CASE(monitor_next_waits_no_longer_than_it_is_told)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	struct cusb_event event;

	CHECK_INT(cusb_monitor_next(monitor, CUSB_DONT_WAIT, &event), -EAGAIN);
	CHECK_INT(cusb_monitor_next(monitor, 30, &event), -ETIMEDOUT);
	CHECK_INT(cusb_monitor_next(monitor, CUSB_DEFAULT_TIMEOUT, &event), -EINVAL);
	CHECK_INT(cusb_monitor_next(monitor, -3, &event), -EINVAL);
	cusb_monitor_free(monitor);
}

CASE(monitor_refuses_what_find_refuses)
{
	struct cusb_monitor *monitor = NULL;
	struct cusb_device *dev = NULL;
	static struct cusb_backend none = {.version = CUSB_BACKEND_VERSION};

	CHECK_INT(cusb_monitor_new(CUSB_MATCH(bInterfaceNumber, 1), NULL, &monitor), -EINVAL);
	CHECK_INT(cusb_monitor_new(CUSB_MATCH(serial_number, NULL), NULL, &monitor), -EINVAL);
	CHECK_INT(cusb_monitor_new(CUSB_MATCH(backend, &none), NULL, &monitor), -ENOSYS);
	CHECK_INT(cusb_wait_for_device(CUSB_MATCH(backend, &none), 10, &dev), -ENOSYS);
	CHECK_INT(cusb_wait_for_device(CUSB_MATCH(backend, world.backend), -1, &dev), -EINVAL);
	CHECK(!monitor && !dev);
	cusb_monitor_free(NULL);
}

static int asked;

static int count_and_fail_second(struct cusb_device *dev, void *user)
{
	(void)user;
	if (dev->idVendor != 0xfffe)
		return 0;
	return ++asked == 2 ? -EXDEV : 1;
}

CASE(custom_match_is_asked_once_and_its_error_returned_once)
{
	struct cusb_monitor *monitor = NULL;
	struct cusb_event event;
	const char *name;

	CHECK_OK(cusb_monitor_new(
		CUSB_MATCH(backend, world.backend, custom_device, count_and_fail_second), NULL,
		&monitor));
	world_unplug(world_plug("full"));
	expect_nothing(monitor);
	asked = 0;
	name = world_plug("loopback");
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, name));
	cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
	world_plug("stall");
	CHECK_INT(cusb_monitor_next(monitor, CUSB_NO_TIMEOUT, &event), -EXDEV);
	expect_nothing(monitor);
	name = world_plug("nak");
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, name));
	CHECK_INT(asked, 3);
	cusb_monitor_free(monitor);
}

CASE(device_that_vanishes_by_itself_leaves)
{
	struct cusb_monitor *monitor;
	const char *name = world_plug("dropout");
	struct cusb_device *dev;
	char buffer[512] = "";

	monitor = watch_ours(world.backend, NULL);
	dev = find_name(name);
	set_count(dev, 1);
	CHECK_INT(cusb_write(dev, 0x01, buffer, 512, GUARD_MS), -ENODEV);
	cusb_device_free(expect_event(monitor, CUSB_LEFT, name));
	expect_nothing(monitor);
	cusb_device_free(dev);
	cusb_monitor_free(monitor);
}
