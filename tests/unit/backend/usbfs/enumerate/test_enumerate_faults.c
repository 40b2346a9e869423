/* SPDX-License-Identifier: MIT */
/* Devices that cannot be read or that change meanwhile, and what a kernel or a process may lack. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fail_alloc.h"
#include "backend/usbfs/script_kernel.h"
#include "unit.h"

#define DEVICES "/sys/bus/usb/devices"

static struct script_kernel *sk;
static char names[64]; /* of the devices visited, separated by blanks */
static int address;    /* what the last one was said to have */
static void (*meanwhile)(void);

static void setup(void)
{
	sk = sk_new();
	names[0] = '\0';
	meanwhile = NULL;
}

static void teardown(void)
{
	sk_free(sk);
}

static int note(const struct cusb_candidate *candidate, void *user)
{
	(void)user;
	strcat(names, *names ? " " : "");
	strcat(names, candidate->name);
	return 0;
}

static int ask_address(const struct cusb_candidate *candidate, void *user)
{
	(void)user;
	if (meanwhile)
		meanwhile();
	address = sk_backend(sk)->address(sk_backend(sk), candidate);
	return 0;
}

static int walk(cusb_visit_fn visit)
{
	return sk_backend(sk)->enumerate(sk_backend(sk), NULL, visit, NULL);
}

static void plug(const char *name, size_t length)
{
	static const uint8_t bytes[5000];
	char path[128];

	snprintf(path, sizeof path, DEVICES "/%s/descriptors", name);
	sk_file(sk, path, bytes, length);
}

/* One device "1-2". */
static void plug_one(void)
{
	sk_directory(sk, DEVICES, "1-2");
	plug("1-2", 18);
}

FIXTURE(setup, teardown)

CASE(device_that_cannot_be_opened_is_passed_over)
{
	sk_directory(sk, DEVICES, "1-1 1-2 1-3");
	plug("1-1", 18);
	sk_unopenable(sk, DEVICES "/1-2/descriptors", -EACCES);
	plug("1-3", 18);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_str_eq(names, "1-1 1-3");
}

CASE(device_that_vanishes_after_the_listing_is_passed_over)
{
	sk_directory(sk, DEVICES, "1-1 1-2");
	plug("1-2", 18);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_str_eq(names, "1-2");
}

CASE(device_that_vanishes_while_being_read_is_passed_over)
{
	sk_directory(sk, DEVICES, "1-1 1-2");
	plug("1-1", 5000);
	plug("1-2", 18);
	sk_limit_pread(sk, 4096);
	sk_fail(sk, 'r', 2, 1, -ENODEV);
	ck_assert_int_eq(walk(note), 0);
	ck_assert_str_eq(names, "1-2");
}

static const int shortages[] = {-EMFILE, -ENFILE, -ENOMEM};

CASE_PER_ROW(shortage_of_files_or_memory_ends_the_walk, shortages)
{
	plug_one();
	sk_fail(sk, 'o', 2, 1, shortages[_i]);
	ck_assert_int_eq(walk(note), shortages[_i]);
}

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

CASE_PER_ROW(listing_with_a_bad_record_is_eio, bad_lengths)
{
	struct cusb_syscalls calls = sk_syscalls;
	const struct cusb_usbfs_options options = {
		.sysfs_root = NULL, .device_root = NULL, .syscalls = &calls, .kernel = sk};
	struct cusb_backend *backend;

	calls.getdents64 = bad_getdents64;
	record_length = bad_lengths[_i];
	sk_directory(sk, DEVICES, "1-2");
	ck_assert_int_eq(cusb_usbfs_new(&options, &backend), 0);
	ck_assert_int_eq(backend->enumerate(backend, NULL, note, NULL), -EIO);
	cusb_usbfs_free(backend);
}

CASE(any_failed_allocation_is_enomem)
{
	unsigned int nth = 0;
	bool failed;
	int result;

	plug_one();
	do {
		fail_alloc_start(++nth);
		result = walk(ignore);
		failed = fail_alloc_stop();
		ck_assert_int_eq(result, failed ? -ENOMEM : 0);
	} while (failed);
	ck_assert_uint_eq(nth, 4); /* the listing, the places, the bytes */
}

CASE(address_costs_4_calls_more)
{
	plug_one();
	ck_assert_int_eq(walk(ask_address), 0);
	ck_assert_int_eq(address, 5);
	ck_assert_str_eq(sk_trace(sk), "ogg"
				       "or"
				       "orcr"
				       "c"
				       "c");
}

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

CASE(address_of_a_device_that_left_is_enodev)
{
	plug_one();
	meanwhile = unplug;
	ck_assert_int_eq(walk(ask_address), 0);
	ck_assert_int_eq(address, -ENODEV);
}

CASE(address_of_a_device_that_took_the_name_is_never_given)
{
	plug_one();
	meanwhile = replace;
	ck_assert_int_eq(walk(ask_address), 0);
	ck_assert_int_eq(address, -ENODEV);
}

CASE(address_that_makes_no_sense_is_ebadmsg)
{
	plug_one();
	sk_text(sk, DEVICES "/1-2/dev", "189:132\n"); /* bus 2 */
	ck_assert_int_eq(walk(ask_address), 0);
	ck_assert_int_eq(address, -EBADMSG);
}

CASE(address_that_cannot_be_read_gives_that_error)
{
	plug_one();
	sk_unreadable(sk, DEVICES "/1-2/dev", -EIO);
	ck_assert_int_eq(walk(ask_address), 0);
	ck_assert_int_eq(address, -EIO);
}
