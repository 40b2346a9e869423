/* SPDX-License-Identifier: MIT */
/* Control transfers: what they claim, and what they make forgotten. */
#include "core/core_fixture.h"

/* A request without data. */
static ssize_t request(unsigned int bmRequestType, unsigned int bRequest, unsigned int wIndex)
{
	return cusb_ctrl_transfer(dev, bmRequestType, bRequest, 0, wIndex, NULL, 0, 0);
}

FIXTURE(core_begin_found, core_end)

CASE(all_values_reach_the_backend)
{
	uint8_t data[6];

	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0x12, 0x3456, 0x789a, data, 6, 250), 6);
	expect_calls("open, control c0 12 3456 789a 6 250");
}

CASE(largest_values_reach_the_backend)
{
	static uint8_t data[0xffff];

	ck_assert_int_eq(
		cusb_ctrl_transfer(dev, 0xff, 0xff, 0xffff, 0xffff, data, sizeof data, INT_MAX),
		0xffff);
	expect_calls("open, control ff ff ffff ffff 65535 2147483647");
}

CASE(bytes_moved_are_returned)
{
	uint8_t data[6];

	script_fail("control", 2);
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0, 0, 0, data, 6, 0), 2);
}

CASE(data_of_the_device_is_put_in_place)
{
	uint8_t data[2] = {0xee, 0xee};

	script.altsettings[3] = 0x5a;
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0, 0, 3, data, 1, 0), 1);
	ck_assert_uint_eq(data[0], 0x5a);
	ck_assert_uint_eq(data[1], 0xee);
}

CASE(no_data_needs_no_room)
{
	ck_assert_int_eq(request(0x40, 1, 0), 0);
}

CASE(unconfigured_device_can_be_asked)
{
	script.configuration = 0;
	ck_assert_int_eq(request(0x00, 0, 0), 0);
	ck_assert_int_eq(request(0xc0, 0, 0), 0);
	expect_calls("open, control 00 00 0000 0000 0 0, control c0 00 0000 0000 0 0");
}

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

CASE_PER_ROW(value_out_of_range_is_einval_without_calls, out_of_range)
{
	ck_assert_int_eq(cusb_ctrl_transfer(dev, out_of_range[_i].bmRequestType,
					    out_of_range[_i].bRequest, out_of_range[_i].wValue,
					    out_of_range[_i].wIndex, out_of_range[_i].data,
					    out_of_range[_i].wLength, out_of_range[_i].timeout_ms),
			 -EINVAL);
	expect_calls("");
}

CASE(default_timeout_is_the_devices)
{
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0, 0, 0, NULL, 0, CUSB_DEFAULT_TIMEOUT), 0);
	ck_assert_int_eq(cusb_set_default_timeout(dev, 77), 0);
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0, 0, 0, NULL, 0, CUSB_DEFAULT_TIMEOUT), 0);
	expect_calls("open, control c0 00 0000 0000 0 1000, control c0 00 0000 0000 0 77");
}

static const int errors[] = {-EPIPE, -ETIMEDOUT, -ENODEV, -EPROTO};

CASE_PER_ROW(error_of_the_backend_is_told, errors)
{
	script_fail("control", errors[_i]);
	ck_assert_int_eq(request(0xc0, 0, 0), errors[_i]);
}

CASE(device_that_cannot_be_opened_is_told)
{
	script_fail("open", -EACCES);
	ck_assert_int_eq(request(0xc0, 0, 0), -EACCES);
}

CASE(backend_without_control_and_queue_is_enosys_without_calls)
{
	script.backend.control = NULL;
	script.backend.queue = NULL;
	ck_assert_int_eq(request(0x21, 0, 0), -ENOSYS);
	expect_calls("");
}

CASE(backend_without_control_has_a_transfer_to_endpoint_0)
{
	script.backend.control = NULL;
	script.moved = 0;
	ck_assert_int_eq(request(0x40, 0, 0), 0);
	expect_calls("open, transfer 00 control 8 0");
}

CASE(what_control_does_not_run_is_a_transfer_to_endpoint_0)
{
	script_fail("control", -ENOSYS);
	script.moved = 0;
	ck_assert_int_eq(request(0x40, 0, 0), 0);
	expect_calls("open, control 40 00 0000 0000 0 0, transfer 00 control 8 0");
}

/* Standard, class and reserved type, either direction. */
static const unsigned int to_interface[] = {0x01, 0x81, 0x21, 0xa1, 0x61, 0xe1};

CASE_PER_ROW(request_to_an_interface_claims_it, to_interface)
{
	ck_assert_int_eq(request(to_interface[_i], 9, 2), 0);
	ck_assert_ptr_eq(strstr(script_calls(), "open, claim 2, control"), script_calls());
	expect_calls("");
	ck_assert_int_eq(cusb_release_interface(dev, 2), 0);
	expect_calls("release 2");
}

/* Vendor type; and other recipients: device, other, reserved. */
static const unsigned int to_none[] = {0x41, 0xc1, 0x42, 0xc2, 0x00, 0x80,
				       0x20, 0xa0, 0x23, 0xa4, 0x3f};

CASE_PER_ROW(other_request_claims_nothing, to_none)
{
	ck_assert_int_eq(request(to_none[_i], 0x55, 0x81), 0);
	ck_assert_ptr_null(strstr(script_calls(), "claim"));
}

