/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static int plug(const char *model, const char *name)
{
	return cusb_virtual_plug(world.kernel, cusb_virtual_find_model(model), name);
}

FIXTURE(world_start_empty, world_end)

CASE(empty_kernel_has_directories_but_no_devices)
{
	ck_assert(world_exists("/sys/bus/usb/devices"));
	ck_assert(world_exists("/dev/bus/usb"));
	ck_assert(!world_exists(WORLD_SYSFS "usb1"));
}

CASE(first_device_brings_the_root_hub)
{
	world_plug("loopback", "3-1");
	world_expect("usb3/devnum", "1\n");
	world_expect("3-1/devnum", "2\n");
	ck_assert(world_exists("/dev/bus/usb/003/001"));
	ck_assert(world_exists("/dev/bus/usb/003/002"));
}

CASE(first_configuration_is_set)
{
	world_plug("loopback", "1-1");
	world_expect("1-1/bConfigurationValue", "1\n");
}

CASE(port_in_use_is_busy)
{
	world_plug("loopback", "1-1");
	ck_assert_int_eq(plug("nak", "1-1"), -EBUSY);
}

CASE(names_that_are_no_ports_are_invalid)
{
	const char *const names[] = {"",      "1",    "usb1",	 "0-1",	 "1-0",
				     "1-1.",  "x-1",  "1-1:1.0", "64-1", "1-",
				     "1-1.x", "1-16", "1-256",	 "01-1", "1-1.1.1.1.1.1.1.1"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		ck_assert_int_eq(plug("loopback", names[i]), -EINVAL);
}

CASE(device_behind_hubs_has_their_ports_in_its_path)
{
	world_plug("loopback", "1-2.3.4");
	world_expect("1-2.3.4/devpath", "2.3.4\n");
	world_expect("1-2.3.4:1.0/bInterfaceNumber", "00\n");
}

CASE(without_a_name_the_next_root_port_is_taken)
{
	world_plug("loopback", NULL);
	world_plug("nak", NULL);
	world_expect("1-1/idProduct", "0001\n");
	world_expect("1-2/idProduct", "0003\n");
	world_unplug("1-1");
	world_plug("full", NULL);
	world_expect("1-1/idProduct", "0012\n");
}

CASE(super_speed_has_a_root_hub_of_its_own)
{
	world_plug("loopback", NULL);
	world_plug("super", NULL);
	world_expect("2-1/speed", "5000\n");
	world_expect("2-1/bMaxPower", "112mA\n");
	world_expect("usb2/speed", "5000\n");
	world_expect("usb2/idProduct", "0003\n");
	world_expect("usb1/speed", "480\n");
}

CASE(speeds_are_told_as_linux_does)
{
	world_plug("low", "1-1");
	world_plug("full", "1-2");
	world_expect("1-1/speed", "1.5\n");
	world_expect("1-2/speed", "12\n");
}

CASE(bus_full_goes_on_with_the_next)
{
	for (unsigned int i = 0; i < 200; i++)
		world_plug("loopback", NULL);
	ck_assert(world_exists(WORLD_SYSFS "14-5"));
	ck_assert(world_exists("/dev/bus/usb/014/006"));
}

CASE(bus_without_addresses_is_busy)
{
	char name[16] = "1-1.1";

	for (unsigned int i = 0; i < 126; i++) {
		snprintf(name, sizeof name, "1-1.%u", i + 1);
		world_plug("nak", name);
	}
	ck_assert(world_exists("/dev/bus/usb/001/127"));
	ck_assert_int_eq(plug("nak", "1-2"), -EBUSY);
}

CASE(no_model_is_invalid)
{
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, NULL, "1-1"), -EINVAL);
}

CASE(device_without_a_descriptor_is_invalid)
{
	struct cusb_virtual_model model = *cusb_virtual_find_model("loopback");

	model.descriptors_length = 17;
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, &model, "1-1"), -EINVAL);
}

CASE(address_of_an_unplugged_device_is_not_the_next)
{
	world_plug("loopback", "1-1");
	world_unplug("1-1");
	world_plug("loopback", "1-1");
	world_expect("1-1/devnum", "3\n");
}

