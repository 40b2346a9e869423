/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/models/models.h"

#include "unit.h"
#include "virtual/virtual_world.h"

#define OUT 0x01
#define IN  0x81

static struct usbdevfs_urb *urbs[4];
static char in[4][64];

static void setup(void)
{
	memset(in, 0, sizeof in);
	world_new_urbs(urbs, 4);
	world_start("streams");
}

static void teardown(void)
{
	world_end();
	world_free_urbs(urbs, 4);
}

/* ALLOC_STREAMS or FREE_STREAMS for as many endpoints as the string has bytes. */
static int call(unsigned long request, unsigned int count, const char *endpoints)
{
	size_t n = strlen(endpoints);
	struct usbdevfs_streams *streams = malloc(sizeof *streams + n);
	int result;

	ck_assert_ptr_nonnull(streams);
	streams->num_streams = count;
	streams->num_eps = (unsigned int)n;
	memcpy(streams->eps, endpoints, n);
	result = world_ioctl(request, streams);
	free(streams);
	return result;
}

static int alloc_streams(unsigned int count, const char *endpoints)
{
	return call(USBDEVFS_ALLOC_STREAMS, count, endpoints);
}

static int free_streams(const char *endpoints)
{
	return call(USBDEVFS_FREE_STREAMS, 0, endpoints);
}

#define BOTH "\x01\x81"

static int submit(unsigned int i, unsigned char endpoint, unsigned int stream, void *data,
		  size_t length)
{
	world_urb(urbs[i], USBDEVFS_URB_TYPE_BULK, endpoint, data, (int)length);
	urbs[i]->stream_id = stream;
	return world_submit(urbs[i]);
}

static void read_stream(unsigned int i, unsigned int stream)
{
	ck_assert_int_eq(submit(i, IN, stream, in[i], sizeof in[i]), 0);
}

static void write_stream(unsigned int i, unsigned int stream, const char *text)
{
	char data[64];

	strcpy(data, text);
	ck_assert_int_eq(submit(i, OUT, stream, data, strlen(data)), 0);
}

FIXTURE(setup, teardown)

CASE(alloc_claims_the_interface)
{
	ck_assert_str_eq(world_driver(0), "");
	ck_assert_int_eq(alloc_streams(2, BOTH), 2);
	ck_assert_str_eq(world_driver(0), "usbfs");
}

CASE(alloc_checks_the_count)
{
	ck_assert_int_eq(alloc_streams(1, BOTH), -EINVAL);
	ck_assert_int_eq(alloc_streams(65537, BOTH), -EINVAL);
	ck_assert_int_eq(alloc_streams(2, BOTH), 2);
}

CASE(endpoints_are_1_to_30_that_are_there)
{
	char many[32];

	memset(many, OUT, 31);
	many[31] = '\0';
	ck_assert_int_eq(alloc_streams(2, ""), -EINVAL);
	ck_assert_int_eq(alloc_streams(2, many), -EINVAL);
	ck_assert_int_eq(alloc_streams(2, "\x01\x82"), -EINVAL);
	ck_assert_int_eq(free_streams("\x82"), -EINVAL);
}

CASE(alloc_twice_is_invalid)
{
	ck_assert_int_eq(alloc_streams(2, "\x01"), 2);
	ck_assert_int_eq(alloc_streams(2, BOTH), -EINVAL);
	ck_assert_int_eq(alloc_streams(2, "\x81"), 2);
}

CASE(free_needs_what_was_allocated)
{
	ck_assert_int_eq(free_streams(BOTH), -EINVAL);
	ck_assert_int_eq(alloc_streams(2, "\x01"), 2);
	ck_assert_int_eq(free_streams(BOTH), -EINVAL);
	ck_assert_int_eq(free_streams("\x01"), 0);
	ck_assert_int_eq(free_streams("\x01"), -EINVAL);
}

/* An endpoint with streams in each of two interfaces; never answers, but counts how often asked. */
static uint8_t two_descriptors[] = {
	DEVICE(0x0320, 9, 0xffff, 1),
	CONFIGURATION(9 + 2 * (9 + 7 + 6), 2, 1, 0, 0, 14),
	INTERFACE(0, 0, 1, 0),
	BULK(0x81, 1024),
	COMPANION(0, 4, 0),
	INTERFACE(1, 0, 1, 0),
	BULK(0x82, 1024),
	COMPANION(0, 2, 0),
};

