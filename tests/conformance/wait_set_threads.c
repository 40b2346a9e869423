/* SPDX-License-Identifier: MIT */
/* A wait for many devices while other threads use them, or change the set. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "wait_case.h"

struct waiting_thread {
	pthread_t thread;
	struct cusb_wait_set *set;
	struct cusb_wait_item item;
	int err;
};

static void *wait_for_one(void *data)
{
	struct waiting_thread *waiting = data;

	waiting->err = cusb_wait_set_next(waiting->set, GUARD_MS, &waiting->item);
	return NULL;
}

/* It has probably begun to sleep when this returns. */
static void thread_begin(struct waiting_thread *waiting, struct cusb_wait_set *set)
{
	waiting->set = set;
	CHECK_OK(pthread_create(&waiting->thread, NULL, wait_for_one, waiting));
	sleep_ms(20);
}

static struct cusb_wait_item thread_end(struct waiting_thread *waiting)
{
	CHECK_OK(pthread_join(waiting->thread, NULL));
	CHECK_OK(waiting->err);
	return waiting->item;
}

CASE(a_waiting_thread_is_woken)
{
	struct cusb_wait_set *set = wait_begin();
	struct waiting_thread waiting;

	thread_begin(&waiting, set);
	cusb_wait_set_wake(set);
	CHECK_INT(thread_end(&waiting).kind, CUSB_WAIT_WOKEN);
	CHECK_INT(wait_count_left(set), 0);
	cusb_wait_set_free(set);
}

CASE(each_wake_up_ends_the_wait_of_one_thread)
{
	struct cusb_wait_set *set = wait_begin();
	struct waiting_thread waiting[3];

	for (int i = 0; i < 3; i++)
		thread_begin(&waiting[i], set);
	for (int i = 0; i < 3; i++) {
		cusb_wait_set_wake(set);
		sleep_ms(20);
	}
	/* On a slow machine two of them may have counted as one. */
	for (int i = 0; i < 3; i++) {
		while (pthread_tryjoin_np(waiting[i].thread, NULL) == EBUSY) {
			cusb_wait_set_wake(set);
			sleep_ms(1);
		}
		CHECK_OK(waiting[i].err);
		CHECK_INT(waiting[i].item.kind, CUSB_WAIT_WOKEN);
	}
	cusb_wait_set_free(set);
}

CASE(a_device_that_is_added_meanwhile_is_told)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *out = submit(dev, 0x01, 64, 0);
	struct waiting_thread waiting;

	await_device(dev);
	thread_begin(&waiting, set);
	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	CHECK(thread_end(&waiting).dev == dev);
	CHECK(reap(dev) == out);
	cusb_wait_set_free(set);
	transfer_end(out);
	cusb_device_free(dev);
}

CASE(a_device_that_is_opened_meanwhile_is_told)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct waiting_thread waiting;
	struct cusb_transfer *out;

	cusb_close(dev);
	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	thread_begin(&waiting, set);
	out = submit(dev, 0x01, 64, 0);
	CHECK(thread_end(&waiting).dev == dev);
	CHECK(reap(dev) == out);
	cusb_wait_set_free(set);
	transfer_end(out);
	cusb_device_free(dev);
}

CASE(a_device_that_is_removed_meanwhile_is_not_told)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0);
	struct waiting_thread waiting;
	int fds[2];

	CHECK_OK(pipe(fds));
	CHECK_OK(cusb_wait_set_add_fd(set, fds[0], POLLIN, NULL));
	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	thread_begin(&waiting, set);
	CHECK_OK(cusb_wait_set_remove_device(set, dev));
	CHECK_OK(cusb_wait_set_remove_fd(set, fds[0]));
	CHECK_INT(write(fds[1], "x", 1), 1);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK(reap(dev) == in);
	cusb_wait_set_wake(set);
	CHECK_INT(thread_end(&waiting).kind, CUSB_WAIT_WOKEN);
	cusb_wait_set_free(set);
	transfer_end(in);
	cusb_device_free(dev);
	CHECK_OK(close(fds[0]));
	CHECK_OK(close(fds[1]));
}

