/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static int make(const char *path, unsigned int mode, unsigned int minor_number)
{
	return CALL(mknodat, AT_FDCWD, path, mode, makedev(189, minor_number));
}

static int unlink_it(const char *path)
{
	return CALL(unlinkat, AT_FDCWD, path, 0);
}

FIXTURE_WORLD("loopback")

CASE(node_that_is_made_is_that_of_its_number)
{
	unsigned char bytes[18], same[18];

	ck_assert_int_eq(make("/dev/mine", S_IFCHR | 0600, 1), 0);
	ck_assert_int_eq(world_read("/dev/mine", bytes, sizeof bytes), 18);
	ck_assert_int_eq(world_read(WORLD_NODE, same, sizeof same), 18);
	ck_assert_mem_eq(bytes, same, 18);
	ck_assert_uint_eq(virtual_kernel_made_nodes(world.kernel), 1);
	ck_assert_int_eq(unlink_it("/dev/mine"), 0);
	ck_assert_uint_eq(virtual_kernel_made_nodes(world.kernel), 0);
	ck_assert_int_eq(world_open("/dev/mine", O_RDWR), -ENOENT);
}

CASE(node_works_on_without_its_name)
{
	unsigned int number = 0;
	int fd;

	ck_assert_int_eq(make("/mine", S_IFCHR | 0600, 1), 0);
	fd = world_open("/mine", O_RDWR);
	ck_assert_int_eq(unlink_it("/mine"), 0);
	ck_assert_int_eq(CALL(ioctl, fd, USBDEVFS_CLAIMINTERFACE, &number), 0);
	world_close(fd);
}

CASE(node_of_a_device_that_is_not_there_cannot_be_opened)
{
	ck_assert_int_eq(make("/dev/mine", S_IFCHR | 0600, 77), 0);
	ck_assert_int_eq(world_open("/dev/mine", O_RDWR), -ENODEV);
	ck_assert_int_eq(CALL(mknodat, AT_FDCWD, "/dev/other", S_IFCHR, makedev(188, 1)), 0);
	ck_assert_int_eq(world_open("/dev/other", O_RDWR), -ENXIO);
}

static const struct {
	const char *path;
	unsigned int mode;
	int err;
} refusals[] = {
	{"/nowhere/mine", S_IFCHR, -ENOENT},	 {"/sys/mine", S_IFCHR, -EPERM},
	{"/dev/bus/usb/mine", S_IFCHR, -EPERM},	 {"/dev", S_IFCHR, -EEXIST},
	{WORLD_NODE "/mine", S_IFCHR, -ENOTDIR}, {"mine", S_IFCHR, -ENOENT},
	{"/dev/mine", S_IFBLK, -EPERM},
};

CASE_PER_ROW(node_that_cannot_be_made_is_told, refusals)
{
	ck_assert_int_eq(make(refusals[_i].path, refusals[_i].mode, 1), refusals[_i].err);
}

CASE(name_that_is_taken_is_eexist)
{
	ck_assert_int_eq(make("/dev/mine", S_IFCHR, 1), 0);
	ck_assert_int_eq(make("/dev/mine", S_IFCHR, 1), -EEXIST);
	ck_assert_int_eq(unlink_it("/dev/other"), -ENOENT);
}
