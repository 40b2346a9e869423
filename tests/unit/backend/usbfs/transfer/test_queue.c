/* SPDX-License-Identifier: MIT */
/*
 * One transfer of one thread: the wait for its end, and how the end of its time, of the device and
 * of the session ends it. Threads are in test_queue_threads.c.
 */
#include "backend/usbfs/transfer/transfer_fixture.h"

#define CLOSED_AT(events)                                                                          \
	{                                                                                          \
		.call = 'P', .result = (events), .close = true                                     \
	}

/* A read of 64 bytes from endpoint 0x81, 0 ms without a limit. */
struct read_ending {
	int timeout_ms;
	struct sk_step steps[9];
	int result;
	size_t actual_length;
	const char *content; /* NULL: none */
	const char *trace;
};

static void check_ending(const struct read_ending *ending)
{
	PLAY(ending->steps);
	ck_assert_int_eq(run(&bulk_in, 64, ending->timeout_ms), ending->result);
	ck_assert_str_eq(sk_trace(sk), ending->trace);
	ck_assert_uint_eq(transfer.actual_length, ending->actual_length);
	ck_assert_str_eq(data, ending->content ? ending->content : "");
}

FIXTURE(transfer_begin, transfer_end)

static const struct read_ending waits[] = {
	/* transfer is submitted polled for and reaped */
	{.steps = {POLLED(POLLOUT), REAPED(0x81, "text")},
	 .actual_length = 4,
	 .content = "text",
	 .trace = "SPR"},
	/* signal does not end the wait */
	{.steps = {POLLED(-EINTR), POLLED(-EINTR), POLLED(POLLOUT), REAPED(0x81, "text")},
	 .actual_length = 4,
	 .content = "text",
	 .trace = "SPPPR"},
	/* poll without anything to reap is repeated */
	{.steps = {POLLED(POLLOUT), NOT_REAPED(-EAGAIN), POLLED(POLLOUT), REAPED(0x81, "text")},
	 .actual_length = 4,
	 .content = "text",
	 .trace = "SPRPR"},
};

CASE_PER_ROW(wait_ends_with_the_urb, waits)
{
	check_ending(&waits[_i]);
}

static const struct {
	int err, result;
} refusals[] = {
	{-ENOENT, -ENOENT},	  {-EBUSY, -ENOENT}, {-ENOMEM, -ENOMEM},
	{-EHOSTUNREACH, -ENOENT}, {-EPIPE, -EPIPE},
};

CASE_PER_ROW(submit_that_fails_is_all, refusals)
{
	const struct sk_step steps[] = {SUBMITTED(refusals[_i].err)};

	PLAY(steps);
	ck_assert_int_eq(run(&bulk_in, 64, 100), refusals[_i].result);
	/* The core may ask for the settings anew; here it finds no endpoint, which is -ENOENT. */
	ck_assert_ptr_null(strpbrk(sk_trace(sk) + 1, "SPDR"));
}

/* The host controller has stopped, and the device leaves or has left. */
CASE(submit_to_a_stopped_host_controller_tells_whether_the_device_left)
{
	static const struct sk_step there[] = {SUBMITTED(-ESHUTDOWN), LOOKED(0)};
	static const struct sk_step left[] = {SUBMITTED(-ESHUTDOWN), LOOKED(POLLHUP)};

	PLAY(there);
	ck_assert_int_eq(run(&bulk_in, 64, 100), -ESHUTDOWN);
	PLAY(left);
	sk_fail(sk, 'o', 1, 1, -ENODEV); /* nor is it in sysfs */
	ck_assert_int_eq(run(&bulk_in, 64, 100), -ENODEV);
	ck_assert_str_eq(sk_trace(sk), "SpiSpoorc");
}

/* As many polls as no test lasts; then the URB, once it was discarded. */
static int run_long(int events, unsigned int slow_ms, int timeout_ms)
{
	struct sk_step steps[61] = {0};

	for (size_t i = 0; i < 60; i++)
		steps[i] = (struct sk_step){.call = 'P', .result = events, .slow_ms = slow_ms};
	steps[60] = (struct sk_step){
		.call = 'R', .endpoint = 0x81, .status = -ENOENT, .after = 'D', .after_count = 1};
	PLAY(steps);
	return run(&bulk_in, 64, timeout_ms);
}

/* As with the personality STICKY_TIMEOUTS, where the kernel does not tell what is left. */
CASE(signals_do_not_lengthen_the_time)
{
	ck_assert_int_eq(run_long(-EINTR, 5, 20), -ETIMEDOUT);
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

	PLAY(steps);
	ck_assert_int_eq(run(&bulk_in, 64, 0), 0);
	ck_assert_str_eq(sk_trace(sk), "SPRPR");
}

CASE(naps_count_as_time)
{
	ck_assert_int_eq(run_long(-ENOMEM, 0, 10), -ETIMEDOUT);
}

CASE(urb_that_is_over_time_is_discarded_and_keeps_its_bytes)
{
	static const struct sk_step steps[] = {TIME_OVER, REAPED_AS(0x81, -ENOENT, 7)};

	PLAY(steps);
	ck_assert_int_eq(run(&bulk_in, 64, 100), -ETIMEDOUT);
	ck_assert_str_eq(sk_trace(sk), "SPDR");
	ck_assert_ptr_eq(sk_ioctl_at(sk, 1)->pointer, &own_of(&transfer)->urbs[0]);
	ck_assert_uint_eq(transfer.actual_length, 7);
}

