/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail_alloc.h"
#include "backend/usbfs/enumerate/enumerate_fixture.h"
#include "unit.h"

#define NODE	 "/dev/bus/usb/001/005"
#define CONNINFO USBDEVFS_CONNINFO_EX(sizeof(struct usbdevfs_conninfo_ex))

static int fd;

static void reopen(void)
{
	fd = sys_openat(usbfs_of(backend), AT_FDCWD, NODE, O_RDWR);
	sk_forget(sk);
}

static void begin(void)
{
	enumerate_begin();
	reopen();
}

static void end(void)
{
	sys_close(usbfs_of(backend), fd);
	usbfs_end();
}

static int look(void)
{
	return backend->enumerate_fd(backend, fd, note, NULL);
}

static struct usbdevfs_conninfo_ex info = {
	.size = sizeof info,
	.busnum = 3,
	.devnum = 7,
	.speed = 5,
};

static void answer_info(uint8_t port_count, const uint8_t *ports)
{
	info.num_ports = port_count;
	if (ports)
		memcpy(info.ports, ports, port_count < 7 ? port_count : 7);
	sk_answer_bytes(sk, CONNINFO, 0, &info, sizeof info);
}

/* The descriptor that was opened before would read the old content. */
static void set_content(const void *content, size_t length)
{
	sys_close(usbfs_of(backend), fd);
	sk_file(sk, NODE, content, length);
	reopen();
}

FIXTURE(begin, end)

CASE(place_speed_and_address_come_in_2_calls)
{
	answer_info(2, (const uint8_t[]){1, 4});
	ck_assert_int_eq(look(), 0);
	ck_assert_str_eq(seen.name, "3-1.4");
	ck_assert_uint_eq(seen.candidate.bus, 3);
	ck_assert_uint_eq(seen.candidate.address, 7);
	ck_assert_uint_eq(seen.candidate.speed, CUSB_SPEED_SUPER);
	ck_assert_uint_eq(seen.candidate.port_count, 2);
	ck_assert_uint_eq(seen.candidate.port_numbers[1], 4);
	ck_assert_str_eq(sk_trace(sk), "ir");
}

CASE(device_without_ports_is_a_root_hub)
{
	answer_info(0, NULL);
	ck_assert_int_eq(look(), 0);
	ck_assert_str_eq(seen.name, "usb3");
}

CASE(port_path_longer_than_told_is_cut)
{
	answer_info(9, (const uint8_t[]){255, 254, 253, 252, 251, 250, 249});
	ck_assert_int_eq(look(), 0);
	ck_assert_uint_eq(seen.candidate.port_count, 7);
	ck_assert_str_eq(seen.name, "3-255.254.253.252.251.250.249");
}

static const unsigned int no_addresses[] = {0, 128, 256, 256 + 7, 0xffffffff};

CASE_PER_ROW(number_that_no_device_can_have_is_ebadmsg, no_addresses)
{
	struct usbdevfs_connectinfo old = {.devnum = no_addresses[_i]};

	info.devnum = no_addresses[_i];
	answer_info(1, (const uint8_t[]){1});
	ck_assert_int_eq(look(), -EBADMSG);
	info.devnum = 7;
	sk_answer(sk, CONNINFO, -ENOTTY, NULL);
	sk_answer_bytes(sk, USBDEVFS_CONNECTINFO, 0, &old, sizeof old);
	ck_assert_int_eq(look(), -EBADMSG);
	ck_assert_uint_eq(seen.count, 0);
}

static const struct {
	unsigned int kernel;
	enum cusb_speed speed;
} speeds[] = {
	{0, CUSB_SPEED_UNKNOWN},    {1, CUSB_SPEED_LOW},     {2, CUSB_SPEED_FULL},
	{3, CUSB_SPEED_HIGH},	    {4, CUSB_SPEED_UNKNOWN}, {5, CUSB_SPEED_SUPER},
	{6, CUSB_SPEED_SUPER_PLUS}, {7, CUSB_SPEED_UNKNOWN}, {0xffffffff, CUSB_SPEED_UNKNOWN}};

CASE_PER_ROW(speed_is_that_of_the_kernel, speeds)
{
	info.speed = speeds[_i].kernel;
	answer_info(1, (const uint8_t[]){1});
	ck_assert_int_eq(look(), 0);
	ck_assert_uint_eq(seen.candidate.speed, speeds[_i].speed);
}

