/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include <cusb/control.h>
#include <cusb/util.h>

#include "script_backend.h"
#include "unit.h"

static struct cusb_device *dev;

static void begin(void)
{
	script_begin();
	dev = script_find();
}

static void end(void)
{
	cusb_device_free(dev);
	script_end();
}

/* A request without data. */
static ssize_t request(unsigned int bmRequestType, unsigned int bRequest, unsigned int wIndex)
{
	return cusb_ctrl_transfer(dev, bmRequestType, bRequest, 0, wIndex, NULL, 0, 0);
}

START_TEST(all_values_reach_the_backend)
{
	uint8_t data[6];

	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0x12, 0x3456, 0x789a, data, 6, 250), 6);
	expect_calls("open, control c0 12 3456 789a 6 250");
}
END_TEST

START_TEST(largest_values_reach_the_backend)
{
	static uint8_t data[0xffff];

	ck_assert_int_eq(
		cusb_ctrl_transfer(dev, 0x43, 0xff, 0xffff, 0xffff, data, sizeof data, INT_MAX),
		0xffff);
	expect_calls("open, control 43 ff ffff ffff 65535 2147483647");
}
END_TEST

START_TEST(bytes_moved_are_returned)
{
	uint8_t data[6];

	script_fail("control", 2);
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0, 0, 0, data, 6, 0), 2);
}
END_TEST

START_TEST(data_of_the_device_is_put_in_place)
{
	uint8_t data[2] = {0xee, 0xee};

	script.altsettings[3] = 0x5a;
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0, 0, 3, data, 1, 0), 1);
	ck_assert_uint_eq(data[0], 0x5a);
	ck_assert_uint_eq(data[1], 0xee);
}
END_TEST

START_TEST(no_data_needs_no_room)
{
	ck_assert_int_eq(request(0x40, 1, 0), 0);
}
END_TEST

START_TEST(unconfigured_device_can_be_asked)
{
	script.configuration = 0;
	ck_assert_int_eq(request(0x00, 0, 0), 0);
	ck_assert_int_eq(request(0xc0, 0, 0), 0);
	expect_calls("open, control 00 00 0000 0000 0 0, control c0 00 0000 0000 0 0");
}
END_TEST

static uint8_t some_data[1];
static const struct {
	unsigned int bmRequestType, bRequest, wValue, wIndex;
	void *data;
	size_t wLength;
	int timeout_ms;
} out_of_range[] = {
	{0x100, 0, 0, 0, some_data, 0, 0},
	{0xc0, 0x100, 0, 0, some_data, 0, 0},
	{0xc0, 0, 0x10000, 0, some_data, 0, 0},
	{0xc0, 0, 0, 0x10000, some_data, 0, 0},
	{0xc0, 0, 0, 0, some_data, 0x10000, 0},
	{0xc0, 0, 0, 0, some_data, SIZE_MAX, 0},
	{0xc0, 0, 0, 0, NULL, 1, 0},
	{0xc0, 0, 0, 0, some_data, 0, -2},
	{0xc0, 0, 0, 0, some_data, 0, INT_MIN},
	{UINT_MAX, 0, 0, 0, some_data, 0, 0},
};

START_TEST(value_out_of_range_is_einval_without_calls)
{
	ck_assert_int_eq(cusb_ctrl_transfer(dev, out_of_range[_i].bmRequestType,
					    out_of_range[_i].bRequest, out_of_range[_i].wValue,
					    out_of_range[_i].wIndex, out_of_range[_i].data,
					    out_of_range[_i].wLength, out_of_range[_i].timeout_ms),
			 -EINVAL);
	expect_calls("");
}
END_TEST

START_TEST(default_timeout_is_the_devices)
{
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0, 0, 0, NULL, 0, CUSB_DEFAULT_TIMEOUT), 0);
	ck_assert_int_eq(cusb_set_default_timeout(dev, 77), 0);
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0, 0, 0, NULL, 0, CUSB_DEFAULT_TIMEOUT), 0);
	expect_calls("open, control c0 00 0000 0000 0 1000, control c0 00 0000 0000 0 77");
}
END_TEST

static const int errors[] = {-EPIPE, -ETIMEDOUT, -ENODEV, -EPROTO};

START_TEST(error_of_the_backend_is_told)
{
	script_fail("control", errors[_i]);
	ck_assert_int_eq(request(0xc0, 0, 0), errors[_i]);
}
END_TEST

