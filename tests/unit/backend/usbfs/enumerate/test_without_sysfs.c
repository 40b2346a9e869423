/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fail_alloc.h"
#include "backend/usbfs/enumerate/enumerate_fixture.h"
#include "unit.h"

#define ROOT	 "/dev/bus/usb"
#define CONNINFO USBDEVFS_CONNINFO_EX(sizeof(struct usbdevfs_conninfo_ex))

/* Two buses; the device of sk_new() is 001/005. */
static void begin(void)
{
	enumerate_begin();
	sk_remove(sk, "/sys/bus/usb/devices");
	sk_directory(sk, ROOT, ". .. 002 001 1 0001 abc 000");
	sk_directory(sk, ROOT "/001", ". .. 005 003");
	sk_directory(sk, ROOT "/002", ". .. 001");
	sk_file(sk, ROOT "/001/003", "\x12\x01\x01\x02", 4);
	sk_file(sk, ROOT "/002/001", "\x12\x01", 2);
}

/* As many answers as nodes are asked, in the order of the listing: 002/001, 001/005, 001/003. */
static void answer_places(void)
{
	static const struct usbdevfs_conninfo_ex infos[] = {
		{.busnum = 2, .devnum = 1, .speed = 5},
		{.busnum = 1, .devnum = 5, .speed = 3, .num_ports = 1, .ports = {2}},
		{.busnum = 1, .devnum = 3, .speed = 3, .num_ports = 2, .ports = {1, 4}},
	};

	/* Answers of one kind are taken in the order they were given. */
	for (size_t i = 0; i < ARRAY_SIZE(infos); i++)
		sk_answer_bytes(sk, CONNINFO, 0, &infos[i], sizeof infos[i]);
}

FIXTURE(begin, usbfs_end)

CASE(nodes_are_visited_in_order_of_ports)
{
	answer_places();
	check_visited("1-1.4 1-2 usb2");
	ck_assert_uint_eq(seen.candidate.address, 1);
	ck_assert_uint_eq(seen.candidate.speed, CUSB_SPEED_SUPER);
}

CASE(node_that_may_only_be_read_has_its_own_name)
{
	sk_fail(sk, 'o', 6, 1, -EACCES); /* after sysfs, the root, 002 with its node, 001 */
	answer_places();
	ck_assert_int_eq(walk(note), 0);
	ck_assert_ptr_nonnull(strstr(seen.names, "001/005"));
}

CASE(node_that_may_not_be_read_is_passed_over)
{
	answer_places();
	sk_unopenable(sk, ROOT "/001/005", -EACCES);
	check_visited("1-2 usb2"); /* the second answer is for 001/003 */
}

static const int gone[] = {-ENODEV, -ENOENT, -EIO};

CASE_PER_ROW(node_that_cannot_be_opened_is_passed_over, gone)
{
	answer_places();
	sk_unopenable(sk, ROOT "/001/003", gone[_i]);
	check_visited("1-2 usb2");
}

CASE(node_that_cannot_be_read_is_passed_over)
{
	answer_places();
	sk_unreadable(sk, ROOT "/001/003", -ENODEV);
	check_visited("1-2 usb2");
}

static const int shortages[] = {-EMFILE, -ENFILE, -ENOMEM};

CASE_PER_ROW(shortage_ends_the_walk, shortages)
{
	answer_places();
	sk_unopenable(sk, ROOT "/001/003", shortages[_i]);
	ck_assert_int_eq(walk(note), shortages[_i]);
	ck_assert_str_eq(seen.names, "");
}

CASE(bus_that_has_gone_is_passed_over)
{
	answer_places();
	sk_remove(sk, ROOT "/001");
	check_visited("usb2");
}

static const int closed[] = {-EACCES, -EPERM, -ENOTDIR, -ENOENT};

CASE_PER_ROW(bus_that_may_not_be_listed_is_passed_over, closed)
{
	answer_places();
	sk_unopenable(sk, ROOT "/001", closed[_i]);
	check_visited("usb2");
}

CASE(bus_that_cannot_be_listed_ends_the_walk)
{
	sk_unopenable(sk, ROOT "/001", -EIO);
	ck_assert_int_eq(walk(note), -EIO);
}

