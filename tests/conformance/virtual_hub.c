/* SPDX-License-Identifier: MIT */
/* A hub of the box, and what is plugged into it. */
#define CASES_NEED NEED_HUBS

#include <errno.h>
#include <string.h>

#include "hotplug.h"

CASE(hub_is_taken_by_its_driver)
{
	struct cusb_device *dev = plug("hub");
	char driver[32];

	CHECK_INT(dev->bDeviceClass, CUSB_CLASS_HUB);
	CHECK_OK(cusb_kernel_driver(dev, 0, driver, sizeof driver));
	CHECK_STR(driver, "hub");
	cusb_device_free(dev);
}

CASE(hub_tells_its_ports)
{
	struct cusb_device *dev = plug("hub");
	uint8_t addresses[CUSB_HUB_PORTS_MAX];

	CHECK_INT(cusb_hub_ports(dev, addresses), 4);
	for (int i = 0; i < 4; i++)
		CHECK_INT(addresses[i], 0);
	cusb_device_free(dev);
}

#define ONLY_VIRTUAL "a device on the running kernel has no bus behind it"

static void plug_at(const char *model, const char *name)
{
	CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model(model), name));
}

CASE_ONLY(devices_behind_a_hub, WORLD_VIRTUAL, ONLY_VIRTUAL)
{
	struct cusb_device *dev, *hub = NULL;
	uint8_t addresses[CUSB_HUB_PORTS_MAX];

	plug_at("hub", "1-2");
	plug_at("loopback", "1-2.3");
	dev = find_name("1-2.3");
	CHECK_INT(dev->port_count, 2);
	CHECK_OK(cusb_parent(dev, &hub));
	CHECK_STR(hub->name, "1-2");
	CHECK_INT(cusb_hub_ports(hub, addresses), 4);
	CHECK_INT(addresses[2], dev->address);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(hub);
	cusb_device_free(dev);
}

CASE_ONLY(unplugged_hub_takes_its_devices, WORLD_VIRTUAL, ONLY_VIRTUAL)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	struct cusb_device *dev;
	char data[8];

	plug_at("hub", "1-2");
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, "1-2"));
	cusb_device_free(expect_event(monitor, CUSB_BOUND, "1-2"));
	plug_at("loopback", "1-2.3");
	dev = expect_event(monitor, CUSB_ARRIVED, "1-2.3");
	cusb_device_free(expect_event(monitor, CUSB_BOUND, "1-2.3"));
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK_OK(cusb_virtual_unplug(world.kernel, "1-2"));
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -ENODEV);
	cusb_device_free(expect_event(monitor, CUSB_LEFT, "1-2.3"));
	cusb_device_free(expect_event(monitor, CUSB_LEFT, "1-2"));
	cusb_device_free(dev);
	cusb_monitor_free(monitor);
}

CASE_ONLY(wait_for_a_device_behind_a_hub, WORLD_VIRTUAL, ONLY_VIRTUAL)
{
	struct waiting *waiting;
	struct cusb_device *dev;

	plug_at("hub", "1-2");
	waiting = wait_in_thread(CUSB_MATCH(backend, world.backend, name, "1-2.1"), GUARD_MS);
	sleep_ms(20);
	plug_at("stall", "1-2.4");
	plug_at("stall", "1-2.1");
	dev = waited_for(waiting);
	CHECK_STR(dev->name, "1-2.1");
	cusb_device_free(dev);
}

CASE_ONLY(several_of_the_same_kind_are_told_apart, WORLD_VIRTUAL, ONLY_VIRTUAL)
{
	struct cusb_device **list = NULL;
	static const char *const names[] = {"1-1", "1-2.1", "1-2.2"};

	plug_at("hub", "1-2");
	for (int i = 0; i < 3; i++)
		plug_at("loopback", names[i]);
	CHECK_INT(cusb_find_all(CUSB_MATCH(backend, world.backend, idProduct, 1), &list), 3);
	for (unsigned int i = 0; i < 3; i++) {
		CHECK_STR(list[i]->name, names[i]);
		check_loopback(list[i], 0x01, 0x81, 10 + i);
	}
	cusb_free_list(list);
}
