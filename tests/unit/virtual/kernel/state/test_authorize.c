/* SPDX-License-Identifier: MIT */
/* How the kernel answers to an unauthorized device is in the conformance suite. */
#include <errno.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static int authorize(const char *name, bool authorized)
{
	return cusb_virtual_authorize(world.kernel, name, authorized);
}

static bool is_bound(void)
{
	char target[64];

	return CALL(readlinkat, AT_FDCWD, WORLD_SYSFS "1-1:1.0/driver", target, sizeof target) > 0;
}

FIXTURE(world_start_empty, world_end)

CASE(names_are_those_of_directories)
{
	static const char *const others[] = {"1-2", "1-1:1.9", "1-1:2.0",	    "1-1/serial",
					     "",    "..",      "1-1:1.0/authorized"};

	world_plug("loopback", "1-1");
	ck_assert_int_eq(authorize("1-1", true), 0);
	ck_assert_int_eq(authorize("1-1:1.1", true), 0);
	ck_assert_int_eq(authorize("usb1", true), 0);
	ck_assert_int_eq(authorize(NULL, true), -ENODEV);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		ck_assert_int_eq(authorize(others[i], false), -ENODEV);
	ck_assert_int_eq(virtual_kernel_load_tree(world.kernel, "D 1-9\nA speed=480\n"), 0);
	ck_assert_int_eq(authorize("1-9", false), -ENODEV);
}

CASE(driver_comes_back_with_the_permission)
{
	world_plug("loopback", "1-1");
	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-1", 0, "usbhid"), 0);
	authorize("1-1", false);
	ck_assert(!world_exists(WORLD_SYSFS "1-1:1.0"));
	ck_assert_int_eq(authorize("1-1", true), 0);
	ck_assert(is_bound());
}

CASE(interface_is_free_with_its_permission_again)
{
	world_plug("loopback", "1-1");
	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-1", 0, "usbhid"), 0);
	authorize("1-1:1.0", false);
	ck_assert(!is_bound());
	ck_assert_int_eq(authorize("1-1:1.0", true), 0);
	ck_assert(!is_bound());
}

CASE(devices_below_a_hub_are_unplugged)
{
	world_plug("hub", "1-1");
	world_plug("loopback", "1-1.2");
	authorize("1-1", false);
	ck_assert(world_exists(WORLD_SYSFS "1-1"));
	ck_assert(!world_exists(WORLD_SYSFS "1-1.2"));
	ck_assert_int_eq(authorize("1-1", true), 0);
	world_plug("loopback", "1-1.2");
	world_expect("1-1.2/authorized", "1\n");
}

CASE(a_suspended_device_wakes_for_it)
{
	world_plug("loopback", "1-1");
	ck_assert_int_eq(cusb_virtual_suspend(world.kernel, "1-1"), 0);
	ck_assert_int_eq(authorize("1-1", false), 0);
	ck_assert_int_eq(authorize("1-1", true), 0);
	world_expect("1-1/bConfigurationValue", "1\n");
}

CASE(a_configuration_that_the_device_refuses_is_reported)
{
	struct cusb_virtual_fault stall = {.bEndpointAddress = 0x80, .kind = CUSB_VIRTUAL_STALL};

	world_plug("loopback", "1-1");
	ck_assert_int_eq(cusb_virtual_add_fault(world.kernel, "1-1", &stall), 0);
	authorize("1-1", false);
	world_expect("1-1/authorized", "0\n");
	ck_assert_int_eq(authorize("1-1", true), -EPIPE);
	world_expect("1-1/authorized", "1\n");
	world_expect("1-1/bConfigurationValue", "");
}

static const char zero[] = "descriptors\n"
			   "12 01 00 02 ff 00 00 40 fe ff 99 00 00 01 00 00 00 01\n"
			   "09 02 12 00 01 00 00 80 32\n"
			   "09 04 00 00 00 ff 00 00 00\n";

/* 0 is the value of a configuration here, and -1 of none. */
CASE(a_device_with_a_configuration_0_is_unconfigured_too)
{
	struct cusb_virtual_model *model;

	ck_assert_int_eq(cusb_virtual_parse(zero, NULL, 0, &model), 0);
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, model, "1-1"), 0);
	world_expect("1-1/bConfigurationValue", "0\n");
	ck_assert_int_eq(virtual_kernel_configure(world.kernel, "1-1", -1), 0);
	world_expect("1-1/bConfigurationValue", "");
	ck_assert_int_eq(virtual_kernel_configure(world.kernel, "1-1", 0), 0);
	world_expect("1-1/bConfigurationValue", "0\n");
	authorize("1-1", false);
	world_expect("1-1/bConfigurationValue", "");
	ck_assert_int_eq(virtual_kernel_configure(world.kernel, "1-1", 0), 0);
	world_expect("1-1/bConfigurationValue", "");
	world_unplug("1-1");
	cusb_virtual_model_free(model);
}
