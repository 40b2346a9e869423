/* SPDX-License-Identifier: MIT */
/*
 * Eight threads that read, write, request, queue, cancel and dispose on one device, which is
 * unplugged and plugged in again under them. Each transfer that was submitted is reaped once.
 */
#define CASES_SHARE 1

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "queue_case.h"

#define PER_THREAD 8

static struct cusb_device *device;
static atomic_bool over;
static atomic_uint submitted, reaped, made_sync;

/* Errors that a device may end anything with that is closed, left, or used by somebody else. */
static void check_result(ssize_t result)
{
	static const int allowed[] = {-ENODEV, -ECANCELED, -ETIMEDOUT, -ENOENT,
				      -EPIPE,  -EBUSY,	   -EPROTO,    -EHOSTUNREACH};

	for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		if (result == allowed[i])
			return;
	if (result < 0)
		CHECK_OK(result);
}

static void *sync_work(void *data)
{
	char buffer[600] = "";
	size_t i = 0;

	(void)data;
	while (!atomic_load(&over)) {
		check_result(cusb_write(device, 0x01, buffer, i++ % 600, 100));
		check_result(cusb_read(device, 0x81, buffer, 512, 2));
		check_result(cusb_ctrl_transfer(device, 0xc0, 1, 0, 0, buffer, 64, 100));
		check_result(cusb_ctrl_transfer(device, 0xc0, 1, 0, 0, buffer, 64, 0));
		atomic_fetch_add(&made_sync, 1);
	}
	return NULL;
}

static void called(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	(void)dev;
	check_result(transfer->status);
	/* Idle from now on; its thread may submit it again. */
	atomic_fetch_add(&reaped, 1);
	atomic_store((atomic_bool *)transfer->user, false);
}

static void *queue_work(void *data)
{
	struct cusb_transfer *transfers[PER_THREAD];
	atomic_bool busy[PER_THREAD];
	struct cusb_transfer *none;

	(void)data;
	for (unsigned int i = 0; i < PER_THREAD; i++) {
		transfers[i] = transfer_begin(i % 2 ? 0x82 : 0x02, 64, i);
		transfers[i]->timeout_ms = i % 3 ? 0 : 3;
		transfers[i]->complete = called;
		transfers[i]->user = &busy[i];
		atomic_init(&busy[i], false);
	}
	while (!atomic_load(&over)) {
		for (unsigned int i = 0; i < PER_THREAD; i++) {
			int err;

			if (atomic_load(&busy[i])) {
				/* Nobody else submits or frees it. */
				cusb_cancel(device, transfers[i]);
				continue;
			}
			atomic_store(&busy[i], true);
			err = cusb_submit(device, transfers[i]);
			check_result(err);
			atomic_fetch_add(&submitted, err == 0);
			if (err < 0)
				atomic_store(&busy[i], false);
		}
		cusb_reap(device, 1, &none);
	}
	for (unsigned int i = 0; i < PER_THREAD; i++)
		while (atomic_load(&busy[i])) {
			cusb_cancel(device, transfers[i]);
			cusb_reap(device, 1, &none);
		}
	for (unsigned int i = 0; i < PER_THREAD; i++)
		transfer_end(transfers[i]);
	return NULL;
}

static void *dispose_work(void *data)
{
	(void)data;
	while (!atomic_load(&over)) {
		sleep_ms(2);
		cusb_cancel_all(device, 0x81);
		sleep_ms(1);
		cusb_dispose_resources(device);
	}
	return NULL;
}

static void *release_work(void *data)
{
	(void)data;
	while (!atomic_load(&over)) {
		sleep_ms(1);
		check_result(cusb_release_interface(device, 0));
		check_result(cusb_claim_interface(device, 0));
	}
	return NULL;
}

CASE_EXCEPT(eight_threads_while_the_device_comes_and_goes, WORLD_KERNEL,
	    "vhci_hcd loses URBs that are unlinked while it disconnects; see tests/stress")
{
	static void *(*const work[8])(void *) = {sync_work,    sync_work,   sync_work,
						 queue_work,   queue_work,  queue_work,
						 dispose_work, release_work};
	unsigned int begun;
	int rounds = 20;

	for (int round = 0; round < rounds; round++) {
		const char *name = world_plug("loopback");
		pthread_t threads[8];

		device = find_name(name);
		atomic_store(&over, false);
		for (size_t i = 0; i < 8; i++)
			CHECK_OK(pthread_create(&threads[i], NULL, work[i], NULL));
		begun = atomic_load(&submitted);
		do
			sleep_ms(30);
		while (atomic_load(&submitted) == begun);
		world_unplug(name);
		sleep_ms(5);
		atomic_store(&over, true);
		for (size_t i = 0; i < 8; i++)
			CHECK_OK(pthread_join(threads[i], NULL));
		check_none_left(device);
		CHECK_INT(atomic_load(&reaped), atomic_load(&submitted));
		cusb_device_free(device);
	}
	CHECK(atomic_load(&submitted) > 0);
	CHECK(atomic_load(&made_sync) > 0);
}
