/* SPDX-License-Identifier: MIT */
/* One thread, and a device that stays. Ends are in test_queue_ends.c, threads in
 * test_queue_threads.c. */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/script_session.h"
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
	handle = sk_open_session(sk);
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
	return sk_transfer(sk, &bulk_in, &transfer);
}

#define RUN(steps, timeout_ms) run(steps, ARRAY_SIZE(steps), timeout_ms)

FIXTURE(setup, teardown)

CASE(transfer_is_submitted_polled_for_and_reaped)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 0), 0);
	ck_assert_str_eq(sk_trace(sk), "SPR");
	ck_assert_uint_eq(transfer.actual_length, 4);
	ck_assert_str_eq(data, "text");
}

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

CASE_PER_ROW(submit_that_fails_is_all, refusals)
{
	const struct sk_step steps[] = {SUBMITTED(refusals[_i].err)};

	ck_assert_int_eq(RUN(steps, 100), refusals[_i].result);
	ck_assert_str_eq(sk_trace(sk), "S");
}

CASE(signal_does_not_end_the_wait)
{
	static const struct sk_step steps[] = {POLLED(-EINTR), POLLED(-EINTR), POLLED(POLLOUT),
					       REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 0), 0);
	ck_assert_str_eq(sk_trace(sk), "SPPPR");
}

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
CASE(signals_do_not_lengthen_the_time)
{
	ck_assert_int_eq(run_long(-EINTR, 5, 20), -ETIMEDOUT);
}

CASE(poll_without_anything_to_reap_is_repeated)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), NOT_REAPED(-EAGAIN),
					       POLLED(POLLOUT), REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 0), 0);
	ck_assert_str_eq(sk_trace(sk), "SPRPR");
}

/* Polls that return at once spend nothing of the time, as the kernel counts it. */
CASE(time_between_polls_counts)
{
	ck_assert_int_eq(run_long(POLLOUT, 5, 20), -ETIMEDOUT);
}

static const int poll_errors[] = {-ENOMEM, -EINVAL, -ENOSYS};

CASE_PER_ROW(poll_that_fails_is_made_up_for_by_naps, poll_errors)
{
	const struct sk_step steps[] = {POLLED(poll_errors[_i]), NOT_REAPED(-EAGAIN),
					POLLED(poll_errors[_i]), REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 0), 0);
	ck_assert_str_eq(sk_trace(sk), "SPRPR");
}

CASE(naps_count_as_time)
{
	ck_assert_int_eq(run_long(-ENOMEM, 0, 10), -ETIMEDOUT);
}
