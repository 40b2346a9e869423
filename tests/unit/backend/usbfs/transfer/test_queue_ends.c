/* SPDX-License-Identifier: MIT */
/* One thread: ends of the time, of the device, and of the session. */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/script_session.h"
#include "unit.h"

static struct script_kernel *sk;
static char data[64];
static struct cusb_transfer transfer;

static const struct cusb_endpoint bulk_in = {.bEndpointAddress = 0x81,
					     .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
					     .wMaxPacketSize = 512,
					     .interface = &sk_interface};

static void setup(void)
{
	sk = sk_new();
	sk_open_session(sk);
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

CASE(urb_that_is_over_time_is_discarded_and_keeps_its_bytes)
{
	static const struct sk_step steps[] = {TIME_OVER, REAPED_AS(0x81, -ENOENT, 7)};

	ck_assert_int_eq(RUN(steps, 100), -ETIMEDOUT);
	ck_assert_str_eq(sk_trace(sk), "SPDR");
	ck_assert_ptr_eq(sk_ioctl_at(sk, 1)->pointer, &transfer.state.urbs[0]);
	ck_assert_uint_eq(transfer.actual_length, 7);
}

CASE(urb_that_completed_before_the_discard_is_no_timeout)
{
	static const struct sk_step steps[] = {TIME_OVER, DISCARDED(-EINVAL), REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 100), 0);
	ck_assert_str_eq(sk_trace(sk), "SPDR");
	ck_assert_str_eq(data, "text");
}

CASE(urb_that_stalled_before_the_discard_is_no_timeout)
{
	static const struct sk_step steps[] = {TIME_OVER, DISCARDED(-EINVAL),
					       REAPED_AS(0x81, -EPIPE, 0)};

	ck_assert_int_eq(RUN(steps, 100), -EPIPE);
}

CASE(urb_that_comes_late_after_the_discard_is_waited_for)
{
	static const struct sk_step steps[] = {TIME_OVER, NOT_REAPED(-EAGAIN), POLLED(-EINTR),
					       POLLED(POLLOUT), REAPED_AS(0x81, -ENOENT, 1)};

	ck_assert_int_eq(RUN(steps, 100), -ETIMEDOUT);
	ck_assert_str_eq(sk_trace(sk), "SPDRPPR");
	ck_assert_uint_eq(transfer.actual_length, 1);
}

CASE(discard_that_fails_for_unplugging_waits_for_the_urb)
{
	static const struct sk_step steps[] = {TIME_OVER,
					       DISCARDED(-ENODEV),
					       NOT_REAPED(-ENODEV),
					       POLLED(POLLHUP),
					       NOT_REAPED(-ENODEV),
					       POLLED(POLLOUT | POLLHUP),
					       REAPED_AS(0x81, -ESHUTDOWN, 0),
					       LOOKED(POLLHUP)};

	ck_assert_int_eq(RUN(steps, 100), -ENODEV);
	ck_assert_str_eq(sk_trace(sk), "SPDRPRPRp");
}

CASE(enodev_before_completion_is_not_the_end)
{
	static const struct sk_step steps[] = {
		POLLED(POLLHUP),     NOT_REAPED(-ENODEV),	POLLED(POLLHUP),
		NOT_REAPED(-ENODEV), POLLED(POLLHUP | POLLOUT), REAPED_AS(0x81, -ESHUTDOWN, 3),
		LOOKED(POLLHUP)};

	ck_assert_int_eq(RUN(steps, 0), -ENODEV);
	ck_assert_str_eq(sk_trace(sk), "SPRPRPRp");
	ck_assert_uint_eq(transfer.actual_length, 3);
}

CASE(data_that_came_before_unplugging_is_not_lost)
{
	static const struct sk_step steps[] = {POLLED(POLLHUP | POLLOUT | POLLERR),
					       REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 0), 0);
	ck_assert_str_eq(data, "text");
}

CASE(data_that_shows_with_the_final_error_is_not_lost)
{
	static const struct sk_step steps[] = {POLLED(POLLHUP), NOT_REAPED(-ENODEV),
					       POLLED(POLLHUP | POLLERR), REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 0), 0);
	ck_assert_str_eq(data, "text");
}

CASE(final_error_with_more_to_reap_is_not_final)
{
	static const struct sk_step steps[] = {
		POLLED(POLLOUT | POLLHUP | POLLERR),
		NOT_REAPED(-ENODEV),
		POLLED(POLLOUT | POLLHUP | POLLERR),
		REAPED(0x81, "text"),
	};

	ck_assert_int_eq(RUN(steps, 0), 0);
	ck_assert_str_eq(data, "text");
}

CASE(urb_that_never_comes_back_is_given_up_at_the_final_error)
{
	static const struct sk_step steps[] = {POLLED(POLLHUP | POLLERR), NOT_REAPED(-ENODEV)};

	ck_assert_int_eq(RUN(steps, 0), -ENODEV);
	ck_assert_str_eq(sk_trace(sk), "SPR");
	ck_assert_uint_eq(transfer.actual_length, 0);
	sk_lose_urbs(sk);
}

CASE(urb_of_a_descriptor_that_somebody_closed_is_given_up)
{
	static const struct sk_step steps[] = {POLLED(POLLNVAL), NOT_REAPED(-EBADF)};

	ck_assert_int_eq(RUN(steps, 0), -EBADF);
	sk_lose_urbs(sk);
}

CASE(urb_whose_memory_cannot_be_written_is_efault)
{
	static const struct sk_step steps[] = {
		POLLED(POLLOUT),
		DROPPED(0x81),
		DISCARDED(-EINVAL),
	};

	ck_assert_int_eq(RUN(steps, 0), -EFAULT);
	ck_assert_str_eq(sk_trace(sk), "SPRDR");
}

CASE(dropped_urb_of_an_unplugged_device_waits_for_the_final_error)
{
	static const struct sk_step steps[] = {
		POLLED(POLLOUT),	   DROPPED(0x81),
		NOT_REAPED(-ENODEV),	   DISCARDED(-ENODEV),
		POLLED(POLLHUP | POLLERR), NOT_REAPED(-ENODEV),
	};

	ck_assert_int_eq(RUN(steps, 0), -ENODEV);
	ck_assert_str_eq(sk_trace(sk), "SPRDRPR");
}

CASE(closing_during_poll_discards_and_reaps)
{
	static const struct sk_step steps[] = {{.call = 'P', .result = POLLOUT, .close = true},
					       REAPED_AS(0x81, -ENOENT, 2)};

	ck_assert_int_eq(RUN(steps, 100), -ECANCELED);
	ck_assert_str_eq(sk_trace(sk), "SPDiRc");
	ck_assert_uint_eq(transfer.actual_length, 2);
}

CASE(closing_after_completion_loses_nothing)
{
	static const struct sk_step steps[] = {{.call = 'P', .result = POLLOUT, .close = true},
					       DISCARDED(-EINVAL),
					       REAPED(0x81, "text")};

	ck_assert_int_eq(RUN(steps, 100), 0);
	ck_assert_str_eq(data, "text");
}

CASE(closing_at_the_end_of_the_time_still_reaps_once)
{
	static const struct sk_step steps[] = {{.call = 'P', .result = 0, .close = true},
					       REAPED_AS(0x81, -ENOENT, 0)};

	ck_assert_int_eq(RUN(steps, 100), -ECANCELED);
	ck_assert_str_eq(sk_trace(sk), "SPDiRc");
}