CASE(addresses_begin_again_after_127)
{
	for (unsigned int i = 0; i < 127; i++) {
		world_plug("nak", "1-1");
		if (i == 125)
			world_expect("1-1/devnum", "127\n");
		world_unplug("1-1");
	}
	world_plug("nak", "1-1");
	/* 1 is the root hub's. */
	world_expect("1-1/devnum", "3\n");
}

CASE(unplug_of_nothing_is_no_device)
{
	ck_assert_int_eq(cusb_virtual_unplug(world.kernel, "1-1"), -ENODEV);
}

CASE(unplug_takes_what_is_behind)
{
	world_plug("hub", "1-1");
	world_plug("hub", "1-1.2");
	world_plug("loopback", "1-1.2.3");
	world_plug("loopback", "1-11");
	world_unplug("1-1");
	ck_assert(!world_exists(WORLD_SYSFS "1-1.2"));
	ck_assert(!world_exists(WORLD_SYSFS "1-1.2.3"));
	ck_assert(world_exists(WORLD_SYSFS "1-11"));
}

CASE(unplug_of_a_root_hub_takes_the_bus)
{
	world_plug("loopback", "1-1");
	world_plug("loopback", "11-1");
	world_unplug("usb1");
	ck_assert(!world_exists(WORLD_SYSFS "1-1"));
	ck_assert(!world_exists("/dev/bus/usb/001"));
	ck_assert(world_exists(WORLD_SYSFS "11-1"));
}

CASE(permission_can_be_refused_and_given)
{
	world_plug("loopback", "1-1");
	cusb_virtual_set_access(world.kernel, "1-1", EACCES);
	ck_assert_int_eq(world_open(WORLD_NODE, O_RDWR), -EACCES);
	world_expect("1-1/serial", "0001-π\n");
	cusb_virtual_set_access(world.kernel, "1-1", 0);
	ck_assert(world_exists(WORLD_NODE));
}

CASE(kernel_that_is_freed_lives_until_the_last_file_is_closed)
{
	struct cusb_virtual_kernel *kernel;
	char data[8];
	struct usbdevfs_urb urb, *reaped;
	void *mapping;
	int fd;

	ck_assert_int_eq(cusb_virtual_kernel_new(&kernel), 0);
	ck_assert_int_eq(cusb_virtual_plug(kernel, cusb_virtual_find_model("nak"), "1-1"), 0);
	fd = virtual_syscalls.openat(kernel, AT_FDCWD, WORLD_NODE, O_RDWR);
	world_urb(&urb, USBDEVFS_URB_TYPE_BULK, 0x81, data, sizeof data);
	ck_assert_int_eq(virtual_syscalls.ioctl(kernel, fd, USBDEVFS_SUBMITURB, &urb), 0);
	ck_assert_uint_eq(virtual_kernel_open_fds(kernel), 1);
	ck_assert_int_eq(virtual_syscalls.mmap(kernel, fd, 4096, &mapping), 0);
	cusb_virtual_kernel_free(kernel);
	ck_assert_int_eq(virtual_syscalls.openat(kernel, AT_FDCWD, "/sys", O_RDONLY), -ENODEV);
	ck_assert_int_eq(virtual_syscalls.ioctl(kernel, fd, USBDEVFS_SUBMITURB, &urb), -ENODEV);
	/* A URB comes late after a disconnect. */
	ck_assert_int_eq(virtual_syscalls.ioctl(kernel, fd, USBDEVFS_REAPURB, &reaped), -ENODEV);
	ck_assert_int_eq(virtual_syscalls.ioctl(kernel, fd, USBDEVFS_REAPURB, &reaped), 0);
	ck_assert_ptr_eq(reaped, &urb);
	ck_assert_int_eq(urb.status, -ESHUTDOWN);
	memset(mapping, 1, 4096);
	ck_assert_int_eq(virtual_syscalls.close(kernel, fd), 0);
	ck_assert_int_eq(virtual_syscalls.munmap(kernel, mapping, 4096), 0);
}

CASE(free_takes_null)
{
	cusb_virtual_kernel_free(NULL);
}
