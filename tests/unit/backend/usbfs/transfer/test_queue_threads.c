/* SPDX-License-Identifier: MIT */
/*
 * Two threads on one handle. The first to come polls for both; its ppoll is held until the other
 * has submitted, or until what the test is about has happened.
 */
#include "backend/usbfs/usbfs_fixture.h"

struct job {
	pthread_t thread;
	uint8_t endpoint;
	int timeout_ms;
	int result;
	char data[8];
};

static struct job first, second;

static void begin(void)
{
	usbfs_begin_session();
	memset(&first, 0, sizeof first);
	memset(&second, 0, sizeof second);
}

static void *run(void *arg)
{
	struct job *job = arg;
	const struct cusb_endpoint ep = {.bEndpointAddress = job->endpoint,
					 .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
					 .wMaxPacketSize = 8,
					 .interface = &sk_interface};
	struct cusb_transfer transfer = {
		.bEndpointAddress = job->endpoint, .data = job->data, .length = sizeof job->data};

	job->result = -1;
	state_of(&transfer)->timeout_ms = job->timeout_ms;
	job->result = sk_transfer(sk, &ep, &transfer);
	return NULL;
}

static void start(struct job *job, uint8_t endpoint, int timeout_ms)
{
	job->endpoint = endpoint;
	job->timeout_ms = timeout_ms;
	ck_assert_int_eq(pthread_create(&job->thread, NULL, run, job), 0);
}

/* The first on endpoint 0x81 is in ppoll before the second on 0x82 comes. */
static void start_both(const struct sk_step *steps, size_t count, int first_ms, int second_ms)
{
	sk_play(sk, steps, count);
	start(&first, 0x81, first_ms);
	sk_wait(sk, 'P', 1);
	start(&second, 0x82, second_ms);
}

#define START_BOTH(steps, first_ms, second_ms)                                                     \
	start_both(steps, ARRAY_SIZE(steps), first_ms, second_ms)

static void join_both(int first_result, int second_result)
{
	pthread_join(first.thread, NULL);
	pthread_join(second.thread, NULL);
	ck_assert_int_eq(first.result, first_result);
	ck_assert_int_eq(second.result, second_result);
}

FIXTURE(begin, usbfs_end)

static const struct {
	struct sk_step steps[8];
	int first_ms, second_ms;
	int first_result, second_result;
	const char *first_data, *second_data; /* NULL: none */
	const char *trace;
} pairs[] = {
	/* urb of another thread that is reaped first is handed over */
	{.steps = {POLLED_AFTER(POLLOUT, 'S', 2), REAPED(0x82, "two"), REAPED(0x81, "one")},
	 .first_data = "one",
	 .second_data = "two",
	 .trace = "SPSRR"},
	/* thread that only got anothers urb polls on */
	{.steps = {POLLED_AFTER(POLLOUT, 'S', 2), REAPED(0x82, "two"), NOT_REAPED(-EAGAIN),
		   POLLED(POLLOUT), REAPED(0x81, "one")},
	 .first_data = "one",
	 .second_data = "two",
	 .trace = "SPSRRPR"},
	/* thread that stops polling leaves it to another */
	{.steps = {POLLED_AFTER(POLLOUT, 'S', 2), REAPED(0x81, "one"), POLLED(POLLOUT),
		   REAPED(0x82, "two")},
	 .first_data = "one",
	 .second_data = "two",
	 .trace = "SPSRPR"},
	/* thread whose time is over leaves polling to another */
	{.steps = {POLLED_AFTER(0, 'S', 2), REAPED_AS(0x81, -ENOENT, 0), POLLED(POLLOUT),
		   REAPED(0x82, "two")},
	 .first_ms = 1000,
	 .first_result = -ETIMEDOUT,
	 .second_data = "two",
	 .trace = "SPSDRPR"},
	/* thread whose time is over also reaps for others */
	{.steps = {POLLED_AFTER(0, 'S', 2), REAPED(0x82, "two"), REAPED_AS(0x81, -ENOENT, 0)},
	 .first_ms = 1000,
	 .first_result = -ETIMEDOUT,
	 .second_data = "two",
	 .trace = "SPSDRR"},
	/* follower whose urb completes at the end of its time gets it */
	{.steps = {POLLED_AFTER(POLLOUT, 'D', 1), DISCARDED(-EINVAL), REAPED(0x82, "two"),
		   REAPED(0x81, "one")},
	 .second_ms = 1,
	 .first_data = "one",
	 .second_data = "two",
	 .trace = "SPSDRR"},
	/* unplugging ends all */
	{.steps = {POLLED_AFTER(POLLHUP, 'S', 2), NOT_REAPED(-ENODEV), POLLED(POLLOUT | POLLHUP),
		   REAPED_AS(0x82, -ESHUTDOWN, 0), REAPED_AS(0x81, -ESHUTDOWN, 0), LOOKED(POLLHUP),
		   LOOKED(POLLHUP)},
	 .first_result = -ENODEV,
	 .second_result = -ENODEV,
	 .trace = "SPSRPRpRp"},
	/* dropped urb is told from the others */
	{.steps = {POLLED_AFTER(POLLOUT, 'S', 2), DROPPED(0x82), DISCARDED(-EINVAL), DISCARDED(0),
		   REAPED_AS(0x81, -ENOENT, 0)},
	 .first_result = -ECANCELED,
	 .second_result = -EFAULT,
	 .trace = "SPSRDDRR"},
	/* submit that fails leaves the others alone */
	{.steps = {SUBMITTED(0), SUBMITTED(-ENOMEM), POLLED_AFTER(POLLOUT, 'S', 2),
		   REAPED(0x81, "one")},
	 .second_result = -ENOMEM,
	 .first_data = "one",
	 .trace = "SPSR"},
};

