/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/monitor/known_devices.h"
#include "fail_alloc.h"
#include "unit.h"

static struct known_devices devices;

static void begin(void)
{
	memset(&devices, 0, sizeof devices);
}

static void end(void)
{
	known_free_all(&devices);
}

static struct known_device *add(const char *name)
{
	struct known_device *known = known_new(&devices, name);

	ck_assert_ptr_nonnull(known);
	known_add(&devices, known);
	return known;
}

static const char *name_of(unsigned int i)
{
	static char name[16];

	snprintf(name, sizeof name, "%u-%u", 1 + i / 100, 1 + i % 100);
	return name;
}

/* The names of a list, each with a blank. */
static const char *names_of(enum known_list list)
{
	static char text[128];
	const struct known_device *last = NULL;

	text[0] = '\0';
	for (const struct known_device *known = known_first(&devices, list); known;
	     known = known_next(known, list)) {
		ck_assert_ptr_eq(known->in[list].prev, last);
		strcat(strcat(text, known->name), " ");
		last = known;
	}
	ck_assert_ptr_eq(devices.lists[list].last, last);
	return text;
}

static const char *names(void)
{
	return names_of(PLUGGED);
}

static const char *due(void)
{
	return names_of(DUE);
}

FIXTURE(begin, end)

CASE(nothing_is_known_at_first)
{
	ck_assert_ptr_null(known_find(&devices, "1-1"));
	ck_assert_str_eq(names(), "");
}

CASE(record_is_known_once_it_is_added)
{
	struct known_device *known = known_new(&devices, "1-1");

	ck_assert_ptr_null(known_find(&devices, "1-1"));
	known_add(&devices, known);
	ck_assert_ptr_eq(known_find(&devices, "1-1"), known);
	ck_assert_ptr_null(known_find(&devices, "1-10"));
}

CASE(each_of_many_is_found_and_none_that_left)
{
	for (unsigned int i = 0; i < 5000; i++)
		add(name_of(i));
	for (unsigned int i = 0; i < 5000; i += 2)
		known_leave(&devices, known_find(&devices, name_of(i)));
	ck_assert_uint_eq(devices.count, 2500);
	for (unsigned int i = 0; i < 5000; i++) {
		struct known_device *known = known_find(&devices, name_of(i));

		ck_assert(i % 2 ? known && strcmp(known->name, name_of(i)) == 0 : !known);
	}
}

/* So a search by name does not grow with the devices. */
CASE(buckets_are_as_many_as_devices)
{
	for (unsigned int i = 0; i < 5000; i++) {
		add(name_of(i));
		ck_assert_uint_ge(devices.bucket_count, devices.count);
	}
}

static const char *const rests[] = {"1-2 1-3 ", "1-1 1-3 ", "1-1 1-2 "};

CASE(no_memory_for_the_buckets_or_the_record_is_told)
{
	for (unsigned int nth = 1; nth <= 2; nth++) {
		struct known_device *known;

		begin();
		fail_alloc_start(nth);
		known = known_new(&devices, "1-1");
		fail_alloc_stop();
		ck_assert_ptr_null(known);
		ck_assert_uint_eq(devices.count, 0);
		end();
	}
	begin();
}

CASE_PER_ROW(order_of_arrival_stays_when_one_leaves, rests)
{
	for (unsigned int i = 0; i < 3; i++)
		add(name_of(i));
	known_leave(&devices, known_find(&devices, name_of((unsigned int)_i)));
	ck_assert_str_eq(names(), rests[_i]);
	add("9-9");
	ck_assert_str_eq(names() + strlen(rests[_i]), "9-9 ");
}

CASE(last_one_leaves)
{
	add("1-1");
	known_leave(&devices, known_first(&devices, PLUGGED));
	ck_assert_str_eq(names(), "");
	add("1-2");
	ck_assert_str_eq(names(), "1-2 ");
}

CASE_PER_ROW(events_of_a_device_that_leaves_untold_are_dropped, rests)
{
	for (unsigned int i = 0; i < 3; i++)
		event_add(&devices, add(name_of(i)), CUSB_ARRIVED);
	known_leave(&devices, known_find(&devices, name_of((unsigned int)_i)));
	ck_assert_str_eq(due(), rests[_i]);
}

CASE(events_are_due_in_the_order_of_the_first_of_each_device)
{
	struct known_device *one = add("1-1"), *two = add("1-2");

	event_add(&devices, two, CUSB_CHANGED);
	event_add(&devices, one, CUSB_ARRIVED);
	event_add(&devices, two, CUSB_BOUND);
	ck_assert_str_eq(due(), "1-2 1-1 ");
}

CASE(device_is_once_on_a_list_and_leaves_it_when_it_leaves)
{
	struct known_device *one = add("1-1"), *two = add("1-2");

	known_enlist(&devices, two, SETTLING);
	known_enlist(&devices, one, SETTLING);
	known_enlist(&devices, two, SETTLING);
	ck_assert_str_eq(names_of(SETTLING), "1-2 1-1 ");
	known_leave(&devices, two);
	ck_assert_str_eq(names_of(SETTLING), "1-1 ");
	known_delist(&devices, one, SETTLING);
	known_delist(&devices, one, SETTLING);
	ck_assert_str_eq(names_of(SETTLING), "");
	ck_assert_str_eq(names(), "1-1 ");
}

static const unsigned int sizes[] = {1, 64, 65, 1000};

/* One for each record, and the buckets, which double from 64. */
CASE_PER_ROW(allocations_grow_with_the_devices, sizes)
{
	unsigned int growths = 1;
	struct known_device *known;

	for (unsigned int buckets = 64; buckets < sizes[_i]; buckets *= 2)
		growths++;
	for (unsigned int nth = sizes[_i] + growths; nth <= sizes[_i] + growths + 1; nth++) {
		fail_alloc_start(nth);
		for (unsigned int i = 0; i < sizes[_i]; i++) {
			known = known_new(&devices, name_of(i));
			if (known)
				known_add(&devices, known);
		}
		ck_assert(fail_alloc_stop() == (nth == sizes[_i] + growths));
		ck_assert_uint_eq(devices.count, sizes[_i] - (nth == sizes[_i] + growths));
		end();
		begin();
	}
}
