/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "core/core_fixture.h"

#define COMPANION(streams) 6, 0x30, 0, streams, 0, 0

/* clang-format off */
/* Interface 0: 01, 81 with streams, 82 without, 83 isochronous. Interface 1: 04 with streams. */
static const uint8_t descriptors[] = {
	18, 1, 0x00, 0x03, 0, 0, 0, 9, 0xfe, 0xff, 1, 0, 0, 1, 0, 0, 0, 1,
	9, 2, 9 + 2 * 9 + 5 * 13, 0, 2, 1, 0, 0x80, 50,
	9, 4, 0, 0, 4, 0xff, 0, 0, 0,
	7, 5, 0x01, 2, 0, 4, 0, COMPANION(4),
	7, 5, 0x81, 2, 0, 4, 0, COMPANION(4),
	7, 5, 0x82, 2, 0, 4, 0, COMPANION(0),
	7, 5, 0x83, 1, 0, 4, 1, COMPANION(1),
	9, 4, 1, 0, 1, 0xff, 0, 0, 0,
	7, 5, 0x04, 2, 0, 4, 0, COMPANION(4),
};
/* clang-format on */

static void begin(void)
{
	core_begin();
	script_add_extras();
	script.devices[0].descriptors = descriptors;
	script.devices[0].length = sizeof descriptors;
	dev = script_find();
}

static const struct {
	uint8_t type, length, attributes;
	unsigned int streams;
} endpoints[] = {{2, 6, 0, 0},	    {2, 6, 1, 2},      {2, 6, 4, 16},	 {2, 6, 15, 32768},
		 {2, 6, 16, 65535}, {2, 6, 31, 65535}, {2, 6, 0xe4, 16}, {2, 0, 4, 0},
		 {3, 6, 4, 0},	    {1, 6, 1, 0}};

FIXTURE(begin, core_end)

CASE_PER_ROW(streams_are_a_power_of_two_of_bulk_endpoints, endpoints)
{
	const struct cusb_endpoint ep = {
		.bmAttributes = endpoints[_i].type,
		.ss_companion = {.bLength = endpoints[_i].length,
				 .bmAttributes = endpoints[_i].attributes},
	};

	ck_assert_uint_eq(cusb_streams_max(&ep), endpoints[_i].streams);
}

CASE(alloc_claims_and_tells_how_many)
{
	script_fail("alloc_streams", 12);
	ck_assert_int_eq(cusb_streams_alloc(dev, 16, (const uint8_t[]){0x01, 0x81}, 2), 12);
	expect_calls("configuration, open, claim 0, alloc_streams 16 01 81");
}

CASE(free_claims_and_frees)
{
	ck_assert_int_eq(cusb_streams_alloc(dev, 2, (const uint8_t[]){0x81}, 1), 2);
	script_calls();
	ck_assert_int_eq(cusb_streams_free(dev, (const uint8_t[]){0x81}, 1), 0);
	expect_calls("free_streams 81");
}

static const struct {
	uint8_t addresses[2];
	size_t length;
	int err;
} wrong[] = {
	{{0x82}, 1, -EINVAL}, {{0x83}, 1, -EINVAL},	  {{0x01, 0x04}, 2, -EINVAL},
	{{0x85}, 1, -ENOENT}, {{0x81, 0x05}, 2, -ENOENT}, {{0x91}, 1, -EINVAL},
};

CASE_PER_ROW(endpoints_that_will_not_do_are_left_unclaimed, wrong)
{
	int alloc = cusb_streams_alloc(dev, 2, wrong[_i].addresses, wrong[_i].length);

	ck_assert_int_eq(alloc, wrong[_i].err);
	ck_assert_int_eq(cusb_streams_free(dev, wrong[_i].addresses, wrong[_i].length), alloc);
	ck_assert(!cusb_is_open(dev));
}

CASE(counts_out_of_range_are_einval)
{
	uint8_t addresses[31] = {0x81};

	ck_assert_int_eq(cusb_streams_alloc(dev, 0, addresses, 1), -EINVAL);
	ck_assert_int_eq(cusb_streams_alloc(dev, 1, addresses, 1), -EINVAL);
	ck_assert_int_eq(cusb_streams_alloc(dev, 65536, addresses, 1), -EINVAL);
	ck_assert_int_eq(cusb_streams_alloc(dev, 2, addresses, 0), -EINVAL);
	ck_assert_int_eq(cusb_streams_alloc(dev, 2, addresses, 31), -EINVAL);
	ck_assert_int_eq(cusb_streams_free(dev, addresses, 0), -EINVAL);
	ck_assert_int_eq(cusb_streams_free(dev, addresses, 31), -EINVAL);
	expect_calls("");
}

CASE(host_that_gives_none_is_enosys)
{
	script_fail("alloc_streams", 0);
	ck_assert_int_eq(cusb_streams_alloc(dev, 2, (const uint8_t[]){0x81}, 1), -ENOSYS);
}

CASE(interface_that_cannot_be_claimed_is_told)
{
	script_fail("claim", -EBUSY);
	ck_assert_int_eq(cusb_streams_alloc(dev, 2, (const uint8_t[]){0x81}, 1), -EBUSY);
}

static int alloc_two(void)
{
	return cusb_streams_alloc(dev, 2, (const uint8_t[]){0x81}, 1);
}

static int free_them(void)
{
	return cusb_streams_free(dev, (const uint8_t[]){0x81}, 1);
}

static const struct {
	int (*call)(void);
	const char *record;
	int result;
} calls[] = {{alloc_two, "alloc_streams 2 81", 2}, {free_them, "free_streams 81", 0}};

CASE_PER_ROW(refused_call_asks_anew_and_is_made_again, calls)
{
	char expected[128];

	alloc_two();
	script_calls();
	script_fail_once(calls[_i].record, -ENOENT);
	ck_assert_int_eq(calls[_i].call(), calls[_i].result);
	snprintf(expected, sizeof expected, "%s, configuration, claim 0, %s", calls[_i].record,
		 calls[_i].record);
	expect_calls(expected);
}

CASE_PER_ROW(interface_that_is_not_authorized_is_eacces, calls)
{
	alloc_two();
	script_fail_once(calls[_i].record, -ENODEV);
	script_fail_once("claim 0", -EACCES);
	ck_assert_int_eq(calls[_i].call(), -EACCES);
}

CASE(backend_without_streams_is_enosys)
{
	script.backend.streams = NULL;
	ck_assert_int_eq(cusb_streams_alloc(dev, 2, (const uint8_t[]){0x81}, 1), -ENOSYS);
	ck_assert_int_eq(cusb_streams_free(dev, (const uint8_t[]){0x81}, 1), -ENOSYS);
	expect_calls("");
}
