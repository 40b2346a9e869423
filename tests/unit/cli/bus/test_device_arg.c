/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "cli/bus/device_arg.h"
#include "unit.h"

static const struct {
	const char *text;
	enum cusb_field fields[2];
	unsigned long numbers[2];
} pairs[] = {
	{"fffe:0001", {CUSB_FIELD_idVendor, CUSB_FIELD_idProduct}, {0xfffe, 1}},
	{"1D6b:000A", {CUSB_FIELD_idVendor, CUSB_FIELD_idProduct}, {0x1d6b, 10}},
	{"0001:0002", {CUSB_FIELD_idVendor, CUSB_FIELD_idProduct}, {1, 2}},
	{"001:002", {CUSB_FIELD_bus, CUSB_FIELD_address}, {1, 2}},
	{"1:127", {CUSB_FIELD_bus, CUSB_FIELD_address}, {1, 127}},
	{"010:8", {CUSB_FIELD_bus, CUSB_FIELD_address}, {10, 8}},
};

CASE_PER_ROW(pair_is_of_ids_or_of_bus_and_address, pairs)
{
	struct device_arg arg;

	ck_assert_int_eq(device_arg_parse(pairs[_i].text, &arg), 0);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(arg.match[i].field, pairs[_i].fields[i]);
		ck_assert_uint_eq(arg.match[i].is.number, pairs[_i].numbers[i]);
	}
	ck_assert_int_eq(arg.match[2].field, CUSB_FIELD_END);
}

static const char *const names[] = {"1-2", "1-2.3", "12-1.4.7", "usb1", "usb12"};

CASE_PER_ROW(name_in_sysfs_is_taken_as_it_is, names)
{
	struct device_arg arg;

	ck_assert_int_eq(device_arg_parse(names[_i], &arg), 0);
	ck_assert_int_eq(arg.match[0].field, CUSB_FIELD_name);
	ck_assert_str_eq(arg.match[0].is.string, names[_i]);
	ck_assert_int_eq(arg.match[1].field, CUSB_FIELD_END);
}

static const char *const wrong[] = {
	"",	  "fffe", "1",	  "fffe:",  ":0001",	 "fffe:001", "fffe:00011", "1234:567",
	"1:2:3",  "1:2 ", " 1:2", "1:x",    "g001:0001", "1-2/3",    "usb",	   "usb1x",
	"usb1-2", "-1-2", "x-1",  "0001:1", "1000:1",	 "ffff:1",
};

CASE_PER_ROW(other_text_names_no_device, wrong)
{
	struct device_arg arg;

	ck_assert_int_eq(device_arg_parse(wrong[_i], &arg), -EINVAL);
}

CASE(no_text_is_any_device)
{
	struct device_arg arg;

	ck_assert_int_eq(device_arg_parse(NULL, &arg), 0);
	ck_assert_int_eq(arg.match[0].field, CUSB_FIELD_END);
}

static struct cusb_backend backend;

static const struct {
	const char *text;
	size_t end; /* of the match before */
} placed[] = {{NULL, 0}, {"1-2", 1}, {"fffe:0001", 2}};

CASE_PER_ROW(backend_of_the_bus_is_added_at_the_end, placed)
{
	const struct cli_bus bus = {.backend = &backend};
	size_t end = placed[_i].end;
	struct device_arg arg;

	ck_assert_int_eq(device_arg_parse(placed[_i].text, &arg), 0);
	device_arg_place(&arg, &bus);
	ck_assert_int_eq(arg.match[end].field, CUSB_FIELD_backend);
	ck_assert_ptr_eq(arg.match[end].is.backend, &backend);
	ck_assert_int_eq(arg.match[end + 1].field, CUSB_FIELD_END);
}