/* What older kernels tell. */
static void answer_old(unsigned char slow, int speed)
{
	static struct usbdevfs_connectinfo old;

	old = (struct usbdevfs_connectinfo){.devnum = 7, .slow = slow};
	sk_answer(sk, CONNINFO, -ENOTTY, NULL);
	sk_answer_bytes(sk, USBDEVFS_CONNECTINFO, 0, &old, sizeof old);
	sk_answer(sk, USBDEVFS_GET_SPEED, speed, NULL);
}

static void link_to(const char *path)
{
	char link[64];

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	sk_text(sk, link, path);
}

CASE(old_kernel_leaves_the_name_to_the_path)
{
	answer_old(0, 3);
	link_to("/dev/bus/usb/001/007");
	ck_assert_int_eq(look(), 0);
	ck_assert_str_eq(seen.name, "001/007");
	ck_assert_uint_eq(seen.candidate.bus, 1);
	ck_assert_uint_eq(seen.candidate.speed, CUSB_SPEED_HIGH);
	ck_assert_str_eq(sk_trace(sk), "iiilr");
}

static const char *const other_paths[] = {"/dev/bus/usb/001/008", "/dev/bus/usb/000/007", "x",
					  "/tmp/cusb-1-2.0",	  "/some/0x1/007",	  "01/007",
					  "/dev/bus/usb/001/07x"};

CASE_PER_ROW(path_that_is_no_node_of_the_address_tells_no_bus, other_paths)
{
	answer_old(0, 3);
	link_to(other_paths[_i]);
	ck_assert_int_eq(look(), 0);
	ck_assert_str_eq(seen.name, "000/007");
	ck_assert_uint_eq(seen.candidate.bus, 0);
}

CASE(old_kernel_without_proc_tells_no_bus)
{
	answer_old(0, 3);
	ck_assert_int_eq(look(), 0);
	ck_assert_str_eq(seen.name, "000/007");
}

static const struct {
	unsigned char slow;
	enum cusb_speed speed;
} oldest[] = {{0, CUSB_SPEED_UNKNOWN}, {1, CUSB_SPEED_LOW}};

CASE_PER_ROW(oldest_kernel_tells_low_speed_only, oldest)
{
	answer_old(oldest[_i].slow, -ENOTTY);
	ck_assert_int_eq(look(), 0);
	ck_assert_uint_eq(seen.candidate.speed, oldest[_i].speed);
}

static const struct {
	int answer, result;
} failures[] = {{-EPERM, -EPERM}, {-EBADF, -EBADF}, {-ENODEV, -ENODEV}};

CASE_PER_ROW(descriptor_that_cannot_be_asked_is_told, failures)
{
	sk_answer(sk, CONNINFO, failures[_i].answer, NULL);
	ck_assert_int_eq(look(), failures[_i].result);
	ck_assert_str_eq(sk_trace(sk), "i");
}

static const int no_nodes[] = {-ENOTTY, -EINVAL};

CASE_PER_ROW(descriptor_of_something_else_is_ebadf, no_nodes)
{
	sk_answer(sk, CONNINFO, no_nodes[_i], NULL);
	sk_answer(sk, USBDEVFS_CONNECTINFO, no_nodes[_i], NULL);
	ck_assert_int_eq(look(), -EBADF);
}

CASE(device_that_leaves_before_it_is_read_is_enodev)
{
	answer_info(1, (const uint8_t[]){1});
	sk_fail(sk, 'r', 1, 1, -ENODEV);
	ck_assert_int_eq(look(), -ENODEV);
}

CASE(answer_of_the_visit_is_returned)
{
	answer_info(1, (const uint8_t[]){1});
	seen.answer = -EBADMSG;
	ck_assert_int_eq(look(), -EBADMSG);
}

CASE(no_memory_is_enomem)
{
	int err;

	answer_info(1, (const uint8_t[]){1});
	fail_alloc_start(1);
	err = look();
	fail_alloc_stop();
	ck_assert_int_eq(err, -ENOMEM);
}

/* ---- descriptors ----------------------------------------------------------------------------- */

CASE(device_descriptor_comes_in_bus_order)
{
	uint8_t device[18] = {18, 1};
	const uint16_t fields[] = {0x0210, 0x1234, 0x5678, 0x9abc};
	static const uint8_t at[] = {2, 8, 10, 12};

	for (size_t i = 0; i < 4; i++)
		memcpy(device + at[i], &fields[i], 2);
	device[14] = 9;
	set_content(device, sizeof device);
	answer_info(1, (const uint8_t[]){1});
	ck_assert_int_eq(look(), 0);
	ck_assert_uint_eq(seen.candidate.descriptors_length, 18);
	for (size_t i = 0; i < 4; i++)
		ck_assert_uint_eq(seen.bytes[at[i]] | seen.bytes[at[i] + 1] << 8, fields[i]);
	ck_assert_uint_eq(seen.bytes[14], 9);
}

