/* SPDX-License-Identifier: MIT */
/* The queue and sync calls of several threads on one device. */
#define CASES_SHARE 1

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "queue_case.h"

static struct cusb_device *device;
static atomic_int reaped_count;
static atomic_bool over;

static void *reap_until_over(void *data)
{
	struct cusb_transfer *transfer;

	(void)data;
	while (!atomic_load(&over) || cusb_in_flight(device) > 0) {
		int err = cusb_reap(device, 20, &transfer);

		CHECK(err == 0 || err == -ENODATA || err == -ETIMEDOUT);
		if (err == 0)
			atomic_fetch_add(&reaped_count, 1);
		else if (err == -ENODATA)
			sleep_ms(1);
	}
	return NULL;
}

static void *transfer_often(void *data)
{
	(void)data;
	for (size_t i = 0; i < 30; i++)
		check_loopback(device, 0x02, 0x82, i + 1);
	return NULL;
}

CASE(reaping_threads_and_sync_threads_at_once)
{
	pthread_t threads[5];
	struct cusb_transfer *out[60];

	device = plug_loopback();
	for (size_t i = 0; i < 4; i++)
		CHECK_OK(pthread_create(&threads[i], NULL, reap_until_over, NULL));
	CHECK_OK(pthread_create(&threads[4], NULL, transfer_often, NULL));
	for (unsigned int i = 0; i < 60; i++) {
		out[i] = submit(device, 0x01, 100, i);
		if (i % 16 == 0)
			sleep_ms(1);
	}
	CHECK_OK(pthread_join(threads[4], NULL));
	atomic_store(&over, true);
	for (size_t i = 0; i < 4; i++)
		CHECK_OK(pthread_join(threads[i], NULL));
	CHECK_INT(atomic_load(&reaped_count), 60);
	check_none_left(device);
	for (size_t i = 0; i < 60; i++)
		transfer_end(out[i]);
	cusb_device_free(device);
}

static void *reap_one(void *data)
{
	int *result = data;
	struct cusb_transfer *transfer;

	*result = cusb_reap(device, CUSB_NO_TIMEOUT, &transfer);
	return NULL;
}

/* Two wait for the only one. */
CASE(a_thread_that_reaps_in_vain_is_told)
{
	pthread_t threads[2];
	struct cusb_transfer *in;
	int results[2];

	device = plug_loopback();
	in = submit(device, 0x81, 512, 0);
	for (size_t i = 0; i < 2; i++)
		CHECK_OK(pthread_create(&threads[i], NULL, reap_one, &results[i]));
	sleep_ms(patience(20));
	CHECK_INT(cusb_write(device, 0x01, "x", 1, GUARD_MS), 1);
	for (size_t i = 0; i < 2; i++)
		CHECK_OK(pthread_join(threads[i], NULL));
	CHECK_INT(results[0] + results[1], -ENODATA);
	transfer_end(in);
	cusb_device_free(device);
}

static void *read_interrupt(void *data)
{
	char buffer[64];

	(void)data;
	CHECK_INT(cusb_read(device, 0x82, buffer, sizeof buffer, CUSB_NO_TIMEOUT), 4);
	return NULL;
}

/* The same while the thread that polls for all goes on waiting for something else. */
CASE(a_thread_that_reaps_in_vain_is_told_while_another_polls)
{
	pthread_t reader, threads[2];
	struct cusb_transfer *in;
	int results[2];

	device = plug_loopback();
	CHECK_OK(cusb_claim_interface(device, 0));
	CHECK_OK(pthread_create(&reader, NULL, read_interrupt, NULL));
	sleep_ms(patience(20));
	in = submit(device, 0x81, 512, 0);
	for (size_t i = 0; i < 2; i++)
		CHECK_OK(pthread_create(&threads[i], NULL, reap_one, &results[i]));
	sleep_ms(patience(20));
	CHECK_INT(cusb_write(device, 0x01, "x", 1, GUARD_MS), 1);
	for (size_t i = 0; i < 2; i++)
		CHECK_OK(pthread_join(threads[i], NULL));
	CHECK_INT(results[0] + results[1], -ENODATA);
	CHECK_INT(cusb_write(device, 0x02, "done", 4, GUARD_MS), 4);
	CHECK_OK(pthread_join(reader, NULL));
	transfer_end(in);
	cusb_device_free(device);
}

