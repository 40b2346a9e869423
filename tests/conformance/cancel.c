/* SPDX-License-Identifier: MIT */
/* A device closed or disposed of while other threads use it. */
#define CASES_SHARE 1

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

#include "world.h"

struct job {
	struct cusb_device *dev;
	unsigned int out, in;
	ssize_t result;
	atomic_bool done;
};

static void *read_one(void *data)
{
	struct job *job = data;
	char buffer[512];

	job->result = cusb_read(job->dev, job->in, buffer, sizeof buffer, CUSB_NO_TIMEOUT);
	atomic_store(&job->done, true);
	return NULL;
}

/* Ends a blocked read by `end`, again and again: it may not have begun at the first. */
static void check_cancelled(void (*end)(struct cusb_device *))
{
	struct cusb_device *dev = plug("nak");
	struct job jobs[2] = {{.dev = dev, .in = 0x81}, {.dev = dev, .in = 0x82}};
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		CHECK_OK(pthread_create(&threads[i], NULL, read_one, &jobs[i]));
	while (!atomic_load(&jobs[0].done) || !atomic_load(&jobs[1].done)) {
		sleep_ms(10);
		end(dev);
	}
	for (int i = 0; i < 2; i++) {
		CHECK_OK(pthread_join(threads[i], NULL));
		CHECK_INT(jobs[i].result, -ECANCELED);
	}
	end(dev);
	CHECK(!cusb_is_open(dev));
	CHECK_INT(cusb_get_configuration(dev), 1);
	cusb_device_free(dev);
}

CASE(closing_cancels_a_blocked_read)
{
	check_cancelled(cusb_close);
}

CASE(disposing_cancels_a_blocked_read)
{
	check_cancelled(cusb_dispose_resources);
}

static void *control_one(void *data)
{
	struct job *job = data;
	char buffer[64];

	job->result =
		cusb_ctrl_transfer(job->dev, 0xc0, 1, 0, 0, buffer, sizeof buffer, CUSB_NO_TIMEOUT);
	atomic_store(&job->done, true);
	return NULL;
}

/* One with a timeout is waited for: the kernel has no means of ending it. */
CASE(closing_cancels_a_blocked_control_transfer)
{
	struct cusb_device *dev = plug("nak");
	struct job job = {.dev = dev};
	pthread_t thread;

	CHECK_OK(pthread_create(&thread, NULL, control_one, &job));
	while (!atomic_load(&job.done)) {
		sleep_ms(10);
		cusb_close(dev);
	}
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_INT(job.result, -ECANCELED);
	cusb_device_free(dev);
}

static void *control_in_time(void *data)
{
	struct job *job = data;
	char buffer[64];

	job->result = cusb_ctrl_transfer(job->dev, 0xc0, 1, 0, 0, buffer, sizeof buffer, 300);
	atomic_store(&job->done, true);
	return NULL;
}

CASE(closing_during_a_control_transfer_with_a_timeout)
{
	struct cusb_device *dev = plug("nak");
	struct job job = {.dev = dev};
	pthread_t thread;

	CHECK_OK(cusb_open(dev));
	CHECK_OK(pthread_create(&thread, NULL, control_in_time, &job));
	sleep_ms(50);
	cusb_close(dev);
	CHECK_INT(cusb_get_configuration(dev), 1); /* the object is usable at once */
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_EITHER(job.result, -ETIMEDOUT, -ECANCELED);
	cusb_device_free(dev);
}

static void *write_one(void *data)
{
	struct job *job = data;
	static char buffer[1024 * 1024];

	job->result = cusb_write(job->dev, job->out, buffer, sizeof buffer, CUSB_NO_TIMEOUT);
	atomic_store(&job->done, true);
	return NULL;
}

CASE(closing_cancels_a_blocked_large_write)
{
	struct cusb_device *dev = plug("nak");
	struct job job = {.dev = dev, .out = 0x01};
	pthread_t thread;

	CHECK_OK(pthread_create(&thread, NULL, write_one, &job));
	while (!atomic_load(&job.done)) {
		sleep_ms(10);
		cusb_close(dev);
	}
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_INT(job.result, -ECANCELED);
	cusb_device_free(dev);
}

static void *close_often(void *data)
{
	struct job *job = data;

	while (!atomic_load(&job->done)) {
		cusb_close(job->dev);
		sleep_ms(1);
	}
	return NULL;
}

/* Every call ends well or as cancelled, and the device works when it is over. */
CASE(closing_at_random_while_others_transfer)
{
	struct cusb_device *dev = plug_loopback();
	struct job closer = {.dev = dev};
	pthread_t thread;
	char buffer[512] = "";
	ssize_t n;

	CHECK_OK(pthread_create(&thread, NULL, close_often, &closer));
	for (int i = 0; i < 300; i++) {
		n = cusb_write(dev, 0x01, buffer, 512, GUARD_MS);
		CHECK_EITHER(n, 512, -ECANCELED);
		n = cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 64, GUARD_MS);
		CHECK_EITHER(n, 0, -ECANCELED);
		n = cusb_claim_interface(dev, 1);
		CHECK_EITHER(n, 0, -ECANCELED);
	}
	atomic_store(&closer.done, true);
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_OK(cusb_set_configuration(dev, 1));
	check_loopback(dev, 0x01, 0x81, 600);
	cusb_device_free(dev);
}
