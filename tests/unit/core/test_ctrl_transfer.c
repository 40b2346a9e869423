/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>

#include "core/script_backend.h"
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

FIXTURE(begin, end)

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