static unsigned int asked;

static ssize_t two_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		      size_t room)
{
	(void)dev;
	(void)address;
	(void)packet;
	(void)room;
	asked++;
	return -EAGAIN;
}

static struct cusb_virtual_model model_two = {.name = "two", BYTES(two_descriptors), .in = two_in};

static void use_two(enum cusb_speed speed)
{
	world_end();
	model_two.speed = speed;
	two_descriptors[7] = speed == CUSB_SPEED_SUPER ? 9 : 64;
	world_start_model(&model_two);
}

CASE(endpoints_are_of_one_interface)
{
	use_two(CUSB_SPEED_SUPER);
	ck_assert_int_eq(alloc_streams(16, "\x81\x82"), -EINVAL);
	ck_assert_int_eq(alloc_streams(16, "\x81"), 16);
	ck_assert_int_eq(alloc_streams(16, "\x82"), 4);
}

CASE(streams_are_for_super_speed)
{
	use_two(CUSB_SPEED_HIGH);
	ck_assert_int_eq(alloc_streams(16, "\x81"), -EINVAL);
}

CASE(device_is_asked_for_the_first_urb_of_each_stream)
{
	use_two(CUSB_SPEED_SUPER);
	ck_assert_int_eq(alloc_streams(16, "\x81"), 16);
	read_stream(0, 1);
	read_stream(1, 1);
	read_stream(2, 2);
	asked = 0;
	read_stream(3, 1);
	ck_assert_uint_eq(asked, 2);
}

CASE(device_is_asked_for_the_first_urb_without_streams)
{
	use_two(CUSB_SPEED_SUPER);
	read_stream(0, 0);
	asked = 0;
	read_stream(1, 0);
	ck_assert_uint_eq(asked, 1);
}

CASE(data_of_streams_is_gone_after_altsetting)
{
	ck_assert_int_eq(alloc_streams(4, BOTH), 4);
	write_stream(0, 2, "two");
	world_expect_reaped(urbs[0], 0);
	ck_assert_int_eq(world_set_altsetting(0, 0), 0);
	ck_assert_int_eq(alloc_streams(4, BOTH), 4);
	read_stream(0, 2);
	ck_assert_int_eq(world_discard(urbs[0]), 0);
	world_expect_reaped(urbs[0], -ENOENT);
}

CASE(stream_that_waits_does_not_hold_another_up)
{
	ck_assert_int_eq(alloc_streams(16, BOTH), 16);
	read_stream(0, 1);
	read_stream(1, 2);
	read_stream(2, 2);
	write_stream(3, 2, "two");
	world_expect_reaped(urbs[3], 0);
	world_expect_reaped(urbs[1], 0);
	ck_assert_str_eq(in[1], "two");
	write_stream(3, 1, "one");
	world_expect_reaped(urbs[3], 0);
	world_expect_reaped(urbs[0], 0);
	ck_assert_str_eq(in[0], "one");
	ck_assert_int_eq(world_discard(urbs[2]), 0);
	world_expect_reaped(urbs[2], -ENOENT);
}

CASE(stream_is_not_looked_at_while_there_are_none)
{
	ck_assert_int_eq(world_claim(0), 0);
	write_stream(0, 77, "plain");
	world_expect_reaped(urbs[0], 0);
	read_stream(1, 3);
	world_expect_reaped(urbs[1], 0);
	ck_assert_str_eq(in[1], "plain");
}

CASE(alloc_and_free_end_urbs_in_flight)
{
	ck_assert_int_eq(world_claim(0), 0);
	read_stream(0, 0);
	ck_assert_int_eq(alloc_streams(4, BOTH), 4);
	world_expect_reaped(urbs[0], -ENOENT);
	read_stream(1, 1);
	ck_assert_int_eq(free_streams(BOTH), 0);
	world_expect_reaped(urbs[1], -ENOENT);
}

CASE(streams_outlive_a_setting_that_is_not_there)
{
	ck_assert_int_eq(alloc_streams(4, BOTH), 4);
	ck_assert_int_eq(world_set_altsetting(0, 1), -EINVAL);
	ck_assert_int_eq(free_streams(BOTH), 0);
}
