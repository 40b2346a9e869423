/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>

#include "unit.h"
#include "virtual/device/descriptor_bytes.h"
#include "virtual/virtual_world.h"

static struct cusb_virtual_model model = {.name = "parsed", .speed = CUSB_SPEED_HIGH};

static ssize_t four_bytes(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
			  size_t room)
{
	(void)dev;
	(void)address;
	for (size_t i = 0; i < 4 && i < room; i++)
		packet[i] = (uint8_t)i;
	return 4;
}

#define START(...)                                                                                 \
	do {                                                                                       \
		static const uint8_t bytes[] = {__VA_ARGS__};                                      \
		model.descriptors = bytes;                                                         \
		model.descriptors_length = sizeof bytes;                                           \
		model.in = four_bytes;                                                             \
		world_start_model(&model);                                                         \
	} while (0)

/* Of one configuration. */
#define HEAD(length) DEVICE(0x0200, 64, 1, 1), CONFIGURATION(length, 2, 1, 0, 0, 50)

FIXTURE(NULL, world_end)

static int bulk(unsigned int address)
{
	uint8_t data[512];
	struct usbdevfs_bulktransfer transfer = {address, sizeof data, 1000, data};

	return world_ioctl(USBDEVFS_BULK, &transfer);
}

static int submit(unsigned char address)
{
	static struct usbdevfs_urb urb;
	static uint8_t data[512];

	world_urb(&urb, USBDEVFS_URB_TYPE_BULK, address, data, sizeof data);
	return world_submit(&urb);
}

static void expect_endpoints(const char *interface, const char *count)
{
	char name[64];

	snprintf(name, sizeof name, "1-1:1.%s/bNumEndpoints", interface);
	world_expect(name, count);
}

static void start_twice(void)
{
	START(HEAD(51), INTERFACE(0, 0, 0, 0), INTERFACE(0, 1, 1, 0), BULK(0x81, 512),
	      INTERFACE(1, 0, 1, 0), BULK(0x81, 512));
}

CASE(endpoint_of_another_interface_exists_once)
{
	start_twice();
	expect_endpoints("0", "00\n");
	expect_endpoints("1", "00\n");
	ck_assert_int_eq(submit(0x81), -ENOENT);
	ck_assert_int_eq(bulk(0x81), -EINVAL);
	ck_assert_int_eq(world_set_altsetting(0, 1), 0);
	expect_endpoints("0", "01\n");
	ck_assert_int_eq(bulk(0x81), 4);
}

CASE(endpoint_that_exists_once_belongs_to_the_first)
{
	int other;

	start_twice();
	other = world_open(WORLD_NODE, O_RDWR);
	ck_assert_int_eq(world_claim_by(other, 1), 0);
	ck_assert_int_eq(bulk(0x81), -EINVAL);
	ck_assert_str_eq(world_driver(0), "usbfs");
	world_close(other);
}

CASE(endpoint_may_be_in_each_setting_of_an_interface)
{
	START(HEAD(50), INTERFACE(0, 0, 1, 0), BULK(0x81, 512), INTERFACE(0, 1, 1, 0),
	      BULK(0x81, 512), INTERFACE(1, 0, 0, 0));
	expect_endpoints("0", "01\n");
	ck_assert_int_eq(bulk(0x81), 4);
	ck_assert_int_eq(world_set_altsetting(0, 1), 0);
	expect_endpoints("0", "01\n");
	ck_assert_int_eq(bulk(0x81), 4);
}

CASE(endpoint_is_once_in_a_setting)
{
	START(HEAD(41), INTERFACE(0, 0, 2, 0), BULK(0x81, 512), INTERRUPT(0x81, 512, 4),
	      INTERFACE(1, 0, 0, 0));
	expect_endpoints("0", "01\n");
}

CASE(control_endpoint_takes_both_directions)
{
	START(HEAD(50), INTERFACE(0, 0, 1, 0), ENDPOINT(0x01, 0, 64, 0), INTERFACE(1, 0, 2, 0),
	      BULK(0x81, 512), BULK(0x82, 512));
	expect_endpoints("0", "01\n");
	expect_endpoints("1", "01\n");
	ck_assert_int_eq(bulk(0x81), -ENOENT);
	ck_assert_int_eq(bulk(0x82), 4);
}

CASE(setting_has_no_more_endpoints_than_it_says)
{
	START(HEAD(41), INTERFACE(0, 0, 1, 0), BULK(0x81, 512), BULK(0x82, 512),
	      INTERFACE(1, 0, 0, 0));
	expect_endpoints("0", "01\n");
	ck_assert_int_eq(bulk(0x82), -ENOENT);
}

CASE(endpoint_that_is_none_is_skipped)
{
	START(HEAD(41), INTERFACE(0, 0, 2, 0), BULK(0x80, 512), BULK(0x91, 512),
	      INTERFACE(1, 0, 0, 0));
	expect_endpoints("0", "00\n");
}

CASE(setting_that_comes_twice_is_skipped_with_its_endpoints)
{
	START(HEAD(50), INTERFACE(0, 0, 1, 0), BULK(0x81, 512), INTERFACE(0, 0, 1, 0),
	      BULK(0x82, 512), INTERFACE(1, 0, 0, 0));
	ck_assert_int_eq(bulk(0x81), 4);
	ck_assert_int_eq(bulk(0x82), -ENOENT);
}

CASE(endpoints_behind_half_an_interface_are_skipped)
{
	START(HEAD(39), INTERFACE(0, 0, 2, 0), BULK(0x81, 512), 7, 4, 1, 0, 1, 0xff, 0,
	      BULK(0x82, 512));
	world_expect("1-1/bNumInterfaces", " 1\n");
	ck_assert_int_eq(bulk(0x82), -ENOENT);
}

CASE(interfaces_are_counted)
{
	START(DEVICE(0x0200, 64, 1, 1), CONFIGURATION(27, 7, 1, 0, 0, 50), INTERFACE(0, 0, 0, 0),
	      INTERFACE(5, 0, 0, 0));
	world_expect("1-1/bNumInterfaces", " 2\n");
}
