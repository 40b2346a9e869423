/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail_alloc.h"
#include "script_kernel.h"
#include "unit.h"

#define DEVICES "/sys/bus/usb/devices"

static struct script_kernel *sk;

/* What the visits of one walk brought. */
static struct {
	char names[512]; /* separated by blanks */
	size_t count, length;
	uint8_t bytes[18 + 65535]; /* the descriptors of the last one */
	struct cusb_candidate last;
	int answer; /* what the visit gives */
	int address;
	void (*meanwhile)(void); /* happens before the address is asked for */
} seen;

static void setup(void)
{
	sk = sk_new();
	memset(&seen, 0, sizeof seen);
}

static void teardown(void)
{
	sk_free(sk);
}

static int note(const struct cusb_candidate *candidate, void *user)
{
	ck_assert_ptr_eq(user, &seen);
	if (strlen(seen.names) + strlen(candidate->name) + 2 < sizeof seen.names) {
		strcat(seen.names, seen.count ? " " : "");
		strcat(seen.names, candidate->name);
	}
	seen.count++;
	seen.last = *candidate;
	seen.length = candidate->descriptors_length;
	memcpy(seen.bytes, candidate->descriptors, seen.length);
	return seen.answer;
}

static int note_address(const struct cusb_candidate *candidate, void *user)
{
	if (seen.meanwhile)
		seen.meanwhile();
	seen.address = sk_backend(sk)->address(sk_backend(sk), candidate);
	return note(candidate, user);
}

static int walk(cusb_visit_fn visit)
{
	return sk_backend(sk)->enumerate(sk_backend(sk), visit, &seen);
}

static void plug(const char *name, size_t length)
{
	static uint8_t bytes[100000];
	char path[128];

	for (size_t i = 0; i < length; i++)
		bytes[i] = (uint8_t)(i * 7 + i / 251);
	snprintf(path, sizeof path, DEVICES "/%s/descriptors", name);
	sk_file(sk, path, bytes, length);
}

/* One device "1-2" with as many bytes of descriptors. */
static void plug_one(size_t length)
{
	sk_directory(sk, DEVICES, "1-2");
	plug("1-2", length);
}

START_TEST(walk_without_devices_visits_nothing)
{
	sk_directory(sk, DEVICES, "");
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.count, 0);
}
END_TEST

START_TEST(walk_without_sysfs_is_enoent)
{
	ck_assert_int_eq(walk(note), -ENOENT);
	ck_assert_str_eq(sk_trace(sk), "o");
}
END_TEST

START_TEST(walk_gives_the_error_of_the_listing)
{
	sk_unreadable(sk, DEVICES, -EIO);
	sk_directory(sk, DEVICES, "1-2");
	sk_fail(sk, 'g', 1, 1, -EIO);
	ck_assert_int_eq(walk(note), -EIO);
}
END_TEST

START_TEST(walk_visits_devices_in_order_and_interfaces_never)
{
	sk_directory(sk, DEVICES, "1-2.3 10-1 1-10 1-2:1.0 2-1 1-0:1.0 1-2 usb2 usb1 1-2.3:1.1");
	plug("1-2.3", 18);
	plug("10-1", 18);
	plug("1-10", 18);
	plug("2-1", 18);
	plug("1-2", 18);
	plug("usb2", 18);
	plug("usb1", 18);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_str_eq(seen.names, "usb1 1-2 1-2.3 1-10 usb2 2-1 10-1");
}
END_TEST

START_TEST(walk_skips_names_that_are_too_long_or_odd)
{
	char entries[512];

	snprintf(entries, sizeof entries, ". .. 1-2 %0250d 1-%0200d usb 1-2.3.4.5.6.7.8.9 driver",
		 1, 2);
	sk_directory(sk, DEVICES, entries);
	plug("1-2", 18);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_str_eq(seen.names, "1-2");
}
END_TEST

START_TEST(candidate_has_place_and_bytes)
{
	sk_directory(sk, DEVICES, "3-1.4");
	plug("3-1.4", 25);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.last.bus, 3);
	ck_assert_uint_eq(seen.last.port_count, 2);
	ck_assert_uint_eq(seen.last.port_numbers[0], 1);
	ck_assert_uint_eq(seen.last.port_numbers[1], 4);
	ck_assert_uint_eq(seen.length, 25);
	ck_assert_uint_eq(seen.bytes[24], 24 * 7);
}
END_TEST

START_TEST(devices_beyond_one_buffer_of_names_are_visited_too)
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
END_TEST

