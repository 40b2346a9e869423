/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

#define TARGET "../../../../../bus/usb/drivers/"

static char text[256];

static void setup(void)
{
	world_start("loopback");
	world_bind(1, "usbhid");
}

static int read_from(int dirfd, const char *path, size_t size)
{
	ssize_t n = CALL(readlinkat, dirfd, path, text, size);

	if (n >= 0)
		text[n] = '\0';
	return (int)n;
}

static int follow(const char *path)
{
	return read_from(AT_FDCWD, path, sizeof text - 1);
}

FIXTURE(setup, world_end)

CASE(driver_of_an_interface_is_a_link)
{
	ck_assert_int_eq(follow(WORLD_SYSFS "1-1:1.1/driver"), (int)strlen(TARGET "usbhid"));
	ck_assert_str_eq(text, TARGET "usbhid");
	ck_assert_int_gt(follow(WORLD_SYSFS "1-0:1.0/driver"), 0);
	ck_assert_str_eq(text, TARGET "hub");
}

CASE(driver_of_a_claimed_interface_is_usbfs)
{
	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_gt(follow(WORLD_SYSFS "1-1:1.0/driver"), 0);
	ck_assert_str_eq(text, TARGET "usbfs");
}

CASE(driver_of_a_device_is_usb)
{
	ck_assert_int_gt(follow(WORLD_SYSFS "1-1/driver"), 0);
	ck_assert_str_eq(text, TARGET "usb");
}

CASE(interface_without_driver_has_no_link)
{
	ck_assert_int_eq(follow(WORLD_SYSFS "1-1:1.0/driver"), -ENOENT);
}

static const struct {
	const char *path;
	int err;
} others[] = {
	{WORLD_SYSFS "1-1:1.7/driver", -ENOENT}, {WORLD_SYSFS "9-9/driver", -ENOENT},
	{WORLD_SYSFS "driver", -ENOENT},	 {"/driver", -ENOENT},
	{WORLD_SYSFS "1-1/speed", -EINVAL},	 {WORLD_SYSFS "1-1/speed/driver", -ENOENT},
	{WORLD_SYSFS "1-1/nothing", -ENOENT},	 {"driver", -EBADF},
};

CASE_PER_ROW(what_is_no_link_is_an_error, others)
{
	ck_assert_int_eq(follow(others[_i].path), others[_i].err);
}

CASE(target_is_cut_without_a_word)
{
	ck_assert_int_eq(read_from(AT_FDCWD, WORLD_SYSFS "1-1/driver", 5), 5);
	ck_assert_str_eq(text, "../..");
}

CASE(link_is_found_from_an_open_directory)
{
	int fd = world_open(WORLD_SYSFS "1-1:1.1", O_RDONLY | O_DIRECTORY);

	ck_assert_int_gt(read_from(fd, "driver", sizeof text - 1), 0);
	world_close(fd);
	ck_assert_str_eq(text, TARGET "usbhid");
}

static const char *const directories[] = {WORLD_SYSFS "1-1", WORLD_SYSFS "1-1:1.1"};

CASE_PER_NUMBER(link_of_a_directory_that_is_gone_is_enoent, 0, 2)
{
	int fd = world_open(directories[_i], O_RDONLY | O_DIRECTORY);
	int result;

	world_unplug("1-1");
	result = read_from(fd, "driver", sizeof text - 1);
	world_close(fd);
	ck_assert_int_eq(result, -ENOENT);
}