CASE(interface_is_claimed_once)
{
	ck_assert_int_eq(request(0x21, 1, 0), 0);
	ck_assert_int_eq(request(0x21, 1, 0), 0);
	expect_calls("open, claim 0, control 21 01 0000 0000 0 0, control 21 01 0000 0000 0 0");
}

CASE(high_byte_of_windex_is_no_interface)
{
	ck_assert_int_eq(request(0x21, 1, 0x0501), 0);
	expect_calls("open, claim 1, control 21 01 0000 0501 0 0");
}

CASE(interface_that_cannot_be_claimed_is_told_and_nothing_sent)
{
	script_fail("claim", -EBUSY);
	ck_assert_int_eq(request(0x21, 1, 0), -EBUSY);
	expect_calls("open, claim 0");
}

CASE(request_to_an_endpoint_claims_its_interface)
{
	ck_assert_int_eq(request(0x02, 1, 0x82), 0);
	expect_calls("configuration, open, claim 0, control 02 01 0000 0082 0 0");
}

CASE(request_to_endpoint_0_claims_nothing)
{
	ck_assert_int_eq(request(0x02, 1, 0x00), 0);
	ck_assert_int_eq(request(0x02, 1, 0x80), 0);
	expect_calls("open, control 02 01 0000 0000 0 0, control 02 01 0000 0080 0 0");
}

CASE(endpoint_of_the_other_direction_will_do)
{
	ck_assert_int_eq(request(0x02, 1, 0x02), 0);
	expect_calls("configuration, open, claim 0, control 02 01 0000 0002 0 0");
}

/* As the kernel: in any setting of the active configuration, and no setting is asked for. */
CASE(endpoint_of_a_setting_that_is_not_selected_will_do)
{
	ck_assert_int_eq(request(0xa2, 0x81, 0x03), 0);
	ck_assert_int_eq(request(0x02, 1, 0x08), 0);
	expect_calls("configuration, open, claim 1, control a2 81 0000 0003 0 0, "
		     "claim 2, control 02 01 0000 0008 0 0");
}

/* Interface 1 has the address first, in a setting that is not selected. */
CASE(endpoint_that_two_interfaces_have_belongs_to_the_first)
{
	plug_instead(&script_odd);
	ck_assert_int_eq(request(0x02, 1, 0x01), 0);
	expect_calls("configuration, open, claim 1, control 02 01 0000 0001 0 0");
}

CASE(unknown_endpoint_is_enoent_and_nothing_sent)
{
	ck_assert_int_eq(request(0x02, 1, 0x0f), -ENOENT);
	ck_assert(!cusb_is_open(dev));
}

CASE(endpoint_of_an_unconfigured_device_is_ehostunreach)
{
	script.configuration = 0;
	ck_assert_int_eq(request(0x02, 1, 0x81), -EHOSTUNREACH);
}

/* The odd device has a descriptor for such an address. */
CASE(endpoint_with_reserved_bits_is_einval_and_taken_for_no_other)
{
	plug_instead(&script_odd);
	ck_assert_int_eq(request(0x02, 1, 0x91), -EINVAL);
	ck_assert_int_eq(request(0x02, 1, 0x10), -EINVAL);
	ck_assert_int_eq(cusb_read(dev, 0x81, NULL, 0, 0), -ENOENT);
}

CASE(printers_id_needs_no_claim)
{
	ck_assert_int_eq(request(0xa1, 0, 0x0200), 0);
	ck_assert_int_eq(request(0xa1, 0, 0x0201), 0);
	expect_calls("configuration, open, control a1 00 0000 0200 0 0, "
		     "configuration, control a1 00 0000 0201 0 0");
}

/* Not the interface, not the setting, not the request, not the direction. */
static const struct {
	unsigned int bmRequestType, bRequest, wIndex;
} no_printer_id[] = {{0xa1, 0, 0x0002}, {0xa1, 0, 0x0202}, {0xa1, 1, 0x0202}, {0x21, 0, 0x0202}};

CASE_PER_ROW(what_is_no_request_for_a_printers_id_claims, no_printer_id)
{
	ck_assert_int_eq(request(no_printer_id[_i].bmRequestType, no_printer_id[_i].bRequest,
				 no_printer_id[_i].wIndex),
			 0);
	ck_assert_ptr_nonnull(strstr(script_calls(), "claim 2"));
}

CASE(id_of_an_unconfigured_printer_claims)
{
	script.configuration = 0;
	script_fail("claim 1", -ENOENT);
	ck_assert_int_eq(request(0xa1, 0, 0x0201), -ENOENT);
}

CASE(raw_set_configuration_makes_the_settings_asked_for)
{
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), 0);
	script.configuration = 2;
	ck_assert_int_eq(
		cusb_ctrl_transfer(dev, 0x00, CUSB_REQ_SET_CONFIGURATION, 2, 0, NULL, 0, 0), 0);
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}

CASE(raw_set_interface_makes_the_settings_asked_for)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0x01, CUSB_REQ_SET_INTERFACE, 2, 1, NULL, 0, 0),
			 0);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), 0);
	expect_calls("configuration, altsetting 1 1, transfer 03 interrupt 0 0");
}

CASE(other_requests_leave_what_is_known)
{
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
	ck_assert_int_eq(request(0x40, CUSB_REQ_SET_CONFIGURATION, 0), 0);
	ck_assert_int_eq(request(0x41, CUSB_REQ_SET_INTERFACE, 0), 0);
	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_CONFIGURATION, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
	expect_calls("transfer 01 bulk 0 0");
}
