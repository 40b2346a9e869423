/* SPDX-License-Identifier: MIT */
#include "core/core_fixture.h"

static struct cusb_device *parent;

static void begin(void)
{
	core_begin();
	script_plug_hubs();
	parent = NULL;
}

static void end(void)
{
	cusb_device_free(parent);
	core_end();
}

/* The parent of the device of that name. */
static int find_parent_of(const char *wanted)
{
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, name, wanted), &dev), 0);
	script_calls();
	return cusb_parent(dev, &parent);
}

FIXTURE(begin, end)

CASE(parent_is_the_hub)
{
	ck_assert_int_eq(find_parent_of("1-2.3"), 0);
	ck_assert_str_eq(parent->name, "1-2");
}

CASE(parent_of_a_hub_is_the_root_hub)
{
	ck_assert_int_eq(find_parent_of("1-2"), 0);
	ck_assert_str_eq(parent->name, "usb1");
}

CASE(root_hub_has_no_parent)
{
	ck_assert_int_eq(find_parent_of("usb1"), -EISDIR);
	ck_assert_ptr_null(parent);
	expect_calls("");
}

CASE(hub_on_another_bus_is_no_parent)
{
	ck_assert_int_eq(find_parent_of("2-1"), -ENODEV);
}

CASE(hub_on_another_port_is_no_parent)
{
	script.devices[1].port_numbers[0] = 1;
	ck_assert_int_eq(find_parent_of("1-2.3"), -ENODEV);
}

CASE(list_of_devices_that_cannot_be_read_is_told)
{
	script_fail_once("enumerate", 0);
	script_fail("enumerate", -ENOENT);
	ck_assert_int_eq(find_parent_of("1-2.3"), -ENOENT);
}