START_TEST(device_that_cannot_be_opened_is_told)
{
	script_fail("open", -EACCES);
	ck_assert_int_eq(request(0xc0, 0, 0), -EACCES);
}
END_TEST

START_TEST(backend_without_control_is_enosys_without_calls)
{
	script.backend.control = NULL;
	ck_assert_int_eq(request(0x21, 0, 0), -ENOSYS);
	expect_calls("");
}
END_TEST

/* Standard, class and reserved type, either direction. */
static const unsigned int to_interface[] = {0x01, 0x81, 0x21, 0xa1, 0x61, 0xe1};

START_TEST(request_to_an_interface_claims_it)
{
	ck_assert_int_eq(request(to_interface[_i], 9, 2), 0);
	ck_assert_ptr_eq(strstr(script_calls(), "open, claim 2, control"), script_calls());
	expect_calls("");
	ck_assert_int_eq(cusb_release_interface(dev, 2), 0);
	expect_calls("release 2");
}
END_TEST

/* Vendor type; and other recipients: device, other, reserved. */
static const unsigned int to_none[] = {0x41, 0xc1, 0x42, 0xc2, 0x00, 0x80,
				       0x20, 0xa0, 0x23, 0xa4, 0x3f};

START_TEST(other_request_claims_nothing)
{
	ck_assert_int_eq(request(to_none[_i], 0x55, 0x81), 0);
	ck_assert_ptr_null(strstr(script_calls(), "claim"));
}
END_TEST

START_TEST(interface_is_claimed_once)
{
	ck_assert_int_eq(request(0x21, 1, 0), 0);
	ck_assert_int_eq(request(0x21, 1, 0), 0);
	expect_calls("open, claim 0, control 21 01 0000 0000 0 0, control 21 01 0000 0000 0 0");
}
END_TEST

START_TEST(high_byte_of_windex_is_no_interface)
{
	ck_assert_int_eq(request(0x21, 1, 0x0501), 0);
	expect_calls("open, claim 1, control 21 01 0000 0501 0 0");
}
END_TEST

START_TEST(interface_that_cannot_be_claimed_is_told_and_nothing_sent)
{
	script_fail("claim", -EBUSY);
	ck_assert_int_eq(request(0x21, 1, 0), -EBUSY);
	expect_calls("open, claim 0");
}
END_TEST

START_TEST(request_to_an_endpoint_claims_its_interface)
{
	ck_assert_int_eq(request(0x02, 1, 0x82), 0);
	expect_calls("configuration, open, claim 0, control 02 01 0000 0082 0 0");
}
END_TEST

START_TEST(request_to_endpoint_0_claims_nothing)
{
	ck_assert_int_eq(request(0x02, 1, 0x00), 0);
	ck_assert_int_eq(request(0x02, 1, 0x80), 0);
	expect_calls("open, control 02 01 0000 0000 0 0, control 02 01 0000 0080 0 0");
}
END_TEST

START_TEST(endpoint_of_the_other_direction_will_do)
{
	ck_assert_int_eq(request(0x02, 1, 0x02), 0);
	expect_calls("configuration, configuration, open, claim 0, control 02 01 0000 0002 0 0");
}
END_TEST

START_TEST(unknown_endpoint_is_enoent_and_nothing_sent)
{
	ck_assert_int_eq(request(0x02, 1, 0x0f), -ENOENT);
	ck_assert(!cusb_is_open(dev));
}
END_TEST

START_TEST(endpoint_of_an_unconfigured_device_is_ehostunreach)
{
	script.configuration = 0;
	ck_assert_int_eq(request(0x02, 1, 0x81), -EHOSTUNREACH);
}
END_TEST

/* The odd device has a descriptor for such an address. */
START_TEST(endpoint_with_reserved_bits_is_einval_and_taken_for_no_other)
{
	cusb_device_free(dev);
	script.devices[0] = script_odd;
	dev = script_find();
	ck_assert_int_eq(request(0x02, 1, 0x91), -EINVAL);
	ck_assert_int_eq(request(0x02, 1, 0x10), -EINVAL);
	ck_assert_int_eq(cusb_read(dev, 0x81, NULL, 0, 0), -ENOENT);
}
END_TEST

START_TEST(printers_id_needs_no_claim)
{
	ck_assert_int_eq(request(0xa1, 0, 0x0200), 0);
	ck_assert_int_eq(request(0xa1, 0, 0x0201), 0);
	expect_calls("configuration, open, control a1 00 0000 0200 0 0, "
		     "configuration, control a1 00 0000 0201 0 0");
}
END_TEST

