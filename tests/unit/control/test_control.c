/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include <cusb/cusb.h>

#include "fake_device.h"
#include "unit.h"

static struct fake_device *fake;

static void begin(void)
{
	fake = fake_device_new("storage");
}

static void end(void)
{
	fake_device_free(fake);
}

static void use(const char *fixture)
{
	fake_device_free(fake);
	fake = fake_device_new(fixture);
}

static void check_last(uint8_t bmRequestType, uint8_t bRequest, uint16_t wValue, uint16_t wIndex,
		       uint16_t wLength)
{
	const struct cusb_setup *setup = &fake->seen[fake->seen_count - 1];

	ck_assert_uint_ge(fake->seen_count, 1);
	ck_assert_uint_eq(setup->bmRequestType, bmRequestType);
	ck_assert_uint_eq(setup->bRequest, bRequest);
	ck_assert_uint_eq(setup->wValue, wValue);
	ck_assert_uint_eq(setup->wIndex, wIndex);
	ck_assert_uint_eq(setup->wLength, wLength);
}

/* The request that a test is about is answered with these bytes. */
#define ANSWERS(name, request, value, bytes)                                                       \
	static const struct fake_answer name[] = {{request, value, bytes, sizeof bytes - 1},       \
						  {0, 0, NULL, 0}}

ANSWERS(status_answer, CUSB_REQ_GET_STATUS, 0, "\x03\x80");
ANSWERS(short_status, CUSB_REQ_GET_STATUS, 0, "\x03");
ANSWERS(configuration_answer, CUSB_REQ_GET_CONFIGURATION, 0, "\x02");
ANSWERS(interface_answer, CUSB_REQ_GET_INTERFACE, 0, "\x05");
ANSWERS(no_configuration, CUSB_REQ_GET_CONFIGURATION, 0, "");
ANSWERS(device_answer, CUSB_REQ_GET_DESCRIPTOR, 0x0100, "\x12\x01\x00\x02");
ANSWERS(one_byte_answer, CUSB_REQ_GET_DESCRIPTOR, 0x0100, "\x12");
ANSWERS(report_answer, CUSB_REQ_GET_DESCRIPTOR, 0x2201, "\x05\x01\x09\x06");

static const struct {
	struct cusb_recipient to;
	uint8_t bmRequestType;
	uint16_t wIndex;
} recipients[] = {
	{{0x00, 0}, 0x80, 0},
	{{0x01, 0}, 0x81, 0},
	{{0x02, 0x81}, 0x82, 0x81},
};

FIXTURE(begin, end)

CASE_PER_ROW(status_is_asked_of_each_recipient, recipients)
{
	fake->answers = status_answer;
	ck_assert_int_eq(cusb_get_status(fake->dev, recipients[_i].to), 0x8003);
	check_last(recipients[_i].bmRequestType, 0x00, 0, recipients[_i].wIndex, 2);
}

CASE(recipient_functions_name_device_interface_and_endpoint)
{
	ck_assert_uint_eq(cusb_to_device().recipient, CUSB_CTRL_RECIPIENT_DEVICE);
	ck_assert_uint_eq(cusb_to_interface(0x0103).recipient, CUSB_CTRL_RECIPIENT_INTERFACE);
	ck_assert_uint_eq(cusb_to_interface(0x0103).wIndex, 0x0103);
	ck_assert_uint_eq(cusb_to_endpoint(0x81).recipient, CUSB_CTRL_RECIPIENT_ENDPOINT);
	ck_assert_uint_eq(cusb_to_endpoint(0x81).wIndex, 0x81);
}

CASE(short_status_is_a_bad_message)
{
	fake->answers = short_status;
	ck_assert_int_eq(cusb_get_status(fake->dev, cusb_to_device()), -EBADMSG);
}

CASE(stalled_status_is_epipe)
{
	ck_assert_int_eq(cusb_get_status(fake->dev, cusb_to_device()), -EPIPE);
}

CASE(recipient_with_other_bits_is_einval)
{
	struct cusb_recipient to = {0x40, 0};

	ck_assert_int_eq(cusb_get_status(fake->dev, to), -EINVAL);
	ck_assert_int_eq(cusb_set_feature(fake->dev, 1, to), -EINVAL);
	ck_assert_uint_eq(fake->seen_count, 0);
}

CASE(feature_is_set_on_the_device)
{
	ck_assert_int_eq(cusb_set_feature(fake->dev, CUSB_DEVICE_REMOTE_WAKEUP, cusb_to_device()),
			 0);
	check_last(0x00, 0x03, 1, 0, 0);
}

CASE(function_suspend_is_set_with_its_options)
{
	ck_assert_int_eq(
		cusb_set_feature(fake->dev, CUSB_FUNCTION_SUSPEND, cusb_to_interface(0x0300)), 0);
	check_last(0x01, 0x03, 0, 0x0300, 0);
}

CASE(function_suspend_is_cleared_by_the_request_and_not_as_a_halt)
{
	use("composite");
	ck_assert_int_eq(cusb_clear_feature(fake->dev, CUSB_FUNCTION_SUSPEND, cusb_to_interface(2)),
			 0);
	check_last(0x01, 0x01, 0, 2, 0);
	ck_assert_uint_eq(fake->halts_cleared, 0);
}

