/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <pthread.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static struct world world;

static void begin(void)
{
	world_start(&world, "loopback");
	ck_assert_int_eq(world_claim(&world, 0), 0);
}

static void end(void)
{
	world_end(&world);
}

static int allow(void)
{
	return world_ioctl(&world, USBDEVFS_ALLOW_SUSPEND, NULL);
}

static int forbid(void)
{
	return world_ioctl(&world, USBDEVFS_FORBID_SUSPEND, NULL);
}

static int wait_for_resume(void)
{
	return world_ioctl(&world, USBDEVFS_WAIT_FOR_RESUME, NULL);
}

FIXTURE(begin, end)

CASE(allowed_device_is_suspended_at_once)
{
	ck_assert_int_eq(world_vendor(&world, 0, 0), 0);
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(world_vendor(&world, 0, 0), -EHOSTUNREACH);
}

CASE(forbidding_resumes)
{
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(forbid(), 0);
	ck_assert_int_eq(world_vendor(&world, 0, 0), 0);
	ck_assert_int_eq(cusb_virtual_suspend(world.kernel, "1-1"), -EBUSY);
}

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
	ck_assert_int_eq(world_submit(&world, urb[0]), -EHOSTUNREACH);
	world_free_urbs(urb, 1);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_CLEAR_HALT, &address), -EHOSTUNREACH);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_SETINTERFACE, &setting), -EHOSTUNREACH);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_IOCTL, &inner), -EHOSTUNREACH);
	ck_assert_int_eq(world_claim(&world, 1), 0);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_RELEASEINTERFACE, &number), 0);
	number = 0;
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_RELEASEINTERFACE, &number), 0);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_SETCONFIGURATION, &same), -EHOSTUNREACH);
}

CASE(another_configuration_resumes)
{
	unsigned int number = 0;
	int value = 2;

	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_RELEASEINTERFACE, &number), 0);
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_SETCONFIGURATION, &value), 0);
	ck_assert_int_eq(world_vendor(&world, 0, 0), 0);
}

CASE(reset_resumes)
{
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_RESET, NULL), 0);
	ck_assert_int_eq(world_vendor(&world, 0, 0), 0);
}

CASE(open_resumes_and_forbids)
{
	int other;

	ck_assert_int_eq(allow(), 0);
	other = world_open(&world, WORLD_NODE, O_RDONLY);
	ck_assert_int_eq(world_vendor(&world, 0, 0), 0);
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(world_vendor(&world, 0, 0), 0);
	world_close(&world, other);
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(world_vendor(&world, 0, 0), -EHOSTUNREACH);
}

CASE(reading_sysfs_resumes_nothing)
{
	ck_assert_int_eq(allow(), 0);
	ck_assert_str_eq(world_text(&world, WORLD_SYSFS "1-1/speed"), "480\n");
	ck_assert_int_eq(world_vendor(&world, 0, 0), -EHOSTUNREACH);
}

CASE(urbs_in_flight_end_with_suspending)
{
	struct usbdevfs_urb *urb[1];
	char byte;
	int err;

	world_new_urbs(urb, 1);
	world_urb(urb[0], USBDEVFS_URB_TYPE_BULK, 0x81, &byte, 1);
	ck_assert_int_eq(world_submit(&world, urb[0]), 0);
	ck_assert_int_eq(allow(), 0);
	ck_assert_ptr_eq(world_reap(&world, &err), urb[0]);
	ck_assert_int_eq(urb[0]->status, -ESHUTDOWN);
	world_free_urbs(urb, 1);
}

CASE(waiting_without_having_allowed_returns_at_once)
{
	ck_assert_int_eq(wait_for_resume(), 0);
}

CASE(waiting_after_a_resume_returns_at_once_and_forbids)
{
	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(cusb_virtual_resume(world.kernel, "1-1"), 0);
	ck_assert_int_eq(wait_for_resume(), 0);
	ck_assert_int_eq(cusb_virtual_suspend(world.kernel, "1-1"), -EBUSY);
}

static void *wait_in_thread(void *result)
{
	*(int *)result = wait_for_resume();
	return NULL;
}

static void wait_until_called(void)
{
	while (virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_WAIT_FOR_RESUME) == 0)
		poll(NULL, 0, 1);
}

CASE(waiting_ends_with_a_resume)
{
	pthread_t thread;
	int result = 1;

	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(pthread_create(&thread, NULL, wait_in_thread, &result), 0);
	wait_until_called();
	ck_assert_int_eq(cusb_virtual_resume(world.kernel, "1-1"), 0);
	pthread_join(thread, NULL);
	ck_assert_int_eq(result, 0);
}

CASE(waiting_ends_with_an_unplug)
{
	pthread_t thread;
	int result = 1;

	ck_assert_int_eq(allow(), 0);
	ck_assert_int_eq(pthread_create(&thread, NULL, wait_in_thread, &result), 0);
	wait_until_called();
	ck_assert_int_eq(cusb_virtual_unplug(world.kernel, "1-1"), 0);
	pthread_join(thread, NULL);
	ck_assert_int_eq(result, -EIO);
	ck_assert_int_eq(forbid(), -ENODEV);
}

CASE(suspending_and_resuming_what_is_not_there_is_enodev)
{
	ck_assert_int_eq(cusb_virtual_suspend(world.kernel, "1-9"), -ENODEV);
	ck_assert_int_eq(cusb_virtual_resume(world.kernel, "1-9"), -ENODEV);
}