START_TEST(listing_interrupted_by_a_signal_goes_on)
{
	plug_one(18);
	sk_fail(sk, 'g', 1, 2, -EINTR);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.count, 1);
}
END_TEST

/* One byte short of a page, a page, and so on, up to the kernel's limit for the file. */
static const size_t lengths[] = {0,    1,    17,   18,	  4095,	 4096,
				 4097, 8192, 8193, 65535, 65536, 18 + 65535};

START_TEST(descriptors_of_any_length_are_read_whole)
{
	size_t length = lengths[_i];

	plug_one(length);
	sk_limit_pread(sk, 4096);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.length, length);
	for (size_t i = 0; i < length; i++)
		ck_assert_uint_eq(seen.bytes[i], (uint8_t)(i * 7 + i / 251));
}
END_TEST

START_TEST(descriptors_longer_than_the_kernel_gives_are_cut)
{
	plug_one(18 + 65535 + 100);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.length, 18 + 65535);
}
END_TEST

START_TEST(kernel_with_large_pages_is_read_whole)
{
	plug_one(70000 - 18);
	sk_limit_pread(sk, 65536);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_uint_eq(seen.length, 18 + 65535);
}
END_TEST

START_TEST(device_that_cannot_be_opened_is_passed_over)
{
	sk_directory(sk, DEVICES, "1-1 1-2 1-3");
	plug("1-1", 18);
	sk_unopenable(sk, DEVICES "/1-2/descriptors", -EACCES);
	plug("1-3", 18);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_str_eq(seen.names, "1-1 1-3");
}
END_TEST

START_TEST(device_that_vanishes_after_the_listing_is_passed_over)
{
	sk_directory(sk, DEVICES, "1-1 1-2");
	plug("1-2", 18);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_str_eq(seen.names, "1-2");
}
END_TEST

START_TEST(device_that_vanishes_while_being_read_is_passed_over)
{
	sk_directory(sk, DEVICES, "1-1 1-2");
	plug("1-1", 5000);
	plug("1-2", 18);
	sk_limit_pread(sk, 4096);
	sk_fail(sk, 'r', 2, 1, -ENODEV);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_str_eq(seen.names, "1-2");
}
END_TEST

static const int shortages[] = {-EMFILE, -ENFILE, -ENOMEM};

START_TEST(shortage_of_files_or_memory_ends_the_walk)
{
	plug_one(18);
	sk_fail(sk, 'o', 2, 1, shortages[_i]);
	ck_assert_int_eq(walk(note), shortages[_i]);
}
END_TEST

START_TEST(visit_that_is_not_0_ends_the_walk)
{
	sk_directory(sk, DEVICES, "1-1 1-2");
	plug("1-1", 18);
	plug("1-2", 18);
	seen.answer = 7;
	ck_assert_int_eq(walk(note), 7);
	ck_assert_str_eq(seen.names, "1-1");
}
END_TEST

/* While allocations fail, nothing may be asserted. */
static int ignore(const struct cusb_candidate *candidate, void *user)
{
	(void)candidate;
	(void)user;
	return 0;
}

/* A record of a kernel that has gone mad. */
static uint16_t record_length;

static ssize_t bad_getdents64(void *kernel, int fd, void *buf, size_t size)
{
	(void)kernel;
	(void)fd;
	memset(buf, 'x', size);
	memcpy((char *)buf + 16, &record_length, sizeof record_length);
	return 64;
}

static const uint16_t bad_lengths[] = {0, 1, 19, 65, 65535};

START_TEST(listing_with_a_bad_record_is_eio)
{
	struct cusb_syscalls calls = sk_syscalls;
	const struct cusb_usbfs_options options = {NULL, NULL, &calls, sk};
	struct cusb_backend *backend;

	calls.getdents64 = bad_getdents64;
	record_length = bad_lengths[_i];
	sk_directory(sk, DEVICES, "1-2");
	ck_assert_int_eq(cusb_usbfs_new(&options, &backend), 0);
	ck_assert_int_eq(backend->enumerate(backend, note, &seen), -EIO);
	cusb_usbfs_free(backend);
}
END_TEST

START_TEST(any_failed_allocation_is_enomem)
{
	unsigned int nth = 0;
	bool failed;
	int result;

	plug_one(18);
	do {
		fail_alloc_start(++nth);
		result = walk(ignore);
		failed = fail_alloc_stop();
		ck_assert_int_eq(result, failed ? -ENOMEM : 0);
	} while (failed);
	ck_assert_uint_eq(nth, 4); /* the listing, the places, the bytes */
}
END_TEST

