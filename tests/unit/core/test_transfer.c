/* SPDX-License-Identifier: MIT */
#include "fail_alloc.h"
#include "core/core_fixture.h"

static uint8_t data[64];

/* The endpoints have been used; the record begins after that. */
static void use_endpoints(void)
{
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 1, 0), 1);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 1, 0), 1);
	script_calls();
}

static struct cusb_transfer transfer_of(unsigned int address)
{
	return (struct cusb_transfer){
		.bEndpointAddress = address, .data = data, .length = 64, .actual_length = 99};
}

FIXTURE(core_begin_found, core_end)

CASE(read_and_write_reach_the_backend)
{
	use_endpoints();
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 250), 64);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 5, 300), 5);
	expect_calls("transfer 81 bulk 64 250, transfer 01 bulk 5 300");
}

CASE(endpoint_objects_do_the_same)
{
	use_endpoints();
	ck_assert_int_eq(cusb_endpoint_read(endpoint(0, 0, 0, 1), data, 64, 250), 64);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 0, 0, 0), data, 5, 300), 5);
	expect_calls("transfer 81 bulk 64 250, transfer 01 bulk 5 300");
}

CASE(interrupt_endpoint_is_one_to_the_backend)
{
	use_endpoints();
	ck_assert_int_eq(cusb_read(dev, 0x82, data, 8, 0), 8);
	expect_calls("transfer 82 interrupt 8 0");
}

CASE(short_transfer_returns_what_was_moved)
{
	script.moved = 3;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 0), 3);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 64, 0), 3);
}

CASE(empty_packet_returns_0)
{
	script.moved = 0;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 0), 0);
}

CASE(no_bytes_need_no_room)
{
	use_endpoints();
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
	ck_assert_int_eq(cusb_read(dev, 0x81, NULL, 0, 0), 0);
	expect_calls("transfer 01 bulk 0 0, transfer 81 bulk 0 0");
}

CASE(timeout_with_data_returns_what_was_moved)
{
	script_fail("transfer", -ETIMEDOUT);
	script.moved = 3;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 1), 3);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 64, 1), 3);
	ck_assert_int_eq(cusb_endpoint_read(endpoint(0, 0, 0, 1), data, 64, 1), 3);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 0, 0, 0), data, 64, 1), 3);
}

CASE(timeout_without_data_is_etimedout)
{
	script_fail("transfer", -ETIMEDOUT);
	script.moved = 0;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 1), -ETIMEDOUT);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 64, 1), -ETIMEDOUT);
}

static const int errors[] = {-EPIPE, -EOVERFLOW, -ENODEV, -ECANCELED, -EPROTO};

CASE_PER_ROW(other_error_is_told_also_with_data, errors)
{
	script_fail("transfer", errors[_i]);
	script.moved = 3;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 0), errors[_i]);
}

CASE(transfer_returns_0_and_the_count)
{
	struct cusb_transfer transfer = transfer_of(0x81);

	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), 0);
	ck_assert_uint_eq(transfer.actual_length, 64);
	script.moved = 3;
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), 0);
	ck_assert_uint_eq(transfer.actual_length, 3);
}

CASE(transfer_tells_the_count_of_a_failed_one)
{
	struct cusb_transfer transfer = transfer_of(0x01);

	script.moved = 3;
	script_fail_once("transfer", -EPIPE);
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), -EPIPE);
	ck_assert_uint_eq(transfer.actual_length, 3);
	script_fail("transfer", -ETIMEDOUT);
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), -ETIMEDOUT);
	ck_assert_uint_eq(transfer.actual_length, 3);
}

CASE(transfer_tells_no_bytes_when_it_never_began)
{
	struct cusb_transfer invalid = transfer_of(0x80), unknown = transfer_of(0x0f);

	ck_assert_int_eq(cusb_transfer_run(dev, &invalid), -EINVAL);
	ck_assert_uint_eq(invalid.actual_length, 0);
	ck_assert_int_eq(cusb_transfer_run(dev, &unknown), -ENOENT);
	ck_assert_uint_eq(unknown.actual_length, 0);
}