/* The one that waits has no time limit of its own, and began before the other was submitted. */
CASE(a_time_limit_set_while_another_thread_waits)
{
	pthread_t thread;
	struct cusb_transfer *in, *late;
	int result;

	device = plug("nak");
	in = submit(device, 0x81, 512, 0);
	late = transfer_begin(0x81, 512, 0);
	late->timeout_ms = 20;
	CHECK_OK(pthread_create(&thread, NULL, reap_one, &result));
	sleep_ms(30);
	CHECK_OK(cusb_submit(device, late));
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_OK(result);
	CHECK_INT(late->status, -ETIMEDOUT);
	CHECK_OK(cusb_cancel(device, in));
	CHECK_REAPED(device, in, -ECANCELED, 0);
	transfer_end(in);
	transfer_end(late);
	cusb_device_free(device);
}

CASE(closing_while_a_thread_reaps)
{
	pthread_t thread;
	struct cusb_transfer *in[3];
	int result;

	device = plug("nak");
	for (size_t i = 0; i < 3; i++)
		in[i] = submit(device, 0x81, 512, 0);
	CHECK_OK(pthread_create(&thread, NULL, reap_one, &result));
	sleep_ms(patience(20));
	cusb_close(device);
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_OK(result);
	CHECK_INT(cusb_in_flight(device), 2);
	for (size_t i = 0; i < 2; i++)
		CHECK_INT(reap(device)->status, -ECANCELED);
	check_none_left(device);
	for (size_t i = 0; i < 3; i++)
		transfer_end(in[i]);
	cusb_device_free(device);
}

/* Closed while a sync call is inside: what it leaves behind is still to be reaped at once. */
CASE(closing_while_a_sync_call_runs)
{
	pthread_t thread;
	struct cusb_transfer *in;

	device = plug("nak");
	in = submit(device, 0x81, 512, 0);
	atomic_store(&over, false);
	CHECK_OK(pthread_create(&thread, NULL, reap_until_over, NULL));
	sleep_ms(patience(5));
	cusb_close(device);
	CHECK_OK(cusb_open(device));
	atomic_store(&over, true);
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_INT(atomic_load(&reaped_count), 1);
	CHECK_INT(in->status, -ECANCELED);
	transfer_end(in);
	cusb_device_free(device);
}

static void *transfer_blocked(void *data)
{
	struct cusb_transfer *transfer = data;

	cusb_transfer_run(device, transfer);
	return NULL;
}

CASE(cancelling_a_sync_transfer_of_another_thread)
{
	pthread_t thread;
	struct cusb_transfer *in = transfer_begin(0x81, 512, 0);

	device = plug("nak");
	for (int all = 0; all < 2; all++) {
		int cancelled = 0;

		CHECK_OK(pthread_create(&thread, NULL, transfer_blocked, in));
		while (cancelled == 0) { /* it may not have begun */
			sleep_ms(5);
			cancelled =
				all ? cusb_cancel_all(device, 0x81) : cusb_cancel(device, in) == 0;
		}
		if (!all)
			while (cusb_cancel_all(device, 0x81) > 0)
				sleep_ms(1);
		CHECK_OK(pthread_join(thread, NULL));
		CHECK_INT(in->status, -ECANCELED);
	}
	check_none_left(device);
	transfer_end(in);
	cusb_device_free(device);
}

static void *read_two_bytes(void *data)
{
	ssize_t *result = data;
	uint8_t bytes[2];

	*result = cusb_read(device, 0x81, bytes, sizeof bytes, CUSB_NO_TIMEOUT);
	return NULL;
}

/* Its transfer is on its stack, and it waits for the other threads too. */
CASE(a_thread_that_is_cancelled_ends_after_its_transfer)
{
	const uint8_t bytes[2] = {1, 2};
	pthread_t thread;
	ssize_t result = -1;

	device = plug_loopback();
	check_loopback(device, 0x01, 0x81, 10);
	CHECK_OK(pthread_create(&thread, NULL, read_two_bytes, &result));
	sleep_ms(30);
	CHECK_OK(pthread_cancel(thread));
	sleep_ms(5);
	CHECK_INT(cusb_write(device, 0x01, bytes, sizeof bytes, 0), 2);
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_INT(result, 2);
	check_loopback(device, 0x02, 0x82, 10);
	cusb_device_free(device);
}