/* Three digits, but no device has such an address. */
CASE(file_that_no_device_can_have_is_left_alone)
{
	sk_directory(sk, ROOT, "001");
	sk_directory(sk, ROOT "/001", "000 128 256 999");
	sk_file(sk, ROOT "/001/000", "\x12\x01", 2);
	sk_file(sk, ROOT "/001/128", "\x12\x01", 2);
	sk_file(sk, ROOT "/001/256", "\x12\x01", 2);
	sk_file(sk, ROOT "/001/999", "\x12\x01", 2);
	sk_forget(sk);
	check_visited("");
	ck_assert_str_eq(sk_trace(sk), "o"
				       "oggc"
				       "oggc");
}

static const struct usbdevfs_conninfo_ex no_places[] = {{.busnum = 1, .devnum = 0},
							{.busnum = 1, .devnum = 128},
							{.busnum = 1, .devnum = 256},
							{.busnum = 1, .devnum = ~0U},
							{.busnum = 65536, .devnum = 5}};

CASE_PER_ROW(node_that_tells_no_address_of_a_device_is_passed_over, no_places)
{
	sk_directory(sk, ROOT, "001");
	sk_directory(sk, ROOT "/001", "005");
	sk_answer_bytes(sk, CONNINFO, 0, &no_places[_i], sizeof no_places[_i]);
	check_visited("");
}

/* The path of an opened node has its bus, so /proc is not needed. */
CASE(old_kernel_leaves_the_name_to_the_node)
{
	struct usbdevfs_connectinfo old = {.devnum = 5};

	sk_directory(sk, ROOT, "001");
	sk_directory(sk, ROOT "/001", "005");
	sk_answer(sk, CONNINFO, -ENOTTY, NULL);
	sk_answer_bytes(sk, USBDEVFS_CONNECTINFO, 0, &old, sizeof old);
	sk_answer(sk, USBDEVFS_GET_SPEED, 3, NULL);
	check_visited("001/005");
	ck_assert_uint_eq(seen.candidate.bus, 1);
	ck_assert(seen.candidate.provisional_name);
	ck_assert_ptr_null(strchr(sk_trace(sk), 'l'));
}

CASE(device_root_without_buses_has_no_devices)
{
	sk_directory(sk, ROOT, ". ..");
	check_visited("");
}

CASE(visit_ends_the_walk)
{
	answer_places();
	seen.answer = 1;
	ck_assert_int_eq(walk(note), 1);
	ck_assert_str_eq(seen.names, "1-1.4");
}

CASE(sysfs_that_cannot_be_read_is_told_and_nodes_left_alone)
{
	sk_unopenable(sk, "/sys/bus/usb/devices", -EACCES);
	ck_assert_int_eq(walk(note), -EACCES);
	ck_assert_str_eq(sk_trace(sk), "o");
}

/* A node tells its address, so strings are asked of the devices that sysfs shows alone. */
static int ask_string(const struct cusb_candidate *candidate, void *user)
{
	char text[8];

	(void)user;
	sk_forget(sk);
	ck_assert_int_eq(
		backend->candidate_string(backend, candidate, CUSB_PRODUCT, text, sizeof text),
		-ENODATA);
	ck_assert_str_eq(sk_trace(sk), "");
	return 0;
}

/* No walk is behind a candidate that comes from a node, or from another backend. */
CASE(address_of_a_candidate_without_a_walk_is_its_own)
{
	struct cusb_candidate foreign = {.name = "1-2", .bus = 1};

	ck_assert_int_eq(backend->address(backend, &foreign), -EINVAL);
	foreign.address = 5;
	ck_assert_int_eq(backend->address(backend, &foreign), 5);
	ck_assert_int_eq(ask_string(&foreign, NULL), 0);
}

CASE(candidate_has_no_strings)
{
	answer_places();
	ck_assert_int_eq(walk(ask_string), 0);
}

/* A loop test: the nth allocation fails, and the walk ends with -ENOMEM or not at all. */
CASE_PER_NUMBER(no_memory_is_enomem, 1, 6)
{
	bool failed;
	int err;

	answer_places();
	fail_alloc_start((unsigned int)_i);
	err = walk(note);
	failed = fail_alloc_stop();
	ck_assert(failed);
	ck_assert_int_eq(err, -ENOMEM);
}