/* Not the interface, not the setting, not the request, not the direction. */
static const struct {
	unsigned int bmRequestType, bRequest, wIndex;
} no_printer_id[] = {{0xa1, 0, 0x0002}, {0xa1, 0, 0x0202}, {0xa1, 1, 0x0202}, {0x21, 0, 0x0202}};

START_TEST(what_is_no_request_for_a_printers_id_claims)
{
	ck_assert_int_eq(request(no_printer_id[_i].bmRequestType, no_printer_id[_i].bRequest,
				 no_printer_id[_i].wIndex),
			 0);
	ck_assert_ptr_nonnull(strstr(script_calls(), "claim 2"));
}
END_TEST

START_TEST(id_of_an_unconfigured_printer_claims)
{
	script.configuration = 0;
	script_fail("claim 1", -ENOENT);
	ck_assert_int_eq(request(0xa1, 0, 0x0201), -ENOENT);
}
END_TEST

START_TEST(raw_set_configuration_makes_the_settings_asked_for)
{
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), 0);
	script.configuration = 2;
	ck_assert_int_eq(
		cusb_ctrl_transfer(dev, 0x00, CUSB_REQ_SET_CONFIGURATION, 2, 0, NULL, 0, 0), 0);
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}
END_TEST

START_TEST(raw_set_interface_makes_the_settings_asked_for)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0x01, CUSB_REQ_SET_INTERFACE, 2, 1, NULL, 0, 0),
			 0);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), 0);
	expect_calls("configuration, altsetting 1 1, transfer 03 interrupt 0 0");
}
END_TEST

START_TEST(other_requests_leave_what_is_known)
{
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
	ck_assert_int_eq(request(0x40, CUSB_REQ_SET_CONFIGURATION, 0), 0);
	ck_assert_int_eq(request(0x41, CUSB_REQ_SET_INTERFACE, 0), 0);
	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_CONFIGURATION, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
	expect_calls("transfer 01 bulk 0 0");
}
END_TEST

SUITE(ctrl_transfer)
{
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, all_values_reach_the_backend);
	tcase_add_test(tc, largest_values_reach_the_backend);
	tcase_add_test(tc, bytes_moved_are_returned);
	tcase_add_test(tc, data_of_the_device_is_put_in_place);
	tcase_add_test(tc, no_data_needs_no_room);
	tcase_add_test(tc, unconfigured_device_can_be_asked);
	tcase_add_loop_test(tc, value_out_of_range_is_einval_without_calls, 0,
			    sizeof out_of_range / sizeof out_of_range[0]);
	tcase_add_test(tc, default_timeout_is_the_devices);
	tcase_add_loop_test(tc, error_of_the_backend_is_told, 0, sizeof errors / sizeof errors[0]);
	tcase_add_test(tc, device_that_cannot_be_opened_is_told);
	tcase_add_test(tc, backend_without_control_is_enosys_without_calls);
	tcase_add_loop_test(tc, request_to_an_interface_claims_it, 0,
			    sizeof to_interface / sizeof to_interface[0]);
	tcase_add_loop_test(tc, other_request_claims_nothing, 0,
			    sizeof to_none / sizeof to_none[0]);
	tcase_add_test(tc, interface_is_claimed_once);
	tcase_add_test(tc, high_byte_of_windex_is_no_interface);
	tcase_add_test(tc, interface_that_cannot_be_claimed_is_told_and_nothing_sent);
	tcase_add_test(tc, request_to_an_endpoint_claims_its_interface);
	tcase_add_test(tc, request_to_endpoint_0_claims_nothing);
	tcase_add_test(tc, endpoint_of_the_other_direction_will_do);
	tcase_add_test(tc, unknown_endpoint_is_enoent_and_nothing_sent);
	tcase_add_test(tc, endpoint_of_an_unconfigured_device_is_ehostunreach);
	tcase_add_test(tc, endpoint_with_reserved_bits_is_einval_and_taken_for_no_other);
	tcase_add_test(tc, printers_id_needs_no_claim);
	tcase_add_loop_test(tc, what_is_no_request_for_a_printers_id_claims, 0,
			    sizeof no_printer_id / sizeof no_printer_id[0]);
	tcase_add_test(tc, id_of_an_unconfigured_printer_claims);
	tcase_add_test(tc, raw_set_configuration_makes_the_settings_asked_for);
	tcase_add_test(tc, raw_set_interface_makes_the_settings_asked_for);
	tcase_add_test(tc, other_requests_leave_what_is_known);
}
