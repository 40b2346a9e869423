/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/transfer/transfer_fixture.h"
#include "unit.h"

FIXTURE(transfer_begin, transfer_end)

CASE(transfer_whose_time_is_over_is_discarded_and_keeps_its_bytes)
{
	static const struct sk_step steps[] = {{.call = 'P', .result = 0, .slow_ms = 1001},
					       REAPED_AS(0x81, -ENOENT, 9)};

	PLAY(steps);
	submit_all(1, 1000);
	check_reaped(0, 0, -ETIMEDOUT, 9);
	ck_assert_str_eq(sk_trace(sk), "SPDR");
}

CASE(transfer_that_completed_before_its_discard_is_no_timeout)
{
	static const struct sk_step steps[] = {{.call = 'P', .result = 0, .slow_ms = 1001},
					       DISCARDED(-EINVAL),
					       REAPED(0x81, "text")};

	PLAY(steps);
	submit_all(1, 1000);
	check_reaped(0, 0, 0, 4);
	ck_assert_str_eq(sk_trace(sk), "SPDR");
}

/* Never longer: another thread may set a limit meanwhile. */
CASE(reap_sleeps_no_longer_than_a_tenth_of_a_second)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED(0x81, "text"),
					       POLLED(POLLOUT), NOT_REAPED(-EAGAIN),
					       POLLED(POLLOUT), REAPED(0x81, "text")};

	PLAY(steps);
	submit_all(2, 0);
	check_reaped(0, 0, 0, 4);
	ck_assert_int_eq(sk_poll_ms(sk), 100);
	sk_session(sk)->look = false;
	check_reaped(1, 5000, 0, 4);
	ck_assert_int_eq(sk_poll_ms(sk), 100);
}

CASE(reap_sleeps_as_long_as_it_may)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED(0x81, "text")};

	PLAY(steps);
	submit_all(1, 5000);
	check_reaped(0, 30, 0, 4);
	ck_assert_int_eq(sk_poll_ms(sk), 30);
}

CASE(sync_call_sleeps_to_the_first_deadline_of_the_queue)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED(0x81, "text"),
					       REAPED(0x81, "sync")};
	struct cusb_transfer sync = {.bEndpointAddress = 0x81, .data = data + 3 * 64, .length = 64};

	PLAY(steps);
	submit_all(1, 4000);
	ck_assert_int_eq(sk_transfer(sk, &bulk_in, &sync), 0);
	ck_assert_int_le(sk_poll_ms(sk), 4000);
	ck_assert_int_ge(sk_poll_ms(sk), 0);
	check_reaped(0, 0, 0, 4);
}

CASE(sync_call_without_limits_sleeps_for_ever)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED(0x81, "text"),
					       REAPED(0x81, "sync")};
	struct cusb_transfer sync = {.bEndpointAddress = 0x81, .data = data + 3 * 64, .length = 64};

	PLAY(steps);
	submit_all(1, 0);
	ck_assert_int_eq(sk_transfer(sk, &bulk_in, &sync), 0);
	ck_assert_int_eq(sk_poll_ms(sk), -1);
	check_reaped(0, 0, 0, 4);
}

CASE(next_deadline_is_told_in_whole_milliseconds)
{
	static const struct sk_step steps[] = {REAPED(0x81, "text"), REAPED(0x81, "text"),
					       REAPED(0x81, "text")};
	int left;

	PLAY(steps);
	ck_assert_int_eq(cusb_poll_timeout(object), -1);
	submit(0, 900000);
	submit(1, 60000);
	submit(2, 700000);
	left = cusb_poll_timeout(object);
	ck_assert_int_gt(left, 50000);
	ck_assert_int_le(left, 60000);
	check_reaped(0, CUSB_DONT_WAIT, 0, 4);
	check_reaped(1, CUSB_DONT_WAIT, 0, 4);
	ck_assert_int_gt(cusb_poll_timeout(object), 600000);
	check_reaped(2, CUSB_DONT_WAIT, 0, 4);
	ck_assert_int_eq(cusb_poll_timeout(object), -1);
}

CASE(longest_time_limit_is_told)
{
	static const struct sk_step steps[] = {REAPED(0x81, "text")};

	PLAY(steps);
	submit_all(1, INT32_MAX);
	ck_assert_int_gt(cusb_poll_timeout(object), INT32_MAX - 60000);
	check_reaped(0, CUSB_DONT_WAIT, 0, 4);
}
