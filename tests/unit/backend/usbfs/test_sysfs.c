/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate_fixture.h"
#include "unit.h"

static const struct {
	const char *name;
	uint16_t bus;
	uint8_t port_count;
	uint8_t port_numbers[CUSB_PORT_NUMBERS_MAX];
} devices[] = {
	{"usb1", 1, 0, {0}},
	{"usb65535", 65535, 0, {0}},
	{"1-2", 1, 1, {2}},
	{"12-255.1", 12, 2, {255, 1}},
	{"65535-255.255.255.255.255.255.255", 65535, 7, {255, 255, 255, 255, 255, 255, 255}},
};

CASE_PER_ROW(name_of_a_device_gives_bus_and_ports, devices)
{
	struct cusb_candidate candidate;

	ck_assert(sysfs_parse_name(devices[_i].name, &candidate));
	ck_assert_uint_eq(candidate.bus, devices[_i].bus);
	ck_assert_uint_eq(candidate.port_count, devices[_i].port_count);
	ck_assert_mem_eq(candidate.port_numbers, devices[_i].port_numbers,
			 sizeof candidate.port_numbers);
}

CASE_PER_ROW(bus_and_ports_give_the_name_of_a_device, devices)
{
	struct cusb_candidate candidate = {.bus = devices[_i].bus,
					   .port_count = devices[_i].port_count};
	char name[NAME_SIZE];

	memcpy(candidate.port_numbers, devices[_i].port_numbers, sizeof candidate.port_numbers);
	sysfs_make_name(&candidate, name);
	ck_assert_str_eq(name, devices[_i].name);
}

static const char *const no_devices[] = {
	"",
	".",
	"..",
	"usb",
	"usb0",
	"usbx",
	"usb1-1",
	"usb 1",
	"usb65536",
	"usb99999999999999999999",
	"1",
	"-1",
	"0-1",
	"1-",
	"1-0",
	"1-0:1.0",
	"1-2:1.0",
	"1-2.3:1.0",
	"1-2.",
	"1-.2",
	"1-2..3",
	"1-256",
	"1-2.4294967298",
	"1-2x",
	"1-2 ",
	"1-1.1.1.1.1.1.1.1",
	"65536-1",
	"1-00000000000000000000000000000000000002", /* with its NUL one byte too long */
	"1.2",
	"1:2",
	"1_2",
};

CASE_PER_ROW(name_of_anything_else_is_no_device, no_devices)
{
	struct cusb_candidate candidate;

	ck_assert(!sysfs_parse_name(no_devices[_i], &candidate));
}

static char text[16];

static void begin(void)
{
	enumerate_begin();
	memset(text, '#', sizeof text);
}

FIXTURE(begin, usbfs_end)

static const struct {
	const char *content, *text;
} files[] = {
	{"480\n", "480"},			     /* file is read without its newline */
	{"480", "480"},				     /* file without newline is read whole */
	{"a\n\n", "a\n"},			     /* only the last newline is dropped */
	{"", ""},				     /* empty file gives empty text */
	{"0123456789abcdefgh\n", "0123456789abcde"}, /* file longer than the room is cut */
};

CASE_PER_ROW(file_is_read_in_3_calls, files)
{
	sk_text(sk, "/file", files[_i].content);
	ck_assert_int_eq(sysfs_read(usbfs_of(backend), AT_FDCWD, "/file", text, sizeof text),
			 strlen(files[_i].text));
	ck_assert_str_eq(text, files[_i].text);
	ck_assert_str_eq(sk_trace(sk), "orc");
}

CASE(file_that_is_missing_is_enoent)
{
	ck_assert_int_eq(sysfs_read(usbfs_of(backend), AT_FDCWD, "/none", text, 16), -ENOENT);
	ck_assert_str_eq(sk_trace(sk), "o");
}

CASE(file_that_cannot_be_read_is_closed_again)
{
	sk_unreadable(sk, "/file", -EIO);
	ck_assert_int_eq(sysfs_read(usbfs_of(backend), AT_FDCWD, "/file", text, 16), -EIO);
	ck_assert_str_eq(sk_trace(sk), "orc");
}

static const struct {
	const char *text;
	int number;
} numbers[] = {
	{"0", 0},
	{"1", 1},
	{" 1", 1},
	{"  12", 12},
	{"32767", 32767},
	{"", -EBADMSG},
	{" ", -EBADMSG},
	{"x", -EBADMSG},
	{"1x", -EBADMSG},
	{"1 ", -EBADMSG},
	{"-1", -EBADMSG},
	{"+1", -EBADMSG},
	{"32768", -EBADMSG},
	{"0x1", -EBADMSG},
	{"1\n2", -EBADMSG},
	{"99999999999", -EBADMSG},
};

CASE_PER_ROW(number_is_decimal_and_alone, numbers)
{
	ck_assert_int_eq(sysfs_number(numbers[_i].text), numbers[_i].number);
}

static const struct {
	const char *text;
	uint16_t bus;
	int address;
} addresses[] = {
	{"189:0", 1, 1},
	{"189:4", 1, 5},
	{"189:126", 1, 127},
	{"189:129", 2, 2},
	{"189:8388352", 65535, 1},
	{"189:128", 1, -EBADMSG}, /* of bus 2 */
	{"189:127", 1, -EBADMSG}, /* would be address 128 */
	{"189:255", 2, -EBADMSG},
	{"189:4", 2, -EBADMSG},
	/* devnum */
	{"1", 1, 1},
	{"127", 300, 127},
	{"128", 1, -EBADMSG},
	{"0", 1, -EBADMSG},
	{"5x", 1, -EBADMSG},
	{"-5", 1, -EBADMSG},
	{"", 1, -EBADMSG},
	{"189", 1, -EBADMSG},
	{"189:", 1, -EBADMSG},
	{"189:x", 1, -EBADMSG},
	{"189:4x", 1, -EBADMSG},
	{"189:-4", 1, -EBADMSG},
	{"189:8388608", 1, -EBADMSG},
	{"189:4294967300", 1, -EBADMSG},
};

CASE_PER_ROW(address_is_what_the_minor_number_says, addresses)
{
	ck_assert_int_eq(sysfs_address(addresses[_i].text, addresses[_i].bus),
			 addresses[_i].address);
}