static const struct read_ending late[] = {
	/* urb that completed before the discard is no timeout */
	{.timeout_ms = 100,
	 .steps = {TIME_OVER, DISCARDED(-EINVAL), REAPED(0x81, "text")},
	 .actual_length = 4,
	 .content = "text",
	 .trace = "SPDR"},
	/* urb that stalled before the discard is no timeout */
	{.timeout_ms = 100,
	 .steps = {TIME_OVER, DISCARDED(-EINVAL), REAPED_AS(0x81, -EPIPE, 0)},
	 .result = -EPIPE,
	 .trace = "SPDR"},
	/* urb that comes late after the discard is waited for */
	{.timeout_ms = 100,
	 .steps = {TIME_OVER, NOT_REAPED(-EAGAIN), POLLED(-EINTR), POLLED(POLLOUT),
		   REAPED_AS(0x81, -ENOENT, 1)},
	 .result = -ETIMEDOUT,
	 .actual_length = 1,
	 .trace = "SPDRPPR"},
	/* discard that fails for unplugging waits for the urb */
	{.timeout_ms = 100,
	 .steps = {TIME_OVER, DISCARDED(-ENODEV), NOT_REAPED(-ENODEV), LOOKED(POLLHUP),
		   POLLED(POLLHUP), NOT_REAPED(-ENODEV), POLLED(POLLOUT | POLLHUP),
		   REAPED_AS(0x81, -ESHUTDOWN, 0), LOOKED(POLLHUP)},
	 .result = -ENODEV,
	 .trace = "SPDRpPRPRp"},
};

CASE_PER_ROW(end_of_the_time_waits_for_the_urb, late)
{
	check_ending(&late[_i]);
}

static const struct read_ending unplugged[] = {
	/* enodev before completion is not the end */
	{.steps = {POLLED(POLLHUP), NOT_REAPED(-ENODEV), POLLED(POLLHUP), NOT_REAPED(-ENODEV),
		   POLLED(POLLHUP | POLLOUT), REAPED_AS(0x81, -ESHUTDOWN, 3), LOOKED(POLLHUP)},
	 .result = -ENODEV,
	 .actual_length = 3,
	 .trace = "SPRPRPRp"},
	/* data that came before unplugging is not lost */
	{.steps = {POLLED(POLLHUP | POLLOUT | POLLERR), REAPED(0x81, "text")},
	 .actual_length = 4,
	 .content = "text",
	 .trace = "SPR"},
	/* data that shows with the final error is not lost */
	{.steps = {POLLED(POLLHUP), NOT_REAPED(-ENODEV), POLLED(POLLHUP | POLLERR),
		   REAPED(0x81, "text")},
	 .actual_length = 4,
	 .content = "text",
	 .trace = "SPRPR"},
	/* final error with more to reap is not final */
	{.steps = {POLLED(POLLOUT | POLLHUP | POLLERR), NOT_REAPED(-ENODEV),
		   POLLED(POLLOUT | POLLHUP | POLLERR), REAPED(0x81, "text")},
	 .actual_length = 4,
	 .content = "text",
	 .trace = "SPRPR"},
};

CASE_PER_ROW(unplugging_is_no_end_before_the_urb_is_reaped, unplugged)
{
	check_ending(&unplugged[_i]);
}

static const struct read_ending lost[] = {
	/* urb that never comes back is given up at the final error */
	{.steps = {POLLED(POLLHUP | POLLERR), NOT_REAPED(-ENODEV)},
	 .result = -ENODEV,
	 .trace = "SPR"},
	/* urb of a descriptor that somebody closed is given up */
	{.steps = {POLLED(POLLNVAL), NOT_REAPED(-EBADF)}, .result = -EBADF, .trace = "SPR"},
};

CASE_PER_ROW(urb_that_cannot_come_back_is_given_up, lost)
{
	check_ending(&lost[_i]);
	sk_lose_urbs(sk);
}

static const struct read_ending dropped[] = {
	/* urb whose memory cannot be written is efault */
	{.steps = {POLLED(POLLOUT), DROPPED(0x81), DISCARDED(-EINVAL)},
	 .result = -EFAULT,
	 .trace = "SPRDR"},
	/* dropped urb of an unplugged device waits for the final error */
	{.steps = {POLLED(POLLOUT), DROPPED(0x81), NOT_REAPED(-ENODEV), DISCARDED(-ENODEV),
		   POLLED(POLLHUP | POLLERR), NOT_REAPED(-ENODEV)},
	 .result = -ENODEV,
	 .trace = "SPRDRPR"},
};

CASE_PER_ROW(urb_that_the_kernel_dropped_ends, dropped)
{
	check_ending(&dropped[_i]);
}

static const struct read_ending closings[] = {
	/* closing during poll discards and reaps */
	{.timeout_ms = 100,
	 .steps = {CLOSED_AT(POLLOUT), REAPED_AS(0x81, -ENOENT, 2)},
	 .result = -ECANCELED,
	 .actual_length = 2,
	 .trace = "SPDiRc"},
	/* closing after completion loses nothing */
	{.timeout_ms = 100,
	 .steps = {CLOSED_AT(POLLOUT), DISCARDED(-EINVAL), REAPED(0x81, "text")},
	 .actual_length = 4,
	 .content = "text",
	 .trace = "SPDiRc"},
	/* closing at the end of the time still reaps once */
	{.timeout_ms = 100,
	 .steps = {CLOSED_AT(0), REAPED_AS(0x81, -ENOENT, 0)},
	 .result = -ECANCELED,
	 .trace = "SPDiRc"},
};

CASE_PER_ROW(closing_reaps_once, closings)
{
	check_ending(&closings[_i]);
}