CASE(transfer_leaves_its_other_members_alone)
{
	struct cusb_transfer transfer = transfer_of(0x81);

	transfer.timeout_ms = CUSB_DEFAULT_TIMEOUT;
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), 0);
	ck_assert_uint_eq(transfer.bEndpointAddress, 0x81);
	ck_assert_ptr_eq(transfer.data, data);
	ck_assert_uint_eq(transfer.length, 64);
	ck_assert_int_eq(transfer.timeout_ms, CUSB_DEFAULT_TIMEOUT);
}

CASE(wrong_direction_is_einval_without_calls)
{
	ck_assert_int_eq(cusb_read(dev, 0x01, data, 64, 0), -EINVAL);
	ck_assert_int_eq(cusb_write(dev, 0x81, data, 64, 0), -EINVAL);
	ck_assert_int_eq(cusb_endpoint_read(endpoint(0, 0, 0, 0), data, 64, 0), -EINVAL);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 0, 0, 1), data, 64, 0), -EINVAL);
	expect_calls("");
}

/* Endpoint 0 as if for reading, reserved bits, more than a byte. */
static const unsigned int no_addresses[] = {0x80, 0x11, 0x91, 0xf1, 0x101, 0x181, UINT_MAX};

CASE_PER_ROW(address_out_of_range_is_einval_without_calls, no_addresses)
{
	struct cusb_transfer transfer = transfer_of(no_addresses[_i]);

	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), -EINVAL);
	expect_calls("");
}

/* What would pass for a SETUP packet does not make a read or write a control transfer. */
CASE(endpoint_0_is_not_for_reading_and_writing)
{
	uint8_t setup[8] = {0};

	ck_assert_int_eq(cusb_write(dev, 0x00, setup, 8, 0), -EINVAL);
	ck_assert_int_eq(cusb_read(dev, 0x80, setup, 8, 0), -EINVAL);
	expect_calls("");
}

CASE(missing_room_is_einval_without_calls)
{
	ck_assert_int_eq(cusb_read(dev, 0x81, NULL, 1, 0), -EINVAL);
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 1, 0), -EINVAL);
	expect_calls("");
}

CASE(length_beyond_what_can_be_returned_is_einval_without_calls)
{
	ck_assert_int_eq(cusb_read(dev, 0x81, data, (size_t)SSIZE_MAX + 1, 0), -EINVAL);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, SIZE_MAX, 0), -EINVAL);
	expect_calls("");
}

CASE(negative_timeout_is_einval_without_calls)
{
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, -2), -EINVAL);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 64, INT_MIN), -EINVAL);
	expect_calls("");
}

CASE(default_timeout_is_the_devices)
{
	use_endpoints();
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_DEFAULT_TIMEOUT), 64);
	ck_assert_int_eq(cusb_set_default_timeout(dev, 77), 0);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_DEFAULT_TIMEOUT), 64);
	ck_assert_int_eq(cusb_set_default_timeout(dev, CUSB_NO_TIMEOUT), 0);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_DEFAULT_TIMEOUT), 64);
	expect_calls("transfer 81 bulk 64 1000, transfer 81 bulk 64 77, transfer 81 bulk 64 0");
}

CASE(no_timeout_stays_none)
{
	use_endpoints();
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_NO_TIMEOUT), 64);
	expect_calls("transfer 81 bulk 64 0");
}

CASE(control_endpoint_is_einval)
{
	ck_assert_int_eq(cusb_read(dev, 0x84, data, 64, 0), -EINVAL);
}

CASE(backend_without_queue_is_enosys_without_calls)
{
	script.backend.queue = NULL;
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 0), -ENOSYS);
	expect_calls("");
}

CASE(device_that_cannot_be_opened_is_told)
{
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, 0), -EACCES);
}

CASE(further_transfers_allocate_nothing)
{
	ssize_t moved;

	use_endpoints();
	fail_alloc_start(1);
	moved = cusb_read(dev, 0x81, data, 64, 0);
	ck_assert(!fail_alloc_stop());
	ck_assert_int_eq(moved, 64);
}
