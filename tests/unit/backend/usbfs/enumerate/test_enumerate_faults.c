/* SPDX-License-Identifier: MIT */
/* Devices that cannot be read or that change meanwhile, and what a kernel or a process may lack. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fail_alloc.h"
#include "backend/usbfs/enumerate/enumerate_fixture.h"
#include "unit.h"

static int address; /* what the last one was said to have */
static void (*meanwhile)(void);

static void begin(void)
{
	enumerate_begin();
	meanwhile = NULL;
}

static int ask_address(const struct cusb_candidate *candidate, void *user)
{
	(void)user;
	if (meanwhile)
		meanwhile();
	address = backend->address(backend, candidate);
	return 0;
}

FIXTURE(begin, usbfs_end)

CASE(device_that_cannot_be_opened_is_passed_over)
{
	plug_all("1-1 1-2 1-3");
	sk_unopenable(sk, DEVICES "/1-2/descriptors", -EACCES);
	check_visited("1-1 1-3");
}

CASE(device_that_vanishes_after_the_listing_is_passed_over)
{
	sk_directory(sk, DEVICES, "1-1 1-2");
	plug("1-2", 18);
	check_visited("1-2");
}

CASE(device_that_vanishes_while_being_read_is_passed_over)
{
	sk_directory(sk, DEVICES, "1-1 1-2");
	plug("1-1", 5000);
	plug("1-2", 18);
	sk_limit_pread(sk, 4096);
	sk_fail(sk, 'r', 2, 1, -ENODEV);
	check_visited("1-2");
}

static const int shortages[] = {-EMFILE, -ENFILE, -ENOMEM};

CASE_PER_ROW(shortage_of_files_or_memory_ends_the_walk, shortages)
{
	plug_one(18);
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
	struct cusb_backend *mad;

	calls.getdents64 = bad_getdents64;
	record_length = bad_lengths[_i];
	sk_directory(sk, DEVICES, "1-2");
	ck_assert_int_eq(cusb_usbfs_new(&options, &mad), 0);
	ck_assert_int_eq(mad->enumerate(mad, NULL, note, NULL), -EIO);
	cusb_usbfs_free(mad);
}

CASE(any_failed_allocation_is_enomem)
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
	ck_assert_uint_eq(nth, 3); /* the buffer, the devices */
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

static void put_on_bus_2(void)
{
	sk_text(sk, DEVICES "/1-2/dev", "189:132\n");
}

static void break_file(void)
{
	sk_unreadable(sk, DEVICES "/1-2/dev", -EIO);
}

static const struct {
	void (*change)(void);
	int address;
} changes[] = {
	{unplug, -ENODEV},	  /* address of a device that left is enodev */
	{replace, -ENODEV},	  /* address of a device that took the name is never given */
	{put_on_bus_2, -EBADMSG}, /* address that makes no sense is ebadmsg */
	{break_file, -EIO},	  /* address that cannot be read gives that error */
};

CASE_PER_ROW(address_after_a_change_is_an_error, changes)
{
	plug_one(18);
	meanwhile = changes[_i].change;
	ck_assert_int_eq(walk(ask_address), 0);
	ck_assert_int_eq(address, changes[_i].address);
}

static void devnum_alone(const char *number)
{
	sk_remove(sk, DEVICES "/1-2/dev");
	sk_text(sk, DEVICES "/1-2/devnum", number);
}

static void replace_devnum(void)
{
	plug("1-2", 18);
	devnum_alone("7\n");
}

static void unplug_with_devnum(void)
{
	unplug();
	sk_remove(sk, DEVICES "/1-2/devnum");
}

static const struct {
	const char *devnum;
	void (*change)(void);
	int address;
} devnums[] = {
	{"5\n", NULL, 5},
	{"128\n", NULL, -EBADMSG},
	{"0\n", NULL, -EBADMSG},
	{"5\n", unplug_with_devnum, -ENODEV},
	{"5\n", replace_devnum, -ENODEV},
};

