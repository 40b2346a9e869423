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
	"",
	"fffe",
	"1",
	"ffe:",
	":001",
	"fffe:001",
	"fffe:00011",
	"1234:567",
	"1:2:3",
	"1:2 ",
	" 1:2",
	"1:x",
	"g001:0001",
	"1-2/3",
	"usb",
	"usb1x",
	"usb1-2",
	"-1-2",
	"x-1",
	"0001:1",
	"1000:1",
	"ffff:1",
	":",
	"fffe::",
	"class=",
	"class=256",
	"class=hidden",
	"serial=",
	"lass=hid",
	"/",
	"/dev/null",
	"/dev/bus/usb/001",
	"/dev/bus/usb/1/2",
	"/dev/bus/usb/001/002/3",
};

CASE_PER_ROW(other_text_names_no_device, wrong)
{
	struct device_arg arg;

	ck_assert_int_eq(device_arg_parse(wrong[_i], &arg), -EINVAL);
}

static const struct {
	const char *text;
	enum cusb_field field;
	unsigned long number;
} ids[] = {
	{"fffe:", CUSB_FIELD_idVendor, 0xfffe},
	{"0001:", CUSB_FIELD_idVendor, 1},
	{":000A", CUSB_FIELD_idProduct, 10},
};

CASE_PER_ROW(one_id_is_enough, ids)
{
	struct device_arg arg;

	ck_assert_int_eq(device_arg_parse(ids[_i].text, &arg), 0);
	ck_assert_int_eq(arg.match[0].field, ids[_i].field);
	ck_assert_uint_eq(arg.match[0].is.number, ids[_i].number);
	ck_assert_int_eq(arg.match[1].field, CUSB_FIELD_END);
}

static const struct {
	const char *text;
	enum cusb_field field;
	const char *string;
} strings[] = {
	{"serial=0042", CUSB_FIELD_serial_number, "0042"},
	{"product=A = b", CUSB_FIELD_product, "A = b"},
	{"/sys/bus/usb/devices/1-2.3", CUSB_FIELD_name, "1-2.3"},
	{"/sys/bus/usb/devices/1-2.3/", CUSB_FIELD_name, "1-2.3"},
	{"/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/host1", CUSB_FIELD_name, "1-2"},
	{"/sys/devices/pci0000:00/0000:00:14.0/usb1/speed", CUSB_FIELD_name, "usb1"},
};

CASE_PER_ROW(string_or_path_is_one_condition, strings)
{
	struct device_arg arg;

	ck_assert_int_eq(device_arg_parse(strings[_i].text, &arg), 0);
	ck_assert_int_eq(arg.match[0].field, strings[_i].field);
	ck_assert_str_eq(arg.match[0].is.string, strings[_i].string);
	ck_assert_int_eq(arg.match[1].field, CUSB_FIELD_END);
}

CASE(path_of_a_node_is_a_bus_and_an_address)
{
	struct device_arg arg;

	ck_assert_int_eq(device_arg_parse("/dev/bus/usb/012/008", &arg), 0);
	ck_assert_int_eq(arg.match[0].field, CUSB_FIELD_bus);
	ck_assert_uint_eq(arg.match[0].is.number, 12);
	ck_assert_uint_eq(arg.match[1].is.number, 8);
}

static const char *const classes[] = {"class=hid", "class=HID", "class=3", "class=0x03"};

CASE_PER_ROW(class_is_a_name_or_a_number, classes)
{
	struct device_arg arg;

	ck_assert_int_eq(device_arg_parse(classes[_i], &arg), 0);
	ck_assert_int_eq(arg.match[0].field, CUSB_FIELD_custom_device);
	ck_assert_int_eq(arg.match[1].field, CUSB_FIELD_user);
	ck_assert_uint_eq((uintptr_t)arg.match[1].is.user, CUSB_CLASS_HID);
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
