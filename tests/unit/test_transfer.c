/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>

#include "fail_alloc.h"
#include "script_backend.h"
#include "unit.h"

static struct cusb_device *dev;
static uint8_t data[64];

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

static const struct cusb_endpoint *endpoint(size_t index)
{
	return cusb_endpoint_at(cusb_interface_at(cusb_configuration_at(dev, 0), 0, 0), index);
}

/* The endpoints have been used; the record begins after that. */
static void use_endpoints(void)
{
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 1, 0), 1);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 1, 0), 1);
	script_calls();
}

START_TEST(read_and_write_reach_the_backend)
{
	use_endpoints();
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 250), 64);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 5, 300), 5);
	expect_calls("transfer 81 bulk 64 250, transfer 01 bulk 5 300");
}
END_TEST

START_TEST(endpoint_objects_do_the_same)
{
	use_endpoints();
	ck_assert_int_eq(cusb_endpoint_read(endpoint(1), data, 64, 250), 64);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0), data, 5, 300), 5);
	expect_calls("transfer 81 bulk 64 250, transfer 01 bulk 5 300");
}
END_TEST

START_TEST(interrupt_endpoint_is_one_to_the_backend)
{
	use_endpoints();
	ck_assert_int_eq(cusb_read(dev, 0x82, data, 8, 0), 8);
	expect_calls("transfer 82 interrupt 8 0");
}
END_TEST

START_TEST(short_transfer_returns_what_was_moved)
{
	script.moved = 3;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 0), 3);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 64, 0), 3);
}
END_TEST

START_TEST(empty_packet_returns_0)
{
	script.moved = 0;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 0), 0);
}
END_TEST

START_TEST(no_bytes_need_no_room)
{
	use_endpoints();
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
	ck_assert_int_eq(cusb_read(dev, 0x81, NULL, 0, 0), 0);
	expect_calls("transfer 01 bulk 0 0, transfer 81 bulk 0 0");
}
END_TEST

START_TEST(timeout_with_data_returns_what_was_moved)
{
	script_fail("transfer", -ETIMEDOUT);
	script.moved = 3;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 1), 3);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 64, 1), 3);
	ck_assert_int_eq(cusb_endpoint_read(endpoint(1), data, 64, 1), 3);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0), data, 64, 1), 3);
}
END_TEST

START_TEST(timeout_without_data_is_etimedout)
{
	script_fail("transfer", -ETIMEDOUT);
	script.moved = 0;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 1), -ETIMEDOUT);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 64, 1), -ETIMEDOUT);
}
END_TEST

static const int errors[] = {-EPIPE, -EOVERFLOW, -ENODEV, -ECANCELED, -EPROTO};

START_TEST(other_error_is_told_also_with_data)
{
	script_fail("transfer", errors[_i]);
	script.moved = 3;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 0), errors[_i]);
}
END_TEST

START_TEST(transfer_returns_0_and_the_count)
{
	struct cusb_transfer transfer = {.bEndpointAddress = 0x81,
					 .data = data,
					 .length = 64,
					 .timeout_ms = 0,
					 .actual_length = 99};

	ck_assert_int_eq(cusb_transfer(dev, &transfer), 0);
	ck_assert_uint_eq(transfer.actual_length, 64);
	script.moved = 3;
	ck_assert_int_eq(cusb_transfer(dev, &transfer), 0);
	ck_assert_uint_eq(transfer.actual_length, 3);
}
END_TEST

START_TEST(transfer_tells_the_count_of_a_failed_one)
{
	struct cusb_transfer transfer = {.bEndpointAddress = 0x01,
					 .data = data,
					 .length = 64,
					 .timeout_ms = 0,
					 .actual_length = 99};

	script.moved = 3;
	script_fail_once("transfer", -EPIPE);
	ck_assert_int_eq(cusb_transfer(dev, &transfer), -EPIPE);
	ck_assert_uint_eq(transfer.actual_length, 3);
	script_fail("transfer", -ETIMEDOUT);
	ck_assert_int_eq(cusb_transfer(dev, &transfer), -ETIMEDOUT);
	ck_assert_uint_eq(transfer.actual_length, 3);
}
END_TEST

START_TEST(transfer_tells_no_bytes_when_it_never_began)
{
	struct cusb_transfer invalid = {.bEndpointAddress = 0x80,
					.data = data,
					.length = 64,
					.timeout_ms = 0,
					.actual_length = 99},
			     unknown = {.bEndpointAddress = 0x0f,
					.data = data,
					.length = 64,
					.timeout_ms = 0,
					.actual_length = 99};

	ck_assert_int_eq(cusb_transfer(dev, &invalid), -EINVAL);
	ck_assert_uint_eq(invalid.actual_length, 0);
	ck_assert_int_eq(cusb_transfer(dev, &unknown), -ENOENT);
	ck_assert_uint_eq(unknown.actual_length, 0);
}
END_TEST

START_TEST(transfer_leaves_its_other_members_alone)
{
	struct cusb_transfer transfer = {.bEndpointAddress = 0x81,
					 .data = data,
					 .length = 64,
					 .timeout_ms = CUSB_DEFAULT_TIMEOUT,
					 .actual_length = 0};

	ck_assert_int_eq(cusb_transfer(dev, &transfer), 0);
	ck_assert_uint_eq(transfer.bEndpointAddress, 0x81);
	ck_assert_ptr_eq(transfer.data, data);
	ck_assert_uint_eq(transfer.length, 64);
	ck_assert_int_eq(transfer.timeout_ms, CUSB_DEFAULT_TIMEOUT);
}
END_TEST

