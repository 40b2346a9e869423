/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include <cusb/control.h>

#include "virtual/device/hcd.h"

#include "unit.h"

static struct cusb_virtual_device *dev;
static uint8_t data[512];

static void setup(void)
{
	dev = virtual_device_new(cusb_virtual_find_model("loopback"));
	ck_assert_ptr_nonnull(dev);
	memset(data, 0xee, sizeof data);
}

static void teardown(void)
{
	virtual_device_free(dev);
}

static ssize_t request(unsigned int bmRequestType, unsigned int bRequest, unsigned int wValue,
		       unsigned int wIndex, unsigned int wLength)
{
	struct cusb_setup packet = {(uint8_t)bmRequestType, (uint8_t)bRequest, (uint16_t)wValue,
				    (uint16_t)wIndex, (uint16_t)wLength};

	return virtual_control(dev, &packet, data);
}

static void configure(unsigned int value)
{
	ck_assert_int_eq(request(0x00, CUSB_REQ_SET_CONFIGURATION, value, 0, 0), 0);
}

FIXTURE(setup, teardown)

CASE(model_is_found_by_name)
{
	ck_assert_str_eq(cusb_virtual_find_model("stall")->name, "stall");
	ck_assert_ptr_null(cusb_virtual_find_model("no such model"));
}

CASE(every_model_has_what_it_needs)
{
	for (unsigned int i = 0; cusb_virtual_models()[i]; i++) {
		ck_assert_str_ne(cusb_virtual_models()[i]->name, "");
		ck_assert_str_ne(cusb_virtual_models()[i]->what, "");
		ck_assert_uint_ge(cusb_virtual_models()[i]->descriptors_length, 18 + 9);
	}
	ck_assert_str_eq(cusb_virtual_models()[0]->name, "loopback");
}

CASE(device_descriptor_is_answered)
{
	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0100, 0, 64), 18);
	ck_assert_mem_eq(data, dev->model->descriptors, 18);
}

CASE(answer_is_cut_to_what_was_asked_for)
{
	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0100, 0, 8), 8);
	ck_assert_uint_eq(data[8], 0xee);
}

CASE(configuration_descriptor_comes_with_all_below_it)
{
	ssize_t n = request(0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0200, 0, sizeof data);

	ck_assert_int_eq(n, data[2] | data[3] << 8);
	ck_assert_mem_eq(data, dev->model->descriptors + 18, (size_t)n);
}

CASE(second_configuration_descriptor_is_asked_for_by_position)
{
	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0201, 0, sizeof data), 32);
	ck_assert_uint_eq(data[5], 2);
}

CASE(string_zero_lists_the_languages)
{
	const uint8_t langids[] = {6, 3, 0x09, 0x04, 0x07, 0x04};

	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0300, 0, 255), 6);
	ck_assert_mem_eq(data, langids, sizeof langids);
}

CASE(string_is_utf16)
{
	const uint8_t serial[] = {14, 3, '0', 0, '0', 0, '0', 0, '1', 0, '-', 0, 0xc0, 0x03};

	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0303, 0x0409, 255), 14);
	ck_assert_mem_eq(data, serial, sizeof serial);
}

CASE(bos_is_answered)
{
	virtual_device_free(dev);
	dev = virtual_device_new(cusb_virtual_find_model("super"));
	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0f00, 0, 255), 22);
	ck_assert_uint_eq(data[1], CUSB_DESC_TYPE_BOS);
}

CASE(configuration_is_zero_until_set)
{
	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_CONFIGURATION, 0, 0, 1), 1);
	ck_assert_uint_eq(data[0], 0);
	configure(2);
	request(0x80, CUSB_REQ_GET_CONFIGURATION, 0, 0, 1);
	ck_assert_uint_eq(data[0], 2);
}

CASE(unknown_configuration_stalls_and_changes_nothing)
{
	configure(1);
	ck_assert_int_eq(request(0x00, CUSB_REQ_SET_CONFIGURATION, 9, 0, 0), -EPIPE);
	ck_assert_uint_eq(dev->configuration, 1);
}

CASE(set_configuration_resets_settings_and_halts)
{
	configure(1);
	dev->altsettings[1] = 2;
	dev->halted = 2;
	configure(1);
	ck_assert_uint_eq(dev->altsettings[1], 0);
	ck_assert_uint_eq(dev->halted, 0);
}

CASE(altsetting_is_set_and_told)
{
	configure(1);
	ck_assert_int_eq(request(0x01, CUSB_REQ_SET_INTERFACE, 2, 1, 0), 0);
	ck_assert_int_eq(request(0x81, CUSB_REQ_GET_INTERFACE, 0, 1, 1), 1);
	ck_assert_uint_eq(data[0], 2);
}

