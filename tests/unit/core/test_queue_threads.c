/* SPDX-License-Identifier: MIT */
/* Several threads in cusb_reap(): each completion wakes one, and the last one wakes the rest. */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "core/device.h"

#include "core/core_fixture.h"
#include "core/script_queue.h"

#define THREADS 8

static uint8_t data[THREADS];
static struct cusb_transfer transfers[THREADS];
static atomic_uint reaped, none_left, over, interrupted, begun;

static void begin(void)
{
	core_begin_found();
	script.block = true;
	atomic_store(&reaped, 0);
	atomic_store(&none_left, 0);
	atomic_store(&over, 0);
	atomic_store(&interrupted, 0);
	atomic_store(&begun, 0);
	for (size_t i = 0; i < THREADS; i++)
		transfers[i] = (struct cusb_transfer){
			.bEndpointAddress = 0x81, .data = &data[i], .length = 1};
}

static void *reap_one(void *timeout_ms)
{
	struct cusb_transfer *transfer;
	int err;

	atomic_fetch_add(&begun, 1);
	err = cusb_reap(dev, *(int *)timeout_ms, &transfer);
	if (err == 0)
		atomic_fetch_add(&reaped, 1);
	else if (err == -ENODATA)
		atomic_fetch_add(&none_left, 1);
	else if (err == -ETIMEDOUT)
		atomic_fetch_add(&over, 1);
	else if (err == -EINTR)
		atomic_fetch_add(&interrupted, 1);
	return NULL;
}

static void reap_in_threads(size_t in_flight, void (*meanwhile)(void))
{
	pthread_t threads[THREADS];
	int timeout_ms = CUSB_NO_TIMEOUT;

	for (size_t i = 0; i < in_flight; i++)
		ck_assert_int_eq(cusb_submit(dev, &transfers[i]), 0);
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, reap_one, &timeout_ms), 0);
	while (atomic_load(&begun) < THREADS)
		continue;
	meanwhile();
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	ck_assert_uint_eq(cusb_in_flight(dev), 0);
}

static void cancel_all(void)
{
	cusb_cancel_all(dev, 0x81);
}

static void close_device(void)
{
	cusb_close(dev);
}

static void (*const ends[])(void) = {script_unblock, cancel_all, close_device};

FIXTURE(begin, core_end)

CASE_PER_ROW(each_thread_gets_one, ends)
{
	reap_in_threads(THREADS, ends[_i]);
	ck_assert_uint_eq(atomic_load(&reaped), THREADS);
}

CASE_PER_ROW(those_that_get_none_are_told_so, ends)
{
	reap_in_threads(1, ends[_i]);
	ck_assert_uint_eq(atomic_load(&reaped), 1);
	ck_assert_uint_eq(atomic_load(&none_left), THREADS - 1);
}

static void *read_one(void *result)
{
	uint8_t byte;

	*(ssize_t *)result = cusb_read(dev, 0x82, &byte, 1, CUSB_NO_TIMEOUT);
	return NULL;
}

/* It waits in the backend for them, and goes on doing so. */
CASE(those_that_get_none_are_told_so_while_a_sync_call_waits)
{
	pthread_t reader;
	ssize_t result = -1;

	ck_assert_int_eq(pthread_create(&reader, NULL, read_one, &result), 0);
	script_wait_inside(1);
	reap_in_threads(1, cancel_all);
	ck_assert_uint_eq(atomic_load(&reaped), 1);
	ck_assert_uint_eq(atomic_load(&none_left), THREADS - 1);
	script_unblock();
	pthread_join(reader, NULL);
	ck_assert_int_eq(result, 1);
}

static size_t sleeping_reapers(void)
{
	struct device *device = device_of(dev);
	size_t count = 0;

	quick_lock_take(&device->lock);
	for (struct waiter *w = device->session->reapers.first; w; w = w->next)
		count++;
	quick_lock_give(&device->lock);
	return count;
}

static void start_to_reap(pthread_t *thread, int *timeout_ms, size_t sleeping)
{
	ck_assert_int_eq(pthread_create(thread, NULL, reap_one, timeout_ms), 0);
	while (sleeping_reapers() + atomic_load(&over) < sleeping)
		sched_yield();
}

/*
 * The sync call that waits in the backend does not know the deadline, and the thread that was told
 * of it is the one whose time is over sooner. On a slow machine it may be over too soon to tell.
 */
