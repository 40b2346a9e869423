/* SPDX-License-Identifier: MIT */
/* What cusb_find() compares a device by. */
#include <stdio.h>

#include "core/script_record.h"
#include "core/core_fixture.h"

/* The composite device at 1-2.3, and another that differs in all that a test asks for. */
static uint8_t other_bytes[18] = {17 + 1, 1,	0x20, 0x03, 9,	  8,	7,    9,    0x34,
				  0x12,	  0x78, 0x56, 0xbc, 0x9a, 0x11, 0x12, 0x13, 0};

static void begin(void)
{
	core_begin();
	script.devices[1] = (struct script_device){
		.name = "usb7",
		.bus = 7,
		.address = 127,
		.descriptors = other_bytes,
		.length = sizeof other_bytes,
		.speed = CUSB_SPEED_SUPER,
		.strings = {"Käse", "", NULL},
	};
	script.device_count = 2;
}

/* The name of the only device that matches; NULL when not exactly one does. */
static const char *only_match(const struct cusb_match *match)
{
	struct cusb_device **list = NULL;
	const char *name = NULL;
	ssize_t count = cusb_find_all(match, &list);

	ck_assert_int_ge(count, 0);
	if (count == 1)
		name = strcmp(list[0]->name, "usb7") == 0 ? "other" : "composite";
	cusb_free_list(list);
	return name;
}

#define ck_finds(expected, ...)                                                                    \
	ck_assert_pstr_eq(only_match(CUSB_MATCH(backend, BACKEND, __VA_ARGS__)), expected)

FIXTURE(begin, core_end)

CASE(each_device_field_is_compared)
{
	ck_finds("other", bcdUSB, 0x0320);
	ck_finds("other", bDeviceClass, 9);
	ck_finds("other", bDeviceSubClass, 8);
	ck_finds("other", bDeviceProtocol, 7);
	ck_finds("other", bMaxPacketSize0, 9);
	ck_finds("other", idVendor, 0x1234);
	ck_finds("other", idProduct, 0x5678);
	ck_finds("other", bcdDevice, 0x9abc);
	ck_finds("other", iManufacturer, 0x11);
	ck_finds("other", iProduct, 0x12);
	ck_finds("other", iSerialNumber, 0x13);
	ck_finds("composite", bNumConfigurations, 2);
}

CASE(zero_is_a_value_like_any_other)
{
	ck_finds("composite", bDeviceClass, 0);
	ck_finds("composite", bDeviceSubClass, 0);
	ck_finds("other", bNumConfigurations, 0);
	ck_finds("other", port_number, 0);
	ck_finds(NULL, idVendor, 0);
}

CASE(value_too_large_for_the_field_matches_nothing)
{
	ck_finds(NULL, bDeviceClass, 0x109);
	ck_finds(NULL, idVendor, 0x11234);
	ck_finds(NULL, bus, 0x10007);
	ck_finds(NULL, address, 256 + 127);
}

CASE(fields_common_to_all_devices_match_all)
{
	struct cusb_device **list = NULL;

	ck_assert_int_eq(
		cusb_find_all(CUSB_MATCH(backend, BACKEND, bLength, 18, bDescriptorType, 1), &list),
		2);
	cusb_free_list(list);
}

CASE(place_is_compared)
{
	ck_finds("other", bus, 7);
	ck_finds("other", address, 127);
	ck_finds("composite", port_number, 3);
	ck_finds("composite", name, "1-2.3");
	ck_finds(NULL, name, "1-2");
}

CASE(port_path_is_compared_as_text)
{
	ck_finds("composite", port_numbers, "2.3");
	ck_finds("other", port_numbers, "0");
	ck_finds(NULL, port_numbers, "2");
	ck_finds(NULL, port_numbers, "2.3.1");
	ck_finds(NULL, port_numbers, "");
}

CASE(longest_port_path_is_compared_whole)
{
	script.devices[0].port_count = CUSB_PORT_NUMBERS_MAX;
	memset(script.devices[0].port_numbers, 255, CUSB_PORT_NUMBERS_MAX);
	ck_finds("composite", port_numbers, "255.255.255.255.255.255.255");
}

CASE(speed_is_compared)
{
	ck_finds("other", speed, CUSB_SPEED_SUPER);
	ck_finds(NULL, speed, CUSB_SPEED_LOW);
	ck_finds(NULL, speed, CUSB_SPEED_UNKNOWN);
	script.devices[1].speed = CUSB_SPEED_UNKNOWN;
	ck_finds("other", speed, CUSB_SPEED_UNKNOWN);
}

CASE(speed_that_cannot_be_read_matches_nothing)
{
	script_fail("speed", -ENODEV);
	ck_finds(NULL, speed, (unsigned long)-ENODEV);
	ck_finds(NULL, speed, (unsigned int)-ENODEV);
}