/* Closing cancels the transfers. Nothing shows at the descriptor, which is closed, too. */
CASE(a_device_that_is_closed_meanwhile_is_told)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug("nak");
	struct cusb_transfer *in;
	struct waiting_thread waiting;

	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	in = submit(dev, 0x81, 512, 0);
	thread_begin(&waiting, set);
	cusb_close(dev);
	CHECK(thread_end(&waiting).dev == dev);
	CHECK(reap(dev) == in);
	CHECK_INT(in->status, -ECANCELED);
	cusb_wait_set_free(set);
	transfer_end(in);
	cusb_device_free(dev);
}

/* The thread sleeps without a limit at first. */
CASE(a_timeout_that_begins_meanwhile_is_kept)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug("nak");
	struct cusb_transfer *in = transfer_begin(0x81, 512, 0);
	struct waiting_thread waiting;

	CHECK_OK(cusb_open(dev));
	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	thread_begin(&waiting, set);
	in->timeout_ms = 20;
	CHECK_OK(cusb_submit(dev, in));
	CHECK(thread_end(&waiting).dev == dev);
	CHECK(reap(dev) == in);
	CHECK_INT(in->status, -ETIMEDOUT);
	cusb_wait_set_free(set);
	transfer_end(in);
	cusb_device_free(dev);
}

struct reader {
	pthread_t thread;
	struct cusb_device *dev;
	ssize_t result;
};

static void *read_interrupt(void *data)
{
	struct reader *reader = data;
	char byte;

	reader->result = cusb_read(reader->dev, 0x82, &byte, 1, GUARD_MS);
	return NULL;
}

static void reader_begin(struct reader *reader, struct cusb_device *dev)
{
	reader->dev = dev;
	CHECK_OK(pthread_create(&reader->thread, NULL, read_interrupt, reader));
	sleep_ms(20);
}

static void reader_end(struct reader *reader)
{
	CHECK_INT(cusb_write(reader->dev, 0x02, "x", 1, GUARD_MS), 1);
	CHECK_OK(pthread_join(reader->thread, NULL));
	CHECK_INT(reader->result, 1);
}

/* The thread of the sync call waits in the kernel for all transfers, and takes them from there. */
CASE(a_transfer_that_a_sync_call_took_is_told)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback(), *told = NULL;
	struct reader reader;

	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	reader_begin(&reader, dev);
	for (int i = 0; i < 20; i++) {
		struct cusb_transfer *in = submit(dev, 0x81, 512, 0);

		CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
		CHECK(wait_reap(set, &told) == in);
		CHECK(told == dev);
		transfer_end(in);
	}
	reader_end(&reader);
	wait_expect_quiet(set, dev);
	cusb_wait_set_free(set);
	cusb_device_free(dev);
}

/*
 * While the sync call waits, cusb_reap() must not look. The sync call ends with its own transfer,
 * and may leave the other one in the kernel.
 */
CASE(a_transfer_that_a_sync_call_left_is_told)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	for (int i = 0; i < 20; i++) {
		struct cusb_transfer *in = submit(dev, 0x81, 512, 0), *out;
		struct reader reader;

		reader_begin(&reader, dev);
		out = submit(dev, 0x01, 64, 0);
		for (int left = 2; left > 0; left--) {
			struct cusb_transfer *reaped = wait_reap(set, NULL);

			CHECK(reaped == in || reaped == out);
			if (left == 2)
				reader_end(&reader);
		}
		transfer_end(in);
		transfer_end(out);
	}
	cusb_wait_set_free(set);
	cusb_device_free(dev);
}

CASE(several_threads_get_an_item_each)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *devs[3];
	struct cusb_transfer *in[3];
	struct waiting_thread waiting[3];

	for (int i = 0; i < 3; i++) {
		devs[i] = plug("loopback");
		in[i] = submit(devs[i], 0x81, 512, 0);
		CHECK_OK(cusb_wait_set_add_device(set, devs[i], NULL));
	}
	for (int i = 0; i < 3; i++)
		thread_begin(&waiting[i], set);
	for (int i = 0; i < 3; i++) {
		struct cusb_transfer *out = submit(devs[i], 0x01, 64, 0);

		while (cusb_in_flight(devs[i]) > 0) {
			struct cusb_transfer *reaped = reap(devs[i]);

			CHECK(reaped == in[i] || reaped == out);
			transfer_end(reaped);
		}
	}
	for (int i = 0; i < 3; i++)
		CHECK_INT(thread_end(&waiting[i]).kind, CUSB_WAIT_DEVICE);
	cusb_wait_set_free(set);
	for (int i = 0; i < 3; i++)
		cusb_device_free(devs[i]);
}
