/* SPDX-License-Identifier: MIT */
#include <errno.h>

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
	unsigned int address = 0x81;
	struct usbdevfs_urb urb;

	ck_assert_int_eq(allow(), 0);
	world_urb(&urb, USBDEVFS_URB_TYPE_BULK, 0x81, &address, 4);
	ck_assert_int_eq(world_submit(&urb), -EHOSTUNREACH);
	ck_assert_int_eq(world_ioctl(USBDEVFS_CLEAR_HALT, &address), -EHOSTUNREACH);
	ck_assert_int_eq(world_set_altsetting(0, 0), -EHOSTUNREACH);
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_DISCONNECT), -EHOSTUNREACH);
	ck_assert_int_eq(world_claim(1), 0);
	ck_assert_int_eq(world_release(1), 0);
	ck_assert_int_eq(world_release(0), 0);
	ck_assert_int_eq(world_configure(1), -EHOSTUNREACH);
}

CASE(another_configuration_resumes)
{
	ck_assert_int_eq(world_release(0), 0);
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(world_configure(2), 0);
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
	world_expect("1-1/speed", "480\n");
	ck_assert_int_eq(world_vendor(0, 0), -EHOSTUNREACH);
}

CASE(urbs_in_flight_end_with_suspending)
{
	struct usbdevfs_urb urb;
	char byte;

	world_submit_bulk(&urb, 0x81, &byte, 1);
	ck_assert_int_eq(allow(), 0);
	world_expect_reaped(&urb, -ESHUTDOWN);
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
