/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static int load(const char *text)
{
	return virtual_kernel_load_tree(world.kernel, text);
}

FIXTURE(world_start_empty, world_end)

CASE(attributes_are_read_as_they_are_given)
{
	uint8_t bytes[8];

	ck_assert_int_eq(load("# why\nD 1-1\nA serial=a=b \nH descriptors=12 01 fe\nH none=\n"), 0);
	world_expect("1-1/serial", "a=b \n");
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-1/descriptors", bytes, 8), 3);
	ck_assert_mem_eq(bytes, "\x12\x01\xfe", 3);
	world_expect("1-1/none", "");
}

CASE(attributes_can_fail)
{
	char text[8];

	ck_assert_int_eq(load("D 1-1\nR serial=EIO\nO product=EACCES"), 0);
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-1/serial", text, 8), -EIO);
	ck_assert_int_eq(world_open(WORLD_SYSFS "1-1/product", O_RDONLY), -EACCES);
}

CASE(attribute_may_be_in_a_directory_below)
{
	ck_assert_int_eq(load("D 1-1\nA power/control=auto\n"), 0);
	world_expect("1-1/power/control", "auto\n");
}

CASE(lines_that_say_nothing_are_invalid)
{
	ck_assert_int_eq(load("D 1-1\nX serial=1\n"), -EINVAL);
	ck_assert_int_eq(load("A serial=1\n"), -EINVAL);
	ck_assert_int_eq(load("D 1-1\nA serial\n"), -EINVAL);
	ck_assert_int_eq(load("D 1-1\nA =1\n"), -EINVAL);
	ck_assert_int_eq(load("D 1-1\nH serial=1\n"), -EINVAL);
	ck_assert_int_eq(load("D 1-1\nH serial=0g\n"), -EINVAL);
	ck_assert_int_eq(load("D 1-1\nR serial=ENOTHING\n"), -EINVAL);
	ck_assert_int_eq(load("D a/b\n"), -EINVAL);
	ck_assert_int_eq(load("D\n"), -EINVAL);
}

CASE(error_leaves_nothing_behind)
{
	ck_assert_int_eq(load("D 1-1\nA serial=1\nD 1-2\nX\n"), -EINVAL);
	ck_assert(!world_exists(WORLD_SYSFS "1-1"));
	ck_assert_int_eq(load("D 1-1\nA serial=1\n"), 0);
}

CASE(name_that_is_taken_is_busy)
{
	world_plug("nak", "1-1");
	ck_assert_int_eq(load("D 1-1\n"), -EBUSY);
	ck_assert_int_eq(load("D 1-2\nD 1-2\n"), -EBUSY);
	ck_assert_int_eq(load("D 1-2\n"), 0);
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("nak"), "1-2"),
			 -EBUSY);
}

CASE(address_is_kept_from_other_devices)
{
	ck_assert_int_eq(load("D 1-1\nA devnum=2\n"), 0);
	world_plug("nak", "1-2");
	world_expect("1-2/devnum", "3\n");
}

CASE(unplug_removes_a_directory_and_those_below)
{
	ck_assert_int_eq(load("D 1-1\nD 1-1:1.0\nD 1-1.2\nD 1-2\n"), 0);
	world_unplug("1-1");
	ck_assert(!world_exists(WORLD_SYSFS "1-1:1.0"));
	ck_assert(!world_exists(WORLD_SYSFS "1-1.2"));
	ck_assert(world_exists(WORLD_SYSFS "1-2"));
}

CASE(directory_has_no_node)
{
	ck_assert_int_eq(load("D usb1\nA devnum=1\nA busnum=1\n"), 0);
	ck_assert(!world_exists("/dev/bus/usb/001"));
}

static void load_fixture(const char *name)
{
	static char text[65536];
	char path[256];
	FILE *file;

	snprintf(path, sizeof path, FIXTURES "/trees/%s.tree", name);
	file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	ck_assert_uint_eq(text[0], '#');
	ck_assert_int_eq(load(text), 0);
}

CASE(fixture_empty_has_no_devices)
{
	load_fixture("empty");
	ck_assert(world_exists("/sys/bus/usb/devices"));
	ck_assert(!world_exists(WORLD_SYSFS "usb1"));
}

CASE(fixture_hub_has_two_that_differ_in_port_and_serial)
{
	load_fixture("hub");
	world_expect("1-2.2/serial", "A1\n");
	world_expect("1-2.3/serial", "A2\n");
	ck_assert(world_exists(WORLD_SYSFS "1-2.1:1.0/bInterfaceClass"));
}

CASE(fixture_bad_has_what_it_says)
{
	uint8_t bytes[64];

	load_fixture("bad");
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-2/descriptors", bytes, 64), -EIO);
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-3/descriptors", bytes, 64), 17);
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-4/descriptors", bytes, 64), 0);
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-5/descriptors", bytes, 64), -ENOENT);
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-6/descriptors", bytes, 64), -EACCES);
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-7/descriptors", bytes, 64), 50);
}

CASE(fixture_super_tells_its_speed)
{
	load_fixture("super");
	world_expect("2-1/speed", "5000\n");
	world_expect("2-2/speed", "20000\n");
}