/* A configuration descriptor of that wTotalLength and value. */
#define CONFIGURATION(total, value) 9, 2, (total)&0xff, (total) >> 8, 0, value, 0, 0x80, 50
#define DEVICE			    18, 1, 0, 2, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2

/* clang-format off */
static const struct {
	const char *what;
	uint8_t node[64];
	size_t node_length;
	uint8_t sysfs[64]; /* behind the device descriptor */
	size_t sysfs_length;
} layouts[] = {
	{"no holes", {DEVICE, CONFIGURATION(12, 1), 3, 0x24, 5, CONFIGURATION(9, 2)}, 18 + 12 + 9,
	 {CONFIGURATION(12, 1), 3, 0x24, 5, CONFIGURATION(9, 2)}, 12 + 9},
	{"a hole between", {DEVICE, CONFIGURATION(14, 1), 0, 0, 0, 0, 0, CONFIGURATION(9, 2)},
	 18 + 14 + 9, {CONFIGURATION(14, 1), CONFIGURATION(9, 2)}, 9 + 9},
	{"a hole at the end", {DEVICE, CONFIGURATION(9, 1), CONFIGURATION(14, 2), 0, 0, 0, 0, 0},
	 18 + 9 + 14, {CONFIGURATION(9, 1), CONFIGURATION(14, 2)}, 9 + 9},
	{"a length past the end", {DEVICE, CONFIGURATION(200, 1), 3, 0x24, 5}, 18 + 12,
	 {CONFIGURATION(200, 1), 3, 0x24, 5}, 12},
	{"a descriptor past the configuration", {DEVICE, CONFIGURATION(11, 1), 3, 0x24,
	 CONFIGURATION(9, 2)}, 18 + 11 + 9, {CONFIGURATION(11, 1), CONFIGURATION(9, 2)}, 9 + 9},
	{"a length of 4", {DEVICE, 9, 2, 4, 0, CONFIGURATION(9, 2)}, 18 + 4 + 9,
	 {CONFIGURATION(9, 2)}, 9},
	{"a length of 0", {DEVICE, CONFIGURATION(0, 1), 3, 0x24, 5}, 18 + 12, {0}, 0},
	{"rest too short", {DEVICE, CONFIGURATION(9, 1), 9, 2, 9, 0}, 18 + 9 + 4,
	 {CONFIGURATION(9, 1)}, 9},
};
/* clang-format on */

CASE_PER_ROW(configurations_are_as_in_sysfs, layouts)
{
	set_content(layouts[_i].node, layouts[_i].node_length);
	answer_info(1, (const uint8_t[]){1});
	ck_assert_int_eq(look(), 0);
	ck_assert_msg(seen.candidate.descriptors_length == 18 + layouts[_i].sysfs_length, "%s: %zu",
		      layouts[_i].what, seen.candidate.descriptors_length);
	ck_assert_msg(memcmp(seen.bytes + 18, layouts[_i].sysfs, layouts[_i].sysfs_length) == 0,
		      "%s", layouts[_i].what);
}

CASE(node_too_short_for_a_device_is_left_as_it_is)
{
	set_content("\x12\x01\x34\x12", 4);
	answer_info(1, (const uint8_t[]){1});
	ck_assert_int_eq(look(), 0);
	ck_assert_uint_eq(seen.candidate.descriptors_length, 4);
	ck_assert_uint_eq(seen.bytes[2], 0x34);
}

/* Eight configurations as long as can be; all but the last have holes nearly everywhere. */
CASE(longest_node_is_read_whole)
{
	static uint8_t node[18 + 8 * 65535];
	static const uint8_t device[] = {DEVICE};

	memcpy(node, device, sizeof device);
	for (size_t i = 0; i < 8; i++)
		memcpy(node + 18 + i * 65535, (const uint8_t[]){CONFIGURATION(65535, 0)}, 9);
	for (size_t at = 18 + 7 * 65535 + 9; at + 254 <= sizeof node; at += 254)
		node[at] = 254;
	set_content(node, sizeof node);
	answer_info(1, (const uint8_t[]){1});
	ck_assert_int_eq(look(), 0);
	ck_assert_uint_eq(seen.candidate.descriptors_length,
			  18 + 8 * 9 + 254 * ((65535 - 9) / 254));
	ck_assert_str_eq(sk_trace(sk), "irr");
}
