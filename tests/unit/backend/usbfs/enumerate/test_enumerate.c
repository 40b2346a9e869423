/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate_fixture.h"
#include "unit.h"

FIXTURE(enumerate_begin, usbfs_end)

CASE(walk_without_devices_visits_nothing)
{
	sk_directory(sk, DEVICES, "");
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.count, 0);
}

/* The device root is looked into as well. */
CASE(walk_without_sysfs_and_nodes_visits_nothing)
{
	sk_remove(sk, DEVICES);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.count, 0);
	ck_assert_str_eq(sk_trace(sk), "oo");
}

/* The module was removed after the directory was opened. */
CASE(walk_of_a_directory_that_is_removed_visits_nothing)
{
	sk_directory(sk, DEVICES, "1-2");
	sk_fail(sk, 'g', 1, 1, -ENOENT);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.count, 0);
}

CASE(walk_gives_the_error_of_the_listing)
{
	sk_unreadable(sk, DEVICES, -EIO);
	sk_directory(sk, DEVICES, "1-2");
	sk_fail(sk, 'g', 1, 1, -EIO);
	ck_assert_int_eq(walk(note), -EIO);
}

CASE(walk_visits_devices_in_order_and_interfaces_never)
{
	sk_directory(sk, DEVICES, "1-2.3 10-1 1-10 1-2:1.0 2-1 1-0:1.0 1-2 usb2 usb1 1-2.3:1.1");
	plug("1-2.3", 18);
	plug("10-1", 18);
	plug("1-10", 18);
	plug("2-1", 18);
	plug("1-2", 18);
	plug("usb2", 18);
	plug("usb1", 18);
	check_visited("usb1 1-2 1-2.3 1-10 usb2 2-1 10-1");
}

CASE(walk_skips_names_that_are_too_long_or_odd)
{
	char entries[512];

	snprintf(entries, sizeof entries, ". .. 1-2 %0250d 1-%0200d usb 1-2.3.4.5.6.7.8.9 driver",
		 1, 2);
	sk_directory(sk, DEVICES, entries);
	plug("1-2", 18);
	check_visited("1-2");
}

CASE(candidate_has_place_and_bytes)
{
	sk_directory(sk, DEVICES, "3-1.4");
	plug("3-1.4", 25);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.candidate.bus, 3);
	ck_assert_uint_eq(seen.candidate.port_count, 2);
	ck_assert_uint_eq(seen.candidate.port_numbers[0], 1);
	ck_assert_uint_eq(seen.candidate.port_numbers[1], 4);
	ck_assert_uint_eq(seen.candidate.descriptors_length, 25);
	ck_assert_uint_eq(seen.bytes[24], 24 * 7);
}

CASE(devices_beyond_one_buffer_of_names_are_visited_too)
{
	char *entries = calloc(1, 16 * 2000), name[16];

	for (int i = 0; i < 255; i++) {
		snprintf(name, sizeof name, "%d-%d", 2 + i / 200, 1 + i % 200);
		plug(name, 18);
		sprintf(entries + strlen(entries), "%s %s:1.0 ", name, name);
	}
	entries[strlen(entries) - 1] = '\0';
	sk_directory(sk, DEVICES, entries);
	sk_limit_getdents(sk, 7);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.count, 255);
	free(entries);
}

CASE(listing_interrupted_by_a_signal_goes_on)
{
	plug_one(18);
	sk_fail(sk, 'g', 1, 2, -EINTR);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.count, 1);
}

/* One byte short of a page, a page, and so on, up to the kernel's limit for the file. */
static const size_t lengths[] = {0,    1,    17,   18,	  4095,	 4096,
				 4097, 8192, 8193, 65535, 65536, 18 + 65535};

CASE_PER_ROW(descriptors_of_any_length_are_read_whole, lengths)
{
	size_t length = lengths[_i];

	plug_one(length);
	sk_limit_pread(sk, 4096);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.candidate.descriptors_length, length);
	for (size_t i = 0; i < length; i++)
		ck_assert_uint_eq(seen.bytes[i], byte_at(i));
}

CASE(descriptors_longer_than_the_kernel_gives_are_cut)
{
	plug_one(18 + 65535 + 100);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.candidate.descriptors_length, 18 + 65535);
}