static ssize_t candidate_string(struct cusb_backend *backend,
				const struct cusb_candidate *candidate,
				enum cusb_device_string which, char *text, size_t size)
{
	const struct script_device *plugged = script.devices;
	int err;

	(void)backend;
	while (strcmp(plugged->name, candidate->name) != 0)
		plugged++;
	err = script_called(plugged->strings[which] ? 0 : -ENODATA, "candidate_string %s %d",
			    candidate->name, (int)which);
	return err < 0 ? err : snprintf(text, size, "%s", plugged->strings[which]);
}

/* A backend may tell the strings of a candidate, or only those of a device. */
static const struct {
	const char *call;
	ssize_t (*candidate_string)(struct cusb_backend *, const struct cusb_candidate *,
				    enum cusb_device_string, char *, size_t);
} ways[] = {{"string", NULL}, {"candidate_string", candidate_string}};

CASE_PER_ROW(strings_are_compared, ways)
{
	script.backend.candidate_string = ways[_i].candidate_string;
	ck_finds("composite", manufacturer, "Maker");
	ck_finds("other", manufacturer, "Käse");
	ck_finds("composite", product, "Product");
	ck_finds("other", product, "");
	ck_finds("composite", serial_number, "0001");
	ck_finds(NULL, serial_number, "1");
	ck_finds(NULL, serial_number, "000");
}

CASE_PER_ROW(string_that_cannot_be_read_does_not_match, ways)
{
	script.backend.candidate_string = ways[_i].candidate_string;
	script_fail(ways[_i].call, -EIO);
	ck_finds(NULL, serial_number, "0001");
}

CASE(backend_without_strings_matches_none)
{
	script.backend.string = NULL;
	ck_finds(NULL, manufacturer, "Maker");
}

CASE(null_for_a_string_is_einval)
{
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, manufacturer, NULL), &dev),
			 -EINVAL);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, product, NULL), &dev), -EINVAL);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, serial_number, NULL), &dev),
			 -EINVAL);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, port_numbers, NULL), &dev),
			 -EINVAL);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, name, NULL), &dev), -EINVAL);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, custom_device, NULL), &dev),
			 -EINVAL);
	expect_calls("");
}

CASE(all_pairs_must_hold)
{
	ck_finds("other", idVendor, 0x1234, bus, 7, speed, CUSB_SPEED_SUPER);
	ck_finds(NULL, idVendor, 0x1234, bus, 1);
	ck_finds(NULL, idVendor, 0x1234, speed, CUSB_SPEED_HIGH);
	ck_finds(NULL, bus, 7, manufacturer, "Maker");
}

CASE(strings_are_asked_only_of_what_passed_the_fields)
{
	ck_finds(NULL, serial_number, "no", idVendor, 0x1234);
	expect_calls("enumerate, address usb7, string usb7 2");
}

CASE(strings_of_a_candidate_are_asked_before_its_address)
{
	script.backend.candidate_string = candidate_string;
	ck_finds(NULL, serial_number, "no");
	expect_calls("enumerate, candidate_string 1-2.3 2, candidate_string usb7 2");
	ck_finds("composite", serial_number, "0001", product, "Product");
	expect_calls("enumerate, candidate_string 1-2.3 2, candidate_string 1-2.3 1, "
		     "address 1-2.3, candidate_string usb7 2");
}

CASE(shortage_while_asking_for_the_string_of_a_candidate_is_returned)
{
	script.backend.candidate_string = candidate_string;
	script_fail("candidate_string", -EMFILE);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, serial_number, "0001"), &dev),
			 -EMFILE);
}

CASE(nothing_is_opened)
{
	ck_finds("composite", serial_number, "0001", speed, CUSB_SPEED_HIGH);
	ck_assert_ptr_null(strstr(script_calls(), "open"));
}

static const enum cusb_field foreign[] = {
	CUSB_FIELD_wTotalLength,     CUSB_FIELD_bConfigurationValue,  CUSB_FIELD_bMaxPower,
	CUSB_FIELD_bInterfaceNumber, CUSB_FIELD_bInterfaceClass,      CUSB_FIELD_bEndpointAddress,
	CUSB_FIELD_direction,	     CUSB_FIELD_transfer_type,	      CUSB_FIELD_bmAttributes,
	CUSB_FIELD_custom_interface, CUSB_FIELD_custom_configuration, CUSB_FIELD_custom_endpoint,
};

CASE_PER_ROW(field_of_another_level_is_einval, foreign)
{
	const struct cusb_match match[] = {{CUSB_FIELD_backend, {.backend = BACKEND}},
					   {foreign[_i], {0}},
					   {CUSB_FIELD_END, {0}}};
	struct cusb_device **list = NULL;

	ck_assert_int_eq(cusb_find(match, &dev), -EINVAL);
	ck_assert_int_eq(cusb_find_all(match, &list), -EINVAL);
	ck_assert_ptr_null(list);
	expect_calls("");
}
