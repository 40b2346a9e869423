/* SPDX-License-Identifier: MIT */
/* What a transfer of one URB asks of the kernel, and what it gives back. */
#include "backend/usbfs/transfer/transfer_fixture.h"

static const struct sk_step one[] = {POLLED(POLLOUT), REAPED(0x81, "text")};

FIXTURE(transfer_begin, transfer_end)

CASE(read_with_a_timeout_costs_3_calls)
{
	PLAY(one);
	ck_assert_int_eq(run(&bulk_in, 512, 1000), 0);
	ck_assert_str_eq(sk_trace(sk), "SPR");
	ck_assert_uint_eq(transfer.actual_length, 4);
	ck_assert_mem_eq(data, "text", 4);
}

CASE(bulk_urb_is_plain)
{
	PLAY(one);
	run(&bulk_in, 512, 0);
	ck_assert_uint_eq(urb_at(0)->type, USBDEVFS_URB_TYPE_BULK);
	ck_assert_uint_eq(urb_at(0)->endpoint, 0x81);
	ck_assert_uint_eq(urb_at(0)->flags, 0);
	ck_assert_ptr_eq(urb_at(0)->buffer, data);
	ck_assert_int_eq(urb_at(0)->buffer_length, 512);
}

CASE(interrupt_urb_is_of_that_type)
{
	PLAY(one);
	run(&interrupt_in, 64, 0);
	ck_assert_uint_eq(urb_at(0)->type, USBDEVFS_URB_TYPE_INTERRUPT);
}

CASE(write_sends_the_data)
{
	static const struct sk_step steps[] = {
		POLLED(POLLOUT),
		REAPED_AS(0x01, 0, 4),
	};

	PLAY(steps);
	memcpy(data, "send", 4);
	ck_assert_int_eq(run(&bulk_out, 4, 1000), 0);
	ck_assert_mem_eq(sk_sent(sk), "send", 4);
	ck_assert_uint_eq(transfer.actual_length, 4);
}

CASE(nothing_to_send_is_one_empty_urb)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED_AS(0x01, 0, 0)};

	PLAY(steps);
	transfer = (struct cusb_transfer){.bEndpointAddress = 0x01, .actual_length = 99};
	ck_assert_int_eq(sk_transfer(sk, &bulk_out, &transfer), 0);
	ck_assert_str_eq(sk_trace(sk), "SPR");
	ck_assert_uint_eq(transfer.actual_length, 0);
}

CASE(error_comes_with_the_bytes_before_it)
{
	static const struct sk_step steps[] = {
		POLLED(POLLOUT),
		REAPED_AS(0x81, -EOVERFLOW, 100),
	};

	PLAY(steps);
	ck_assert_int_eq(run(&bulk_in, 100, 1000), -EOVERFLOW);
	ck_assert_uint_eq(transfer.actual_length, 100);
}

CASE(timeout_costs_4_calls_and_keeps_what_came)
{
	static const struct sk_step steps[] = {
		POLLED(0),
		{.call = 'R', .endpoint = 0x81, .status = -ENOENT, .data = "part", .actual = 4},
	};

	PLAY(steps);
	ck_assert_int_eq(run(&bulk_in, 512, 1000), -ETIMEDOUT);
	ck_assert_str_eq(sk_trace(sk), "SPDR");
	ck_assert_uint_eq(transfer.actual_length, 4);
	ck_assert_mem_eq(data, "part", 4);
}

CASE(submit_that_fails_moves_nothing)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOSPC)};

	PLAY(steps);
	ck_assert_int_eq(run(&bulk_in, MIB, 1000), -ENOSPC);
	ck_assert_uint_eq(transfer.actual_length, 0);
	ck_assert_str_eq(sk_trace(sk), "S");
}