START_TEST(files_are_opened_for_reading_and_close_on_exec)
{
	plug_one(18);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_int_eq(sk_open_flags(sk), O_RDONLY | O_CLOEXEC);
}
END_TEST

START_TEST(walk_costs_4_calls_and_3_for_a_device)
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
END_TEST

START_TEST(address_costs_4_calls_more)
{
	plug_one(18);
	ck_assert_int_eq(walk(note_address), 0);
	ck_assert_int_eq(seen.address, 5);
	ck_assert_str_eq(sk_trace(sk), "ogg"
				       "or"
				       "orcr"
				       "c"
				       "c");
}
END_TEST

static void unplug(void)
{
	sk_remove(sk, DEVICES "/1-2/descriptors");
	sk_remove(sk, DEVICES "/1-2/dev");
}

/* The name stays, the device behind it is another one. */
static void replace(void)
{
	plug("1-2", 18);
	sk_text(sk, DEVICES "/1-2/dev", "189:6\n");
}

START_TEST(address_of_a_device_that_left_is_enodev)
{
	plug_one(18);
	seen.meanwhile = unplug;
	ck_assert_int_eq(walk(note_address), 0);
	ck_assert_int_eq(seen.address, -ENODEV);
}
END_TEST

START_TEST(address_of_a_device_that_took_the_name_is_never_given)
{
	plug_one(18);
	seen.meanwhile = replace;
	ck_assert_int_eq(walk(note_address), 0);
	ck_assert_int_eq(seen.address, -ENODEV);
}
END_TEST

START_TEST(address_that_makes_no_sense_is_ebadmsg)
{
	plug_one(18);
	sk_text(sk, DEVICES "/1-2/dev", "189:132\n"); /* bus 2 */
	ck_assert_int_eq(walk(note_address), 0);
	ck_assert_int_eq(seen.address, -EBADMSG);
}
END_TEST

START_TEST(address_that_cannot_be_read_gives_that_error)
{
	plug_one(18);
	sk_unreadable(sk, DEVICES "/1-2/dev", -EIO);
	ck_assert_int_eq(walk(note_address), 0);
	ck_assert_int_eq(seen.address, -EIO);
}
END_TEST

SUITE(enumerate)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, walk_without_devices_visits_nothing);
	tcase_add_test(tc, walk_without_sysfs_is_enoent);
	tcase_add_test(tc, walk_gives_the_error_of_the_listing);
	tcase_add_test(tc, walk_visits_devices_in_order_and_interfaces_never);
	tcase_add_test(tc, walk_skips_names_that_are_too_long_or_odd);
	tcase_add_test(tc, candidate_has_place_and_bytes);
	tcase_add_test(tc, devices_beyond_one_buffer_of_names_are_visited_too);
	tcase_add_test(tc, listing_interrupted_by_a_signal_goes_on);
	tcase_add_loop_test(tc, descriptors_of_any_length_are_read_whole, 0, ARRAY_SIZE(lengths));
	tcase_add_test(tc, descriptors_longer_than_the_kernel_gives_are_cut);
	tcase_add_test(tc, kernel_with_large_pages_is_read_whole);
	tcase_add_test(tc, device_that_cannot_be_opened_is_passed_over);
	tcase_add_test(tc, device_that_vanishes_after_the_listing_is_passed_over);
	tcase_add_test(tc, device_that_vanishes_while_being_read_is_passed_over);
	tcase_add_loop_test(tc, shortage_of_files_or_memory_ends_the_walk, 0,
			    ARRAY_SIZE(shortages));
	tcase_add_test(tc, visit_that_is_not_0_ends_the_walk);
	tcase_add_loop_test(tc, listing_with_a_bad_record_is_eio, 0, ARRAY_SIZE(bad_lengths));
	tcase_add_test(tc, any_failed_allocation_is_enomem);
	tcase_add_test(tc, files_are_opened_for_reading_and_close_on_exec);
	tcase_add_test(tc, walk_costs_4_calls_and_3_for_a_device);
	tcase_add_test(tc, address_costs_4_calls_more);
	tcase_add_test(tc, address_of_a_device_that_left_is_enodev);
	tcase_add_test(tc, address_of_a_device_that_took_the_name_is_never_given);
	tcase_add_test(tc, address_that_makes_no_sense_is_ebadmsg);
	tcase_add_test(tc, address_that_cannot_be_read_gives_that_error);
}
