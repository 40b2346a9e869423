/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate.h"
#include "fail_alloc.h"
#include "unit.h"

static struct listing listing;

static void begin(void)
{
	memset(&listing, 0, sizeof listing);
}

static void end(void)
{
	listing_free(&listing);
}

static int add(const char *name, uint8_t address)
{
	struct listed_device device = {.name = ""};

	ck_assert(sysfs_parse_name(name, &device.candidate));
	device.candidate.address = address;
	strcpy(device.name, name);
	return listing_add(&listing, &device);
}

FIXTURE(begin, end)

static const struct {
	const char *first, *then;
} orders[] = {
	{"2-9", "10-1"}, {"2-9", "usb10"},			  /* the bus as a number */
	{"1-2", "1-10"}, {"1-2.9", "1-2.10"},			  /* the port as a number */
	{"usb1", "1-1"}, {"1-1", "1-1.1"},    {"1-1.4.4", "1-2"}, /* a hub before its devices */
};

CASE_PER_ROW(devices_are_ordered_by_place, orders)
{
	for (int turned = 0; turned < 2; turned++) {
		begin();
		add(turned ? orders[_i].then : orders[_i].first, 0);
		add(turned ? orders[_i].first : orders[_i].then, 0);
		listing_sort(&listing);
		ck_assert_str_eq(listing.list[0].name, orders[_i].first);
		ck_assert_str_eq(listing.list[1].name, orders[_i].then);
		end();
	}
	begin();
}

CASE(devices_at_one_place_are_ordered_by_address)
{
	add("usb1", 127);
	add("usb1", 2);
	listing_sort(&listing);
	ck_assert_uint_eq(listing.list[0].candidate.address, 2);
}

static const size_t counts[] = {0, 1, 2, 3, 10, 133, 509};

/* Buses in an order that looks like none, the numbers from 1 once each for a prime. */
CASE_PER_ROW(any_number_of_devices_is_put_in_order, counts)
{
	char name[NAME_SIZE];

	for (size_t i = 0; i < counts[_i]; i++) {
		snprintf(name, sizeof name, "usb%zu", 1 + i * 7919 % 509);
		add(name, 0);
	}
	listing_sort(&listing);
	ck_assert_uint_eq(listing.count, counts[_i]);
	for (size_t i = 0; i < counts[_i]; i++) {
		snprintf(name, sizeof name, "usb%u", (unsigned int)listing.list[i].candidate.bus);
		ck_assert_str_eq(listing.list[i].name, name);
		ck_assert(i == 0 ||
			  listing.list[i - 1].candidate.bus < listing.list[i].candidate.bus);
		ck_assert(counts[_i] < 509 || listing.list[i].candidate.bus == i + 1);
	}
}

CASE(room_is_doubled_so_that_a_device_is_seldom_copied)
{
	size_t room = 0, growths = 0;

	for (size_t i = 0; i < 1000; i++) {
		ck_assert_int_eq(add("usb1", 0), 0);
		growths += listing.room != room;
		room = listing.room;
	}
	ck_assert_uint_eq(growths, 4);
}

CASE(growing_without_memory_leaves_the_listing)
{
	int err;

	add("usb1", 0);
	while (listing.count < listing.room)
		add("usb2", 0);
	fail_alloc_start(1);
	err = listing_add(&listing, &listing.list[0]);
	fail_alloc_stop();
	ck_assert_int_eq(err, -ENOMEM);
	ck_assert_str_eq(listing.list[0].name, "usb1");
	ck_assert_uint_eq(listing.count, listing.room);
}