CASE(kernel_with_large_pages_is_read_whole)
{
	plug_one(70000 - 18);
	sk_limit_pread(sk, 65536);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.candidate.descriptors_length, 18 + 65535);
}

CASE(visit_that_is_not_0_ends_the_walk)
{
	plug_all("1-1 1-2");
	seen.answer = 7;
	ck_assert_int_eq(walk(note), 7);
	ck_assert_str_eq(seen.names, "1-1");
}

CASE(files_are_opened_for_reading_and_close_on_exec)
{
	plug_one(18);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_int_eq(sk_open_flags(sk), O_RDONLY | O_CLOEXEC);
}

CASE(walk_costs_4_calls_and_3_for_a_device)
{
	sk_directory(sk, DEVICES, "1-1 1-2");
	plug("1-1", 18);
	plug("1-2", 4095);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_str_eq(sk_trace(sk), "ogg"
				       "orc"
				       "orc"
				       "c");
}

/* With the file open before the listing, the number in it is of the same device. */
CASE(walk_to_one_name_opens_it_before_it_lists)
{
	plug_all("1-1 1-2 1-3");
	ck_assert_int_eq(backend->enumerate(backend, "1-2", note, NULL), 0);
	ck_assert_str_eq(seen.names, "1-2");
	ck_assert_str_eq(sk_trace(sk), "o"
				       "o"
				       "gg"
				       "rc"
				       "c");
}

static const char *const absent[] = {"1-9", "001/002", "1-1:1.0", "", "../devices/1-1"};

CASE_PER_ROW(walk_to_a_name_that_no_device_has_visits_none, absent)
{
	plug_all("1-1 1-2 1-3");
	ck_assert_int_eq(backend->enumerate(backend, absent[_i], note, NULL), 0);
	ck_assert_uint_eq(seen.count, 0);
	ck_assert_ptr_null(strchr(sk_trace(sk), 'g'));
}

/* Gives sysfs so many devices, from "1-1" on. */
static void plug_many(int count)
{
	char entries[1024] = "", name[16], path[64], number[16];

	for (int i = 1; i <= count; i++) {
		snprintf(name, sizeof name, "1-%d", i);
		snprintf(path, sizeof path, DEVICES "/%s/dev", name);
		snprintf(number, sizeof number, "189:%d\n", i);
		plug(name, 18);
		sk_text(sk, path, number);
		strcat(strcat(entries, i > 1 ? " " : ""), name);
	}
	sk_directory(sk, DEVICES, entries);
}

/* Asks the address of the devices on the ports below seen.answer. */
static int ask_address(const struct cusb_candidate *candidate, void *user)
{
	(void)user;
	seen.count++;
	if (candidate->port_numbers[0] < seen.answer)
		ck_assert_int_eq(backend->address(backend, candidate),
				 candidate->port_numbers[0] + 1);
	return 0;
}

/* Each device so far was asked for its address, so the next one's is read before its descriptors.
 */
CASE(address_costs_4_calls_more_and_then_3)
{
	plug_many(3);
	seen.answer = 4;
	ck_assert_int_eq(walk(ask_address), 0);
	ck_assert_str_eq(sk_trace(sk), "ogg"
				       "or"
				       "orcr"
				       "c"
				       "o"
				       "orc"
				       "r"
				       "c"
				       "o"
				       "orc"
				       "r"
				       "c"
				       "c");
}

CASE(address_is_read_in_vain_once)
{
	plug_many(4);
	seen.answer = 2;
	ck_assert_int_eq(walk(ask_address), 0);
	ck_assert_str_eq(sk_trace(sk), "ogg"
				       "or"
				       "orcr"
				       "c"
				       "o"
				       "orc"
				       "r"
				       "c"
				       "orc"
				       "orc"
				       "c");
}

static const int counts[] = {0, 1, 10, 100};

CASE_PER_ROW(calls_grow_with_the_devices, counts)
{
	unsigned int count = (unsigned int)counts[_i];

	plug_many(counts[_i]);
	seen.answer = 1000;
	ck_assert_int_eq(walk(ask_address), 0);
	ck_assert_uint_eq(seen.count, count);
	ck_assert_uint_eq(strlen(sk_trace(sk)), 4 + (count ? 7 + 6 * (count - 1) : 0));
}
