/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <time.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static __u32 caps;

static int get_capabilities(void)
{
	return world_ioctl(USBDEVFS_GET_CAPABILITIES, &caps);
}

static void fail_ioctl(unsigned long request, unsigned int nth, unsigned int times, int err)
{
	virtual_kernel_fail(world.kernel, VIRTUAL_IOCTL, request, nth, times, err);
}

FIXTURE_WORLD("loopback")

CASE(next_call_fails_once)
{
	fail_ioctl(0, 1, 1, EIO);
	ck_assert_int_eq(get_capabilities(), -EIO);
	ck_assert_int_eq(get_capabilities(), 0);
}

CASE(errno_may_have_either_sign)
{
	fail_ioctl(0, 1, 1, -EIO);
	ck_assert_int_eq(get_capabilities(), -EIO);
}

CASE(nth_call_fails_as_often_as_wanted)
{
	fail_ioctl(0, 3, 2, EIO);
	ck_assert_int_eq(get_capabilities(), 0);
	ck_assert_int_eq(get_capabilities(), 0);
	ck_assert_int_eq(get_capabilities(), -EIO);
	ck_assert_int_eq(get_capabilities(), -EIO);
	ck_assert_int_eq(get_capabilities(), 0);
}

CASE(one_ioctl_can_fail_alone)
{
	fail_ioctl(USBDEVFS_CLAIMINTERFACE, 2, 1, ENOMEM);
	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(get_capabilities(), 0);
	ck_assert_int_eq(world_claim(1), -ENOMEM);
	ck_assert_int_eq(world_claim(1), 0);
}

CASE(faults_of_several_calls_are_kept_apart)
{
	fail_ioctl(USBDEVFS_CLAIMINTERFACE, 1, 1, ENOMEM);
	fail_ioctl(USBDEVFS_GET_CAPABILITIES, 1, 1, ENOTTY);
	ck_assert_int_eq(get_capabilities(), -ENOTTY);
	ck_assert_int_eq(world_claim(0), -ENOMEM);
}

CASE(call_that_fails_does_nothing)
{
	struct usbdevfs_getdriver get = {.interface = 0};

	fail_ioctl(USBDEVFS_CLAIMINTERFACE, 1, 1, EIO);
	ck_assert_int_eq(world_claim(0), -EIO);
	ck_assert_int_eq(world_ioctl(USBDEVFS_GETDRIVER, &get), -ENODATA);
}

CASE(nothing_fails_for_a_zeroth_call_or_no_times)
{
	fail_ioctl(0, 0, 1, EIO);
	fail_ioctl(0, 1, 0, EIO);
	ck_assert_int_eq(get_capabilities(), 0);
}

CASE(openat_can_fail)
{
	virtual_kernel_fail(world.kernel, VIRTUAL_OPENAT, 0, 1, 1, EMFILE);
	ck_assert_int_eq(world_open(WORLD_NODE, O_RDWR), -EMFILE);
}

CASE(pread_and_getdents64_can_fail)
{
	char buf[64];

	virtual_kernel_fail(world.kernel, VIRTUAL_PREAD, 0, 1, 1, EIO);
	ck_assert_int_eq(CALL(pread, world.fd, buf, 18, 0), -EIO);
	virtual_kernel_fail(world.kernel, VIRTUAL_GETDENTS64, 0, 1, 1, EIO);
	ck_assert_int_eq(CALL(getdents64, world.fd, buf, 64), -EIO);
}

CASE(ppoll_that_fails_does_not_wait)
{
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};

	virtual_kernel_fail(world.kernel, VIRTUAL_PPOLL, 0, 1, 1, EINTR);
	ck_assert_int_eq(CALL(ppoll, &fd, 1, NULL), -EINTR);
}

CASE(close_that_fails_closes)
{
	virtual_kernel_fail(world.kernel, VIRTUAL_CLOSE, 0, 1, 1, EINTR);
	ck_assert_int_eq(CALL(close, world.fd), -EINTR);
	ck_assert_uint_eq(virtual_kernel_open_fds(world.kernel), 0);
	world.fd = -1;
}

CASE(calls_are_counted)
{
	get_capabilities();
	get_capabilities();
	world_claim(9);
	world_text(WORLD_SYSFS "1-1/serial");
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, 0), 3);
	ck_assert_uint_eq(
		virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_GET_CAPABILITIES), 2);
	ck_assert_uint_eq(
		virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_CLAIMINTERFACE), 1);
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_RESET), 0);
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_OPENAT, 0), 1);
	ck_assert_uint_eq(virtual_kernel_count_all(world.kernel), 6);
}

CASE(call_that_is_made_to_fail_counts)
{
	fail_ioctl(0, 1, 1, EIO);
	get_capabilities();
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, 0), 1);
}

CASE(counts_can_be_reset)
{
	get_capabilities();
	virtual_kernel_reset_counts(world.kernel);
	ck_assert_uint_eq(virtual_kernel_count_all(world.kernel), 0);
	ck_assert_uint_eq(
		virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_GET_CAPABILITIES), 0);
}
