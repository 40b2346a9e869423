/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <pthread.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static void begin(void)
{
	world_start("loopback");
	ck_assert_int_eq(world_claim(0), 0);
}

static int allow(void)
{
	return world_ioctl(USBDEVFS_ALLOW_SUSPEND, NULL);
}

static int wait_for_resume(void)
{
	return world_ioctl(USBDEVFS_WAIT_FOR_RESUME, NULL);
}

FIXTURE(begin, world_end)

/* Interfaces that are claimed stay so, and need no device to be claimed and released. */
CASE(suspended_device_refuses_what_needs_the_bus)
{
	struct usbdevfs_setinterface setting = {0, 0};
	struct usbdevfs_ioctl inner = {.ioctl_code = (int)USBDEVFS_DISCONNECT};
	unsigned int address = 0x81, number = 1;
	struct usbdevfs_urb *urb[1];
	int same = 1;

	ck_assert_int_eq(allow(), 0);
	world_new_urbs(urb, 1);
	world_urb(urb[0], USBDEVFS_URB_TYPE_BULK, 0x81, &number, 4);
	ck_assert_int_eq(world_submit(urb[0]), -EHOSTUNREACH);
	world_free_urbs(urb, 1);
	ck_assert_int_eq(world_ioctl(USBDEVFS_CLEAR_HALT, &address), -EHOSTUNREACH);
	ck_assert_int_eq(world_ioctl(USBDEVFS_SETINTERFACE, &setting), -EHOSTUNREACH);
	ck_assert_int_eq(world_ioctl(USBDEVFS_IOCTL, &inner), -EHOSTUNREACH);
	ck_assert_int_eq(world_claim(1), 0);
	ck_assert_int_eq(world_ioctl(USBDEVFS_RELEASEINTERFACE, &number), 0);
	number = 0;
	ck_assert_int_eq(world_ioctl(USBDEVFS_RELEASEINTERFACE, &number), 0);
	ck_assert_int_eq(world_ioctl(USBDEVFS_SETCONFIGURATION, &same), -EHOSTUNREACH);
}

CASE(another_configuration_resumes)
{
	unsigned int number = 0;
	int value = 2;

	ck_assert_int_eq(world_ioctl(USBDEVFS_RELEASEINTERFACE, &number), 0);
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(world_ioctl(USBDEVFS_SETCONFIGURATION, &value), 0);
	ck_assert_int_eq(world_vendor(0, 0), 0);
}

CASE(reset_resumes)
{
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(world_reset(), 0);
	ck_assert_int_eq(world_vendor(0, 0), 0);
}

CASE(open_resumes_and_forbids)
{
	int other;

	ck_assert_int_eq(allow(), 0);
	other = world_open(WORLD_NODE, O_RDONLY);
	ck_assert_int_eq(world_vendor(0, 0), 0);
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(world_vendor(0, 0), 0);
	world_close(other);
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(world_vendor(0, 0), -EHOSTUNREACH);
}

CASE(reading_sysfs_resumes_nothing)
{
	ck_assert_int_eq(allow(), 0);
	ck_assert_str_eq(world_text(WORLD_SYSFS "1-1/speed"), "480\n");
	ck_assert_int_eq(world_vendor(0, 0), -EHOSTUNREACH);
}

CASE(urbs_in_flight_end_with_suspending)
{
	struct usbdevfs_urb *urb[1];
	char byte;
	int err;

	world_new_urbs(urb, 1);
	world_urb(urb[0], USBDEVFS_URB_TYPE_BULK, 0x81, &byte, 1);
	ck_assert_int_eq(world_submit(urb[0]), 0);
	ck_assert_int_eq(allow(), 0);
	ck_assert_ptr_eq(world_reap(&err), urb[0]);
	ck_assert_int_eq(urb[0]->status, -ESHUTDOWN);
	world_free_urbs(urb, 1);
}

CASE(waiting_after_a_resume_returns_at_once_and_forbids)
{
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(cusb_virtual_resume(world.kernel, "1-1"), 0);
	ck_assert_int_eq(wait_for_resume(), 0);
	ck_assert_int_eq(cusb_virtual_suspend(world.kernel, "1-1"), -EBUSY);
}

CASE(suspending_and_resuming_what_is_not_there_is_enodev)
{
	ck_assert_int_eq(cusb_virtual_suspend(world.kernel, "1-9"), -ENODEV);
	ck_assert_int_eq(cusb_virtual_resume(world.kernel, "1-9"), -ENODEV);
}
