/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <time.h>

#include "unit.h"
#include "virtual_world.h"

static struct world world;
static __u32 caps;

static void setup(void)
{
	world_start(&world, "loopback");
}

static void teardown(void)
{
	world_end(&world);
}

static int get_capabilities(void)
{
	return world_ioctl(&world, USBDEVFS_GET_CAPABILITIES, &caps);
}

static void fail_ioctl(unsigned long request, unsigned int nth, unsigned int times, int err)
{
	virtual_kernel_fail(world.kernel, VIRTUAL_IOCTL, request, nth, times, err);
}

START_TEST(next_call_fails_once)
{
	fail_ioctl(0, 1, 1, EIO);
	ck_assert_int_eq(get_capabilities(), -EIO);
	ck_assert_int_eq(get_capabilities(), 0);
}
END_TEST

START_TEST(errno_may_have_either_sign)
{
	fail_ioctl(0, 1, 1, -EIO);
	ck_assert_int_eq(get_capabilities(), -EIO);
}
END_TEST

START_TEST(nth_call_fails_as_often_as_wanted)
{
	fail_ioctl(0, 3, 2, EIO);
	ck_assert_int_eq(get_capabilities(), 0);
	ck_assert_int_eq(get_capabilities(), 0);
	ck_assert_int_eq(get_capabilities(), -EIO);
	ck_assert_int_eq(get_capabilities(), -EIO);
	ck_assert_int_eq(get_capabilities(), 0);
}
END_TEST

START_TEST(one_ioctl_can_fail_alone)
{
	fail_ioctl(USBDEVFS_CLAIMINTERFACE, 2, 1, ENOMEM);
	ck_assert_int_eq(world_claim(&world, 0), 0);
	ck_assert_int_eq(get_capabilities(), 0);
	ck_assert_int_eq(world_claim(&world, 1), -ENOMEM);
	ck_assert_int_eq(world_claim(&world, 1), 0);
}
END_TEST

START_TEST(faults_of_several_calls_are_kept_apart)
{
	fail_ioctl(USBDEVFS_CLAIMINTERFACE, 1, 1, ENOMEM);
	fail_ioctl(USBDEVFS_GET_CAPABILITIES, 1, 1, ENOTTY);
	ck_assert_int_eq(get_capabilities(), -ENOTTY);
	ck_assert_int_eq(world_claim(&world, 0), -ENOMEM);
}
END_TEST

START_TEST(call_that_fails_does_nothing)
{
	struct usbdevfs_getdriver get = {.interface = 0};

	fail_ioctl(USBDEVFS_CLAIMINTERFACE, 1, 1, EIO);
	ck_assert_int_eq(world_claim(&world, 0), -EIO);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_GETDRIVER, &get), -ENODATA);
}
END_TEST

START_TEST(nothing_fails_for_a_zeroth_call_or_no_times)
{
	fail_ioctl(0, 0, 1, EIO);
	fail_ioctl(0, 1, 0, EIO);
	ck_assert_int_eq(get_capabilities(), 0);
}
END_TEST

START_TEST(openat_can_fail)
{
	virtual_kernel_fail(world.kernel, VIRTUAL_OPENAT, 0, 1, 1, EMFILE);
	ck_assert_int_eq(world_open(&world, WORLD_NODE, O_RDWR), -EMFILE);
}
END_TEST

START_TEST(pread_and_getdents64_can_fail)
{
	char buf[64];

	virtual_kernel_fail(world.kernel, VIRTUAL_PREAD, 0, 1, 1, EIO);
	ck_assert_int_eq(virtual_syscalls.pread(world.kernel, world.fd, buf, 18, 0), -EIO);
	virtual_kernel_fail(world.kernel, VIRTUAL_GETDENTS64, 0, 1, 1, EIO);
	ck_assert_int_eq(virtual_syscalls.getdents64(world.kernel, world.fd, buf, 64), -EIO);
}
END_TEST

START_TEST(ppoll_that_fails_does_not_wait)
{
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};

	virtual_kernel_fail(world.kernel, VIRTUAL_PPOLL, 0, 1, 1, EINTR);
	ck_assert_int_eq(virtual_syscalls.ppoll(world.kernel, &fd, 1, NULL), -EINTR);
}
END_TEST

START_TEST(close_that_fails_closes)
{
	virtual_kernel_fail(world.kernel, VIRTUAL_CLOSE, 0, 1, 1, EINTR);
	ck_assert_int_eq(virtual_syscalls.close(world.kernel, world.fd), -EINTR);
	ck_assert_uint_eq(virtual_kernel_open_fds(world.kernel), 0);
	world.fd = -1;
}
END_TEST

START_TEST(calls_are_counted)
{
	get_capabilities();
	get_capabilities();
	world_claim(&world, 9);
	world_text(&world, WORLD_SYSFS "1-1/serial");
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, 0), 3);
	ck_assert_uint_eq(
		virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_GET_CAPABILITIES), 2);
	ck_assert_uint_eq(
		virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_CLAIMINTERFACE), 1);
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_RESET), 0);
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_OPENAT, 0), 1);
	ck_assert_uint_eq(virtual_kernel_count_all(world.kernel), 6);
}
END_TEST

START_TEST(call_that_is_made_to_fail_counts)
{
	fail_ioctl(0, 1, 1, EIO);
	get_capabilities();
	ck_assert_uint_eq(virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, 0), 1);
}
END_TEST

START_TEST(counts_can_be_reset)
{
	get_capabilities();
	virtual_kernel_reset_counts(world.kernel);
	ck_assert_uint_eq(virtual_kernel_count_all(world.kernel), 0);
	ck_assert_uint_eq(
		virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_GET_CAPABILITIES), 0);
}
END_TEST

SUITE(virtual_syscall_fault)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, next_call_fails_once);
	tcase_add_test(tc, errno_may_have_either_sign);
	tcase_add_test(tc, nth_call_fails_as_often_as_wanted);
	tcase_add_test(tc, one_ioctl_can_fail_alone);
	tcase_add_test(tc, faults_of_several_calls_are_kept_apart);
	tcase_add_test(tc, call_that_fails_does_nothing);
	tcase_add_test(tc, nothing_fails_for_a_zeroth_call_or_no_times);
	tcase_add_test(tc, openat_can_fail);
	tcase_add_test(tc, pread_and_getdents64_can_fail);
	tcase_add_test(tc, ppoll_that_fails_does_not_wait);
	tcase_add_test(tc, close_that_fails_closes);
	tcase_add_test(tc, calls_are_counted);
	tcase_add_test(tc, call_that_is_made_to_fail_counts);
	tcase_add_test(tc, counts_can_be_reset);
}
