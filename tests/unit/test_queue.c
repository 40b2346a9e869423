/* SPDX-License-Identifier: MIT */
/* One thread, and a device that stays. Ends are in test_queue_ends.c, threads in
 * test_queue_threads.c. */
#include <errno.h>
#include <string.h>

#include "script_kernel.h"
#include "unit.h"

static struct script_kernel *sk;
static struct cusb_handle *handle;
static char data[64];
static struct cusb_transfer transfer;

static const struct cusb_endpoint bulk_in = {.bEndpointAddress = 0x81,
					     .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
					     .wMaxPacketSize = 512,
					     .interface = &sk_interface};

static void setup(void)
{
	sk = sk_new();
	handle = sk_open(sk);
	memset(data, 0, sizeof data);
}

static void teardown(void)
{
	sk_free(sk);
}

/* What a read of 64 bytes from endpoint 0x81 comes to, 0 ms without a limit. */
static int run(const struct sk_step *steps, size_t count, int timeout_ms)
{
	transfer = (struct cusb_transfer){
		.bEndpointAddress = 0x81, .data = data, .length = sizeof data, .actual_length = 99};
	transfer.state.timeout_ms = timeout_ms;
	sk_play(sk, steps, count);
	return sk_backend(sk)->transfer(handle, &bulk_in, &transfer);
}

#define RUN(steps, timeout_ms) run(steps, ARRAY_SIZE(steps), timeout_ms)

START_TEST(transfer_is_submitted_polled_for_and_reaped)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 0), 0);
	ck_assert_str_eq(sk_trace(sk), "SPR");
	ck_assert_uint_eq(transfer.actual_length, 4);
	ck_assert_str_eq(data, "text");
}
END_TEST

static const struct {
	int err, result;
} refusals[] = {
	{-ENODEV, -ENODEV},
	{-ENOENT, -ENOENT},
	{-EBUSY, -EBUSY},
	{-ENOMEM, -ENOMEM},
	{-EHOSTUNREACH, -EHOSTUNREACH},
	{-EPIPE, -EPIPE},
	{-ESHUTDOWN, -ENODEV},
};

START_TEST(submit_that_fails_is_all)
{
	const struct sk_step steps[] = {SUBMITTED(refusals[_i].err)};

	ck_assert_int_eq(RUN(steps, 100), refusals[_i].result);
	ck_assert_str_eq(sk_trace(sk), "S");
}
END_TEST

START_TEST(signal_does_not_end_the_wait)
{
	static const struct sk_step steps[] = {POLLED(-EINTR), POLLED(-EINTR), POLLED(POLLOUT),
					       REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 0), 0);
	ck_assert_str_eq(sk_trace(sk), "SPPPR");
}
END_TEST

/* As many polls as no test lasts; then the URB, once it was discarded. */
static int run_long(int events, unsigned int slow_ms, int timeout_ms)
{
	struct sk_step steps[61] = {0};

	for (size_t i = 0; i < 60; i++)
		steps[i] = (struct sk_step){.call = 'P', .result = events, .slow_ms = slow_ms};
	steps[60] = (struct sk_step){
		.call = 'R', .endpoint = 0x81, .status = -ENOENT, .after = 'D', .after_count = 1};
	return RUN(steps, timeout_ms);
}

/* As with the personality STICKY_TIMEOUTS, where the kernel does not tell what is left. */
START_TEST(signals_do_not_lengthen_the_time)
{
	ck_assert_int_eq(run_long(-EINTR, 5, 20), -ETIMEDOUT);
}
END_TEST

START_TEST(poll_without_anything_to_reap_is_repeated)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), NOT_REAPED(-EAGAIN),
					       POLLED(POLLOUT), REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 0), 0);
	ck_assert_str_eq(sk_trace(sk), "SPRPR");
}
END_TEST

/* Polls that return at once spend nothing of the time, as the kernel counts it. */
START_TEST(time_between_polls_counts)
{
	ck_assert_int_eq(run_long(POLLOUT, 5, 20), -ETIMEDOUT);
}
END_TEST

static const int poll_errors[] = {-ENOMEM, -EINVAL, -ENOSYS};

START_TEST(poll_that_fails_is_made_up_for_by_naps)
{
	const struct sk_step steps[] = {POLLED(poll_errors[_i]), NOT_REAPED(-EAGAIN),
					POLLED(poll_errors[_i]), REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 0), 0);
	ck_assert_str_eq(sk_trace(sk), "SPRPR");
}
END_TEST

START_TEST(naps_count_as_time)
{
	ck_assert_int_eq(run_long(-ENOMEM, 0, 10), -ETIMEDOUT);
}
END_TEST

SUITE(queue)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, transfer_is_submitted_polled_for_and_reaped);
	tcase_add_loop_test(tc, submit_that_fails_is_all, 0, ARRAY_SIZE(refusals));
	tcase_add_test(tc, signal_does_not_end_the_wait);
	tcase_add_test(tc, signals_do_not_lengthen_the_time);
	tcase_add_test(tc, poll_without_anything_to_reap_is_repeated);
	tcase_add_test(tc, time_between_polls_counts);
	tcase_add_loop_test(tc, poll_that_fails_is_made_up_for_by_naps, 0, ARRAY_SIZE(poll_errors));
	tcase_add_test(tc, naps_count_as_time);
}