CASE(deadline_is_kept_by_another_thread_when_one_that_knows_it_leaves)
{
	int short_ms = 200, endless = CUSB_NO_TIMEOUT;
	pthread_t reader, first, second;
	ssize_t result = -1;

	ck_assert_int_eq(pthread_create(&reader, NULL, read_one, &result), 0);
	script_wait_inside(1);
	ck_assert_int_eq(cusb_submit(dev, &transfers[0]), 0);
	start_to_reap(&first, &short_ms, 1);
	start_to_reap(&second, &endless, 2);
	transfers[1].timeout_ms = 500;
	ck_assert_int_eq(cusb_submit(dev, &transfers[1]), 0);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	ck_assert_int_eq(transfers[1].status, -ETIMEDOUT);
	script_unblock();
	pthread_join(reader, NULL);
	reap_one(&endless);
	ck_assert_uint_eq(atomic_load(&reaped), 2);
}

static void on_signal(int number)
{
	(void)number;
}

/* One signal may come between the look at the transfers and the sleep; so there are many. */
static void interrupt_until(pthread_t thread, unsigned int count)
{
	for (int i = 0; i < 5000 && atomic_load(&interrupted) < count; i++) {
		pthread_kill(thread, SIGUSR1);
		usleep(1000);
	}
}

static const struct {
	int flags;
	int timeout_ms;
} interruptions[] = {
	{0, CUSB_NO_TIMEOUT},
	{0, INT_MAX},
	{SA_RESTART, CUSB_NO_TIMEOUT},
	{SA_RESTART, INT_MAX},
};

/* A sync call waits in the backend, for two threads in cusb_reap() too: both sleep. */
CASE_PER_ROW(handler_ends_the_wait_of_its_own_thread, interruptions)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = interruptions[_i].flags};
	int timeout_ms = interruptions[_i].timeout_ms;
	pthread_t reader, first, second;
	ssize_t result = -1;

	sigaction(SIGUSR1, &action, NULL);
	ck_assert_int_eq(pthread_create(&reader, NULL, read_one, &result), 0);
	script_wait_inside(1);
	ck_assert_int_eq(cusb_submit(dev, &transfers[0]), 0);
	start_to_reap(&first, &timeout_ms, 1);
	start_to_reap(&second, &timeout_ms, 2);
	interrupt_until(second, 1);
	ck_assert_uint_eq(atomic_load(&interrupted), 1);
	ck_assert_uint_eq(sleeping_reapers(), 1);
	pthread_kill(reader, SIGUSR1);
	script_unblock();
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	pthread_join(reader, NULL);
	ck_assert_uint_eq(atomic_load(&reaped), 1);
	ck_assert_int_eq(result, 1);
}

/*
 * The first thread was told of the deadline. A machine so slow that it is over before the signal
 * lets the first thread reap it.
 */
CASE(deadline_is_kept_by_another_thread_when_a_handler_ends_the_wait_of_one_that_knows_it)
{
	struct sigaction action = {.sa_handler = on_signal};
	int endless = CUSB_NO_TIMEOUT;
	pthread_t reader, first, second;
	ssize_t result = -1;

	sigaction(SIGUSR1, &action, NULL);
	ck_assert_int_eq(pthread_create(&reader, NULL, read_one, &result), 0);
	script_wait_inside(1);
	ck_assert_int_eq(cusb_submit(dev, &transfers[0]), 0);
	start_to_reap(&first, &endless, 1);
	start_to_reap(&second, &endless, 2);
	transfers[1].timeout_ms = 500;
	ck_assert_int_eq(cusb_submit(dev, &transfers[1]), 0);
	interrupt_until(first, 1);
	while (atomic_load(&reaped) == 0)
		usleep(1000);
	ck_assert_int_eq(transfers[1].status, -ETIMEDOUT);
	script_unblock();
	pthread_join(reader, NULL);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	while (cusb_in_flight(dev) > 0)
		reap_one(&endless);
	ck_assert_uint_eq(atomic_load(&reaped), 2);
}

#define CALL_MS 1000000

static void *read_with_limit(void *result)
{
	uint8_t byte;

	*(ssize_t *)result = cusb_read(dev, 0x81, &byte, 1, CALL_MS);
	return NULL;
}

static bool a_call_sleeps(void)
{
	struct device *device = device_of(dev);
	bool any;

	quick_lock_take(&device->lock);
	any = device->session->callers.first;
	quick_lock_give(&device->lock);
	return any;
}

/* The call that cannot wait in the backend has its deadline among those of the queue. */
/* A backend whose reap() has the cancelled transfer, and the sync call's, without the descriptor.
 */
static int discard_at_hand(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	script_queue.discard(handle, transfer);
	script.block = false;
	return 1;
}