CASE(feature_is_cleared_on_the_device)
{
	ck_assert_int_eq(cusb_clear_feature(fake->dev, CUSB_U1_ENABLE, cusb_to_device()), 0);
	check_last(0x00, 0x01, 48, 0, 0);
}

CASE(halt_of_an_endpoint_is_cleared_on_the_host_too)
{
	ck_assert_int_eq(cusb_clear_feature(fake->dev, CUSB_ENDPOINT_HALT, cusb_to_endpoint(0x81)),
			 0);
	ck_assert_uint_eq(fake->halts_cleared, 1);
	ck_assert_uint_eq(fake->halt_cleared, 0x81);
	ck_assert_uint_eq(fake->seen_count, 0);
}

CASE(halt_of_endpoint_0_is_cleared_by_the_request)
{
	ck_assert_int_eq(cusb_clear_feature(fake->dev, CUSB_ENDPOINT_HALT, cusb_to_endpoint(0x80)),
			 0);
	check_last(0x02, 0x01, 0, 0x80, 0);
}

CASE(feature_beyond_16_bits_is_einval)
{
	ck_assert_int_eq(cusb_set_feature(fake->dev, 0x10000, cusb_to_device()), -EINVAL);
	ck_assert_int_eq(cusb_clear_feature(fake->dev, 0x10000, cusb_to_device()), -EINVAL);
	ck_assert_uint_eq(fake->seen_count, 0);
}

CASE(descriptor_is_read_from_the_device)
{
	uint8_t data[18];

	fake->answers = device_answer;
	ck_assert_int_eq(cusb_get_descriptor(fake->dev, cusb_to_device(), CUSB_DESC_TYPE_DEVICE, 0,
					     data, sizeof data),
			 4);
	check_last(0x80, 0x06, 0x0100, 0, 18);
	ck_assert_mem_eq(data, "\x12\x01\x00\x02", 4);
}

CASE(class_descriptor_is_read_from_an_interface)
{
	uint8_t data[64];

	use("keyboard");
	fake->answers = report_answer;
	ck_assert_int_eq(cusb_get_descriptor(fake->dev, cusb_to_interface(0), CUSB_DESC_TYPE_REPORT,
					     1, data, sizeof data),
			 4);
	check_last(0x81, 0x06, 0x2201, 0, 64);
}

CASE(descriptor_of_one_byte_is_a_bad_message)
{
	uint8_t data[18];

	fake->answers = one_byte_answer;
	ck_assert_int_eq(cusb_get_descriptor(fake->dev, cusb_to_device(), CUSB_DESC_TYPE_DEVICE, 0,
					     data, sizeof data),
			 -EBADMSG);
}

static const struct {
	unsigned int type, index;
	size_t length;
} wide[] = {{0x100, 0, 4}, {1, 0x100, 4}, {1, 0, 0x10000}};

CASE_PER_ROW(descriptor_arguments_out_of_range_are_einval, wide)
{
	static uint8_t data[0x10000];
	ck_assert_int_eq(cusb_get_descriptor(fake->dev, cusb_to_device(), wide[_i].type,
					     wide[_i].index, data, wide[_i].length),
			 -EINVAL);
	ck_assert_int_eq(cusb_set_descriptor(fake->dev, cusb_to_device(), wide[_i].type,
					     wide[_i].index, data, wide[_i].length),
			 -EINVAL);
	ck_assert_uint_eq(fake->seen_count, 0);
}

CASE(descriptor_is_sent_whole)
{
	static const uint8_t data[] = {4, 3, 'a', 0};
	struct cusb_recipient german = {CUSB_CTRL_RECIPIENT_DEVICE, 0x0407};
	ck_assert_int_eq(
		cusb_set_descriptor(fake->dev, german, CUSB_DESC_TYPE_STRING, 2, data, sizeof data),
		4);
	check_last(0x00, 0x07, 0x0302, 0x0407, 4);
	ck_assert_mem_eq(fake->sent, data, sizeof data);
}

CASE(configuration_is_asked_of_the_device)
{
	fake->answers = configuration_answer;
	ck_assert_int_eq(cusb_get_configuration(fake->dev), 2);
	check_last(0x80, 0x08, 0, 0, 1);
}

CASE(empty_configuration_answer_is_a_bad_message)
{
	fake->answers = no_configuration;
	ck_assert_int_eq(cusb_get_configuration(fake->dev), -EBADMSG);
}

CASE(alternate_setting_is_asked_of_the_device)
{
	use("composite");
	fake->answers = interface_answer;
	ck_assert_int_eq(cusb_get_interface(fake->dev, 4), 5);
	check_last(0x81, 0x0a, 0, 4, 1);
}

CASE(interface_number_beyond_8_bits_is_einval)
{
	ck_assert_int_eq(cusb_get_interface(fake->dev, 0x100), -EINVAL);
	ck_assert_uint_eq(fake->seen_count, 0);
}