/* A recorded tree lacks `dev`. */
CASE_PER_ROW(address_without_dev_is_devnum, devnums)
{
	plug_one(18);
	devnum_alone(devnums[_i].devnum);
	meanwhile = devnums[_i].change;
	ck_assert_int_eq(walk(ask_address), 0);
	ck_assert_int_eq(address, devnums[_i].address);
}

/* ---- strings of a candidate ------------------------------------------------------------------ */

static const struct {
	enum cusb_device_string which;
	const char *path;
} strings[] = {
	{CUSB_MANUFACTURER, DEVICES "/1-2/manufacturer"},
	{CUSB_PRODUCT, DEVICES "/1-2/product"},
	{CUSB_SERIAL_NUMBER, DEVICES "/1-2/serial"},
};

static enum cusb_device_string which;
static char text[16];
static ssize_t length;

/* And then its address, when it has the string. */
static int ask_string(const struct cusb_candidate *candidate, void *user)
{
	length = backend->candidate_string(backend, candidate, which, text, sizeof text);
	return length < 0 ? 0 : ask_address(candidate, user);
}

CASE_PER_ROW(string_costs_3_calls_more, strings)
{
	plug_one(18);
	sk_text(sk, strings[_i].path, "text\n");
	which = strings[_i].which;
	ck_assert_int_eq(walk(ask_string), 0);
	ck_assert_int_eq(length, 4);
	ck_assert_str_eq(text, "text");
	ck_assert_str_eq(sk_trace(sk), "ogg"
				       "or"
				       "orc"
				       "orcr"
				       "c"
				       "c");
}

CASE_PER_ROW(string_that_sysfs_lacks_is_enodata, strings)
{
	plug_one(18);
	which = strings[_i].which;
	ck_assert_int_eq(walk(ask_string), 0);
	ck_assert_int_eq(length, -ENODATA);
}

CASE_PER_ROW(string_that_cannot_be_read_gives_that_error, strings)
{
	plug_one(18);
	which = strings[_i].which;
	sk_unreadable(sk, strings[_i].path, -EIO);
	ck_assert_int_eq(walk(ask_string), 0);
	ck_assert_int_eq(length, -EIO);
}

/* Two devices; the second one's address is read before its descriptors. */
static void plug_two(void)
{
	plug_all("1-1 1-2");
	sk_text(sk, DEVICES "/1-1/dev", "189:3\n");
	sk_text(sk, DEVICES "/1-1/product", "one\n");
	sk_text(sk, DEVICES "/1-2/product", "two\n");
	which = CUSB_PRODUCT;
}

CASE(string_after_an_address_read_early_is_tied_to_the_device)
{
	plug_two();
	ck_assert_int_eq(walk(ask_string), 0);
	ck_assert_str_eq(sk_trace(sk), "ogg"
				       "or"
				       "orc"
				       "orcr"
				       "c"
				       "oorcr"
				       "orc"
				       "r"
				       "c"
				       "c");
	ck_assert_int_eq(address, 5);
}

/* Takes the device's place as soon as somebody opens its attribute. */
static const char *taken_at;

static int openat_too_late(void *kernel, int dirfd, const char *path, int flags)
{
	if (strcmp(path, taken_at) == 0)
		replace();
	return sk_syscalls.openat(kernel, dirfd, path, flags);
}

static const char *const moments[] = {"1-2/dev", "1-2/product"};

CASE_PER_ROW(device_that_takes_the_name_after_the_first_one_was_asked_is_never_given, moments)
{
	struct cusb_syscalls calls = sk_syscalls;
	const struct cusb_usbfs_options options = {.syscalls = &calls, .kernel = sk};
	struct cusb_backend *late;

	plug_two();
	calls.openat = openat_too_late;
	taken_at = moments[_i];
	ck_assert_int_eq(cusb_usbfs_new(&options, &late), 0);
	ck_assert_int_eq(late->enumerate(late, NULL, ask_string, NULL), 0);
	ck_assert_int_eq(address, _i == 0 ? 4 : -ENODEV); /* skipped, or found out at last */
	cusb_usbfs_free(late);
}
