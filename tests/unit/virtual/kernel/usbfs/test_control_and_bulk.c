/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static unsigned char data[8192];

static int control(unsigned int bmRequestType, unsigned int bRequest, unsigned int wIndex,
		   unsigned int wLength)
{
	struct usbdevfs_ctrltransfer transfer = {
		.bRequestType = (unsigned char)bmRequestType,
		.bRequest = (unsigned char)bRequest,
		.wIndex = (unsigned short)wIndex,
		.wLength = (unsigned short)wLength,
		.timeout = 1,
		.data = data,
	};

	return world_ioctl(USBDEVFS_CONTROL, &transfer);
}

static int bulk(unsigned int endpoint, unsigned int length)
{
	struct usbdevfs_bulktransfer transfer = {endpoint, length, 1, data};

	return world_ioctl(USBDEVFS_BULK, &transfer);
}

FIXTURE_WORLD("loopback")

CASE(control_of_4096_bytes_is_the_most)
{
	ck_assert_int_eq(control(0x40, 0, 0, 4096), 4096);
	ck_assert_int_eq(control(0x40, 0, 0, 4097), -EINVAL);
}

CASE(control_to_an_interface_claims_it)
{
	ck_assert_int_eq(control(0x21, 0, 1, 0), 0);
	ck_assert_str_eq(world_driver(1), "usbfs");
	ck_assert_int_eq(control(0x21, 0, 5, 0), -ENOENT);
}

CASE(control_to_an_endpoint_claims_its_interface)
{
	world_bind(0, "driver");
	ck_assert_int_eq(control(0x82, 0, 0x81, 2), -EBUSY);
	ck_assert_int_eq(control(0x82, 0, 0x00, 2), 2);
	ck_assert_int_eq(control(0x82, 0, 0x85, 2), -ENOENT);
	/* That endpoint is in another setting. */
	ck_assert_int_eq(control(0x82, 0, 0x83, 2), -EPIPE);
}

CASE(control_to_an_interface_needs_a_configuration)
{
	ck_assert_int_eq(world_configure(0), 0);
	ck_assert_int_eq(control(0x21, 0, 0, 0), -EHOSTUNREACH);
	ck_assert_int_eq(control(0x82, 0, 0x81, 2), -ESRCH);
	ck_assert_int_eq(control(0x80, 8, 0, 1), 1);
}

CASE(bulk_timeout_loses_what_had_come)
{
	world_end();
	world_start("partial");
	memset(data, 0, sizeof data);
	ck_assert_int_eq(bulk(0x81, 2048), -ETIMEDOUT);
	ck_assert_uint_eq(data[1], 0);
}

CASE(bulk_checks_endpoint_and_claim)
{
	ck_assert_int_eq(bulk(0x85, 8), -ENOENT);
	ck_assert_int_eq(bulk(0x83, 8), -EINVAL);
	world_bind(0, "driver");
	ck_assert_int_eq(bulk(0x81, 8), -EBUSY);
}

CASE(bulk_above_the_limit_is_out_of_memory)
{
	ck_assert_int_eq(bulk(0x81, 17 << 20), -ENOMEM);
	ck_assert_int_eq(bulk(0x81, 0x7fffffff), -EINVAL);
}

CASE(device_that_vanishes_during_bulk_is_shut_down_then_gone)
{
	world_end();
	world_start("dropout");
	ck_assert_int_eq(bulk(0x01, 8192), -ESHUTDOWN);
	ck_assert_int_eq(bulk(0x01, 8192), -ENODEV);
	ck_assert_int_eq(world_open(WORLD_SYSFS "1-1", O_RDONLY), -ENOENT);
	ck_assert_int_eq(world_open(WORLD_NODE, O_RDWR), -ENOENT);
}

static void *wait_for_ever(void *result)
{
	struct usbdevfs_ctrltransfer transfer = {.bRequestType = 0xc0, .bRequest = 1};

	*(int *)result = world_ioctl(USBDEVFS_CONTROL, &transfer);
	return NULL;
}

CASE(unplug_ends_a_control_that_waits)
{
	pthread_t thread;
	int result = 0;

	world_end();
	world_start("nak");
	ck_assert_int_eq(pthread_create(&thread, NULL, wait_for_ever, &result), 0);
	while (virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_CONTROL) == 0)
		;
	world_unplug("1-1");
	pthread_join(thread, NULL);
	ck_assert_int_eq(result, -ESHUTDOWN);
}

CASE(control_that_waits_holds_nobody_up)
{
	pthread_t thread;
	int result = 0;

	world_end();
	world_start("nak");
	ck_assert_int_eq(pthread_create(&thread, NULL, wait_for_ever, &result), 0);
	while (virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_CONTROL) == 0)
		;
	ck_assert_int_eq(world_claim(0), 0);
	world_expect("1-1/serial", "0003\n");
	ck_assert_int_eq(world_reset(), 0);
	pthread_join(thread, NULL);
	ck_assert_int_eq(result, -ESHUTDOWN);
}