START_TEST(wrong_direction_is_einval_without_calls)
{
	ck_assert_int_eq(cusb_read(dev, 0x01, data, 64, 0), -EINVAL);
	ck_assert_int_eq(cusb_write(dev, 0x81, data, 64, 0), -EINVAL);
	ck_assert_int_eq(cusb_endpoint_read(endpoint(0), data, 64, 0), -EINVAL);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(1), data, 64, 0), -EINVAL);
	expect_calls("");
}
END_TEST

/* Endpoint 0 as if for reading, reserved bits, more than a byte. */
static const unsigned int no_addresses[] = {0x80, 0x11, 0x91, 0xf1, 0x101, 0x181, UINT_MAX};

START_TEST(address_out_of_range_is_einval_without_calls)
{
	struct cusb_transfer transfer = {.bEndpointAddress = no_addresses[_i],
					 .data = data,
					 .length = 64,
					 .timeout_ms = 0,
					 .actual_length = 0};

	ck_assert_int_eq(cusb_transfer(dev, &transfer), -EINVAL);
	expect_calls("");
}
END_TEST

/* What would pass for a SETUP packet does not make a read or write a control transfer. */
START_TEST(endpoint_0_is_not_for_reading_and_writing)
{
	uint8_t setup[8] = {0};

	ck_assert_int_eq(cusb_write(dev, 0x00, setup, 8, 0), -EINVAL);
	ck_assert_int_eq(cusb_read(dev, 0x80, setup, 8, 0), -EINVAL);
	expect_calls("");
}
END_TEST

START_TEST(missing_room_is_einval_without_calls)
{
	ck_assert_int_eq(cusb_read(dev, 0x81, NULL, 1, 0), -EINVAL);
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 1, 0), -EINVAL);
	expect_calls("");
}
END_TEST

START_TEST(length_beyond_what_can_be_returned_is_einval_without_calls)
{
	ck_assert_int_eq(cusb_read(dev, 0x81, data, (size_t)SSIZE_MAX + 1, 0), -EINVAL);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, SIZE_MAX, 0), -EINVAL);
	expect_calls("");
}
END_TEST

START_TEST(negative_timeout_is_einval_without_calls)
{
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, -2), -EINVAL);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 64, INT_MIN), -EINVAL);
	expect_calls("");
}
END_TEST

START_TEST(default_timeout_is_the_devices)
{
	use_endpoints();
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_DEFAULT_TIMEOUT), 64);
	ck_assert_int_eq(cusb_set_default_timeout(dev, 77), 0);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_DEFAULT_TIMEOUT), 64);
	ck_assert_int_eq(cusb_set_default_timeout(dev, CUSB_NO_TIMEOUT), 0);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_DEFAULT_TIMEOUT), 64);
	expect_calls("transfer 81 bulk 64 1000, transfer 81 bulk 64 77, transfer 81 bulk 64 0");
}
END_TEST

START_TEST(no_timeout_stays_none)
{
	use_endpoints();
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_NO_TIMEOUT), 64);
	expect_calls("transfer 81 bulk 64 0");
}
END_TEST

START_TEST(control_endpoint_is_einval)
{
	ck_assert_int_eq(cusb_read(dev, 0x84, data, 64, 0), -EINVAL);
}
END_TEST

START_TEST(backend_without_transfer_is_enosys_without_calls)
{
	script.backend.transfer = NULL;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 0), -ENOSYS);
	expect_calls("");
}
END_TEST

START_TEST(device_that_cannot_be_opened_is_told)
{
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 0), -EACCES);
}
END_TEST

START_TEST(further_transfers_allocate_nothing)
{
	ssize_t moved;

	use_endpoints();
	fail_alloc_start(1);
	moved = cusb_read(dev, 0x81, data, 64, 0);
	ck_assert(!fail_alloc_stop());
	ck_assert_int_eq(moved, 64);
}
END_TEST

SUITE(transfer)
{
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, read_and_write_reach_the_backend);
	tcase_add_test(tc, endpoint_objects_do_the_same);
	tcase_add_test(tc, interrupt_endpoint_is_one_to_the_backend);
	tcase_add_test(tc, short_transfer_returns_what_was_moved);
	tcase_add_test(tc, empty_packet_returns_0);
	tcase_add_test(tc, no_bytes_need_no_room);
	tcase_add_test(tc, timeout_with_data_returns_what_was_moved);
	tcase_add_test(tc, timeout_without_data_is_etimedout);
	tcase_add_loop_test(tc, other_error_is_told_also_with_data, 0,
			    sizeof errors / sizeof errors[0]);
	tcase_add_test(tc, transfer_returns_0_and_the_count);
	tcase_add_test(tc, transfer_tells_the_count_of_a_failed_one);
	tcase_add_test(tc, transfer_tells_no_bytes_when_it_never_began);
	tcase_add_test(tc, transfer_leaves_its_other_members_alone);
	tcase_add_test(tc, wrong_direction_is_einval_without_calls);
	tcase_add_loop_test(tc, address_out_of_range_is_einval_without_calls, 0,
			    sizeof no_addresses / sizeof no_addresses[0]);
	tcase_add_test(tc, endpoint_0_is_not_for_reading_and_writing);
	tcase_add_test(tc, missing_room_is_einval_without_calls);
	tcase_add_test(tc, length_beyond_what_can_be_returned_is_einval_without_calls);
	tcase_add_test(tc, negative_timeout_is_einval_without_calls);
	tcase_add_test(tc, default_timeout_is_the_devices);
	tcase_add_test(tc, no_timeout_stays_none);
	tcase_add_test(tc, control_endpoint_is_einval);
	tcase_add_test(tc, backend_without_transfer_is_enosys_without_calls);
	tcase_add_test(tc, device_that_cannot_be_opened_is_told);
	tcase_add_test(tc, further_transfers_allocate_nothing);
}