CASE(set_interface_clears_the_halts_of_its_endpoints_only)
{
	configure(1);
	dev->halted = 1U << 3 | 1U << (16 | 3) | 1U << 1;
	ck_assert_int_eq(request(0x01, CUSB_REQ_SET_INTERFACE, 1, 1, 0), 0);
	ck_assert_uint_eq(dev->halted, 1U << 1);
}

CASE(device_status_tells_power_and_wakeup)
{
	configure(1);
	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_STATUS, 0, 0, 2), 2);
	ck_assert_uint_eq(data[0], 1);
	configure(2);
	ck_assert_int_eq(request(0x00, CUSB_REQ_SET_FEATURE, CUSB_DEVICE_REMOTE_WAKEUP, 0, 0), 0);
	request(0x80, CUSB_REQ_GET_STATUS, 0, 0, 2);
	ck_assert_uint_eq(data[0], 2);
	request(0x00, CUSB_REQ_CLEAR_FEATURE, CUSB_DEVICE_REMOTE_WAKEUP, 0, 0);
	request(0x80, CUSB_REQ_GET_STATUS, 0, 0, 2);
	ck_assert_uint_eq(data[0], 0);
}

CASE(endpoint_halt_is_set_told_and_cleared)
{
	configure(1);
	ck_assert_int_eq(request(0x02, CUSB_REQ_SET_FEATURE, CUSB_ENDPOINT_HALT, 0x81, 0), 0);
	ck_assert_int_eq(request(0x82, CUSB_REQ_GET_STATUS, 0, 0x81, 2), 2);
	ck_assert_uint_eq(data[0], 1);
	ck_assert_int_eq(request(0x02, CUSB_REQ_CLEAR_FEATURE, CUSB_ENDPOINT_HALT, 0x81, 0), 0);
	request(0x82, CUSB_REQ_GET_STATUS, 0, 0x81, 2);
	ck_assert_uint_eq(data[0], 0);
}

CASE(function_suspend_is_accepted)
{
	configure(1);
	ck_assert_int_eq(request(0x01, CUSB_REQ_SET_FEATURE, CUSB_FUNCTION_SUSPEND, 0x0100, 0), 0);
}

static const struct {
	const char *what;
	uint8_t configuration;
	struct cusb_setup setup;
} stalls[] = {
	{"configuration past the end", 0, {0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0202, 0, 64}},
	{"string in another language", 0, {0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0303, 0x0411, 255}},
	{"string past the end", 0, {0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0307, 0x0409, 255}},
	{"BOS that is not there", 0, {0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0f00, 0, 5}},
	{"unknown setting", 1, {0x01, CUSB_REQ_SET_INTERFACE, 3, 1, 0}},
	{"setting of an unknown interface", 1, {0x01, CUSB_REQ_SET_INTERFACE, 0, 2, 0}},
	{"setting when unconfigured", 0, {0x01, CUSB_REQ_SET_INTERFACE, 0, 0, 0}},
	{"question for a setting when unconfigured", 0, {0x81, CUSB_REQ_GET_INTERFACE, 0, 0, 1}},
	{"status of an interface when unconfigured", 0, {0x81, CUSB_REQ_GET_STATUS, 0, 0, 2}},
	{"halt elsewhere", 1, {0x02, CUSB_REQ_SET_FEATURE, CUSB_ENDPOINT_HALT, 0x83, 0}},
	{"status elsewhere", 1, {0x82, CUSB_REQ_GET_STATUS, 0, 0x83, 2}},
	{"unknown feature", 0, {0x00, CUSB_REQ_SET_FEATURE, CUSB_TEST_MODE, 0x0100, 0}},
	{"standard request that nobody knows", 0, {0x00, 0x77, 0, 0, 0}},
	{"vendor request that nobody knows", 0, {0xc0, 0x77, 0, 0, 8}},
	{"status of an unknown recipient", 0, {0x83, CUSB_REQ_GET_STATUS, 0, 0, 2}},
	{"descriptor of an interface", 1, {0x81, CUSB_REQ_GET_DESCRIPTOR, 0x2200, 0, 64}},
};

CASE_PER_ROW(request_stalls, stalls)
{
	dev->configuration = stalls[_i].configuration;
	ck_assert_msg(virtual_control(dev, &stalls[_i].setup, data) == -EPIPE, "%s",
		      stalls[_i].what);
}

CASE(device_without_strings_stalls_for_them)
{
	struct cusb_virtual_model bare = *cusb_virtual_find_model("nak");

	bare.langids = NULL;
	virtual_device_free(dev);
	dev = virtual_device_new(&bare);
	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_DESCRIPTOR, 0x0300, 0, 255), -EPIPE);
	virtual_device_free(dev);
	dev = virtual_device_new(cusb_virtual_find_model("nak"));
}