static int reap_both(struct cusb_handle *handle, struct cusb_transfer **transfer)
{
	int err = script_queue.reap(handle, transfer);

	return err == 0 && *transfer == &transfers[0] ? 1 : err;
}

static void *cancel_first(void *unused)
{
	(void)unused;
	ck_assert_int_eq(cusb_cancel(dev, &transfers[0]), 0);
	return NULL;
}

static int waited;

static int wait_while_another_cancels(struct cusb_handle *handle, struct timespec *remaining)
{
	pthread_t thread;

	(void)handle;
	if (waited == -ETIMEDOUT)
		*remaining = (struct timespec){0, 0};
	ck_assert_int_eq(pthread_create(&thread, NULL, cancel_first, NULL), 0);
	pthread_join(thread, NULL);
	return waited;
}

static const int waits[] = {-EINTR, -ETIMEDOUT};

CASE_PER_ROW(sync_transfer_that_another_thread_took_back_is_over, waits)
{
	struct cusb_queue_operations queue = script_queue;
	struct cusb_transfer *back;
	uint8_t byte;

	queue.wait = wait_while_another_cancels;
	queue.reap = reap_both;
	queue.discard = discard_at_hand;
	script.backend.queue = &queue;
	waited = waits[_i];
	ck_assert_int_eq(cusb_submit(dev, &transfers[0]), 0);
	script_calls();
	ck_assert_int_eq(cusb_read(dev, 0x82, &byte, 1, 1000), 1);
	expect_calls("transfer 82 interrupt 1 1000, discard 81");
	ck_assert_ptr_null(device_of(dev)->session->deadlines);
	ck_assert_int_eq(cusb_reap(dev, CUSB_DONT_WAIT, &back), 0);
	ck_assert_int_eq(back->status, -ECANCELED);
	cusb_close(dev);
}

CASE(poll_timeout_leaves_out_the_limits_of_sync_calls)
{
	pthread_t leader, follower;
	ssize_t results[2] = {-1, -1};
	int endless = CUSB_NO_TIMEOUT;

	ck_assert_int_eq(pthread_create(&leader, NULL, read_one, &results[0]), 0);
	script_wait_inside(1);
	ck_assert_int_eq(pthread_create(&follower, NULL, read_with_limit, &results[1]), 0);
	while (!a_call_sleeps())
		sched_yield();
	ck_assert_int_eq(cusb_poll_timeout(dev), -1);
	transfers[0].timeout_ms = 3 * CALL_MS;
	transfers[1].timeout_ms = 2 * CALL_MS;
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(cusb_submit(dev, &transfers[i]), 0);
	ck_assert_int_gt(cusb_poll_timeout(dev), CALL_MS);
	ck_assert_int_le(cusb_poll_timeout(dev), 2 * CALL_MS);
	script_unblock();
	pthread_join(leader, NULL);
	pthread_join(follower, NULL);
	for (size_t i = 0; i < 3; i++)
		reap_one(&endless);
	ck_assert_uint_eq(atomic_load(&reaped), 3);
}

static bool is_polling(void)
{
	struct device *device = device_of(dev);
	bool polling;

	quick_lock_take(&device->lock);
	polling = device->session->polling;
	quick_lock_give(&device->lock);
	return polling;
}

static size_t waiting_in_closed_session(void)
{
	struct device *device = device_of(dev);
	size_t count;

	quick_lock_take(&device->lock);
	count = device->closing ? device->closing->waiting : 0;
	quick_lock_give(&device->lock);
	return count;
}

/* Both wait for the transfer of the closed session; afterwards one goes on to the open session. */
CASE(reapers_go_on_from_a_closed_session_to_the_open_one)
{
	pthread_t first, second;
	int endless = CUSB_NO_TIMEOUT;

	script.stubborn = true;
	ck_assert_int_eq(cusb_submit(dev, &transfers[0]), 0);
	ck_assert_int_eq(pthread_create(&first, NULL, reap_one, &endless), 0);
	script_wait_inside(1);
	while (!is_polling())
		sched_yield();
	cusb_close(dev);
	ck_assert_int_eq(cusb_submit(dev, &transfers[1]), 0);
	ck_assert_int_eq(pthread_create(&second, NULL, reap_one, &endless), 0);
	while (waiting_in_closed_session() < 2)
		sched_yield();
	script_unblock();
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	ck_assert_uint_eq(atomic_load(&reaped), 2);
	ck_assert_uint_eq(cusb_in_flight(dev), 0);
}