CASE_PER_ROW(two_threads_wait_for_each_other, pairs)
{
	START_BOTH(pairs[_i].steps, pairs[_i].first_ms, pairs[_i].second_ms);
	join_both(pairs[_i].first_result, pairs[_i].second_result);
	ck_assert_str_eq(sk_trace(sk), pairs[_i].trace);
	ck_assert_str_eq(first.data, pairs[_i].first_data ? pairs[_i].first_data : "");
	ck_assert_str_eq(second.data, pairs[_i].second_data ? pairs[_i].second_data : "");
}

/* It would take what ppoll of the other is just waking up for, and leave it asleep. */
CASE(follower_whose_time_is_over_discards_but_does_not_reap)
{
	static const struct sk_step steps[] = {
		{.call = 'P', .result = POLLOUT, .slow_ms = 30, .after = 'D', .after_count = 1},
		REAPED(0x81, "one"),
		POLLED(POLLOUT),
		REAPED_AS(0x82, -ENOENT, 0)};

	START_BOTH(steps, 0, 1);
	join_both(0, -ETIMEDOUT);
	ck_assert_str_eq(sk_trace(sk), "SPSDRPR");
	ck_assert_ptr_eq(sk_ioctl_at(sk, 2)->pointer, sk_ioctl_at(sk, 1)->pointer);
}

CASE(closing_during_poll_cancels_all)
{
	static const struct sk_step steps[] = {POLLED_AFTER(POLLOUT, 'D', 2),
					       REAPED_AS(0x82, -ENOENT, 0),
					       REAPED_AS(0x81, -ENOENT, 0)};

	START_BOTH(steps, 0, 0);
	sk_wait(sk, 'S', 2);
	cusb_close(object);
	join_both(-ECANCELED, -ECANCELED);
	ck_assert_str_eq(sk_trace(sk), "SPSDDiRRc");
}

CASE(final_error_gives_all_up)
{
	static const struct sk_step steps[] = {POLLED_AFTER(POLLHUP | POLLERR, 'S', 2),
					       NOT_REAPED(-ENODEV)};

	START_BOTH(steps, 0, 0);
	join_both(-ENODEV, -ENODEV);
	sk_lose_urbs(sk);
}

CASE(third_thread_is_woken_when_two_have_left)
{
	static const struct sk_step steps[] = {
		POLLED_AFTER(POLLOUT, 'S', 3), REAPED(0x81, "one"), POLLED(POLLOUT),
		REAPED(0x83, "iii"),	       POLLED(POLLOUT),	    REAPED(0x82, "two"),
	};
	static struct job third;

	START_BOTH(steps, 0, 0);
	sk_wait(sk, 'S', 2);
	start(&third, 0x83, 0);
	join_both(0, 0);
	pthread_join(third.thread, NULL);
	ck_assert_int_eq(third.result, 0);
	ck_assert_str_eq(third.data, "iii");
}

CASE(reap_without_waiting_leaves_the_kernel_to_the_thread_that_polls)
{
	static const struct sk_step steps[] = {POLLED_AFTER(POLLOUT, 'i', 1), REAPED(0x83, "new"),
					       REAPED(0x81, "one")};
	const struct cusb_endpoint ep = {.bEndpointAddress = 0x83,
					 .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
					 .wMaxPacketSize = 8,
					 .interface = &sk_interface};
	char data[8];
	struct cusb_transfer transfer = {.bEndpointAddress = 0x83, .data = data, .length = 8};
	struct cusb_transfer *reaped;

	sk_play(sk, steps, ARRAY_SIZE(steps));
	start(&first, 0x81, 0);
	sk_wait(sk, 'P', 1);
	ck_assert_int_eq(sk_submit_transfer(sk, &ep, &transfer), 0);
	ck_assert_int_eq(cusb_reap(object, CUSB_DONT_WAIT, &reaped), -EAGAIN);
	backend->claim(handle, 0);
	pthread_join(first.thread, NULL);
	ck_assert_int_eq(cusb_reap(object, CUSB_DONT_WAIT, &reaped), 0);
	ck_assert_str_eq(sk_trace(sk), "SPSiRR");
}

CASE(cancelled_thread_waits_for_its_urb_first)
{
	static const struct sk_step steps[] = {POLLED_AFTER(POLLOUT, 'i', 1), REAPED(0x82, "two"),
					       REAPED(0x81, "one")};

	START_BOTH(steps, 0, 0);
	sk_wait(sk, 'S', 2);
	pthread_cancel(second.thread);
	backend->claim(handle, 0); /* only now goes ppoll on */
	join_both(0, 0);
	ck_assert_str_eq(second.data, "two");
}

static void log_at_a_cancellation_point(enum cusb_log_level level, const char *line, void *user)
{
	(void)level;
	(void)line;
	(void)user;
	pthread_testcancel();
}

CASE(cancelled_thread_that_logs_waits_for_its_urb_first)
{
	static const struct sk_step steps[] = {POLLED_AFTER(POLLOUT, 'i', 1), REAPED(0x82, "two"),
					       REAPED(0x81, "one")};

	cusb_set_log(CUSB_LOG_DEBUG, log_at_a_cancellation_point, NULL);
	START_BOTH(steps, 0, 0);
	sk_wait(sk, 'S', 2);
	pthread_cancel(first.thread);
	sk_backend(sk)->claim(handle, 0);
	join_both(0, 0);
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	ck_assert_str_eq(first.data, "one");
}
