/* SPDX-License-Identifier: MIT */
/* One device used by several threads, and taken from under them. */
#define CASES_SHARE 1

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "world.h"

#define ROUNDS 50

struct job {
	struct cusb_device *dev;
	unsigned int out, in;
	ssize_t result;
	atomic_bool done;
};

static void *loop_back(void *data)
{
	struct job *job = data;

	for (size_t i = 0; i < ROUNDS; i++)
		check_loopback(job->dev, job->out, job->in, i * 37 % 1500 + 1);
	return NULL;
}

static void *ask_descriptors(void *data)
{
	struct job *job = data;
	uint8_t bytes[18];

	for (int i = 0; i < ROUNDS; i++) {
		CHECK_INT(cusb_get_descriptor(job->dev, cusb_to_device(), CUSB_DESC_TYPE_DEVICE, 0,
					      bytes, 18),
			  18);
		CHECK_INT(bytes[8] | bytes[9] << 8, 0xfffe);
	}
	return NULL;
}

static void *ask_long_descriptors(void *data)
{
	struct job *job = data;
	static _Thread_local uint8_t bytes[8192];

	for (int i = 0; i < ROUNDS; i++) {
		CHECK_INT(cusb_ctrl_transfer(job->dev, 0x80, 6, 0x200, 0, bytes, sizeof bytes,
					     GUARD_MS),
			  job->dev->configurations[0].wTotalLength);
		CHECK_INT(bytes[5], 1);
	}
	return NULL;
}

static void run(struct job *jobs, void *(*const *work)(void *), size_t count)
{
	pthread_t threads[16];

	for (size_t i = 0; i < count; i++)
		CHECK_OK(pthread_create(&threads[i], NULL, work[i], &jobs[i]));
	for (size_t i = 0; i < count; i++)
		CHECK_OK(pthread_join(threads[i], NULL));
}

CASE(eight_threads_of_control_and_bulk)
{
	struct cusb_device *dev = plug_altsetting(1, 1);
	struct job jobs[8] = {{.dev = dev, .out = 0x01, .in = 0x81},
			      {.dev = dev, .out = 0x02, .in = 0x82},
			      {.dev = dev, .out = 0x03, .in = 0x83},
			      {.dev = dev},
			      {.dev = dev},
			      {.dev = dev},
			      {.dev = dev},
			      {.dev = dev}};
	static void *(*const work[8])(void *) = {
		loop_back,	 loop_back,	  loop_back,	   ask_descriptors,
		ask_descriptors, ask_descriptors, ask_descriptors, ask_long_descriptors};

	run(jobs, work, 8);
	cusb_device_free(dev);
}

CASE(threads_that_open_and_claim_at_once)
{
	struct cusb_device *dev = plug_loopback();
	struct job jobs[4] = {{.dev = dev, .out = 0x01, .in = 0x81},
			      {.dev = dev, .out = 0x02, .in = 0x82},
			      {.dev = dev},
			      {.dev = dev}};
	static void *(*const work[4])(void *) = {loop_back, loop_back, ask_descriptors,
						 ask_descriptors};

	run(jobs, work, 4); /* the device is not open yet */
	cusb_device_free(dev);
}

CASE(threads_on_different_devices)
{
	struct job jobs[3] = {{.dev = plug_loopback(), .out = 0x01, .in = 0x81},
			      {.dev = plug_loopback(), .out = 0x01, .in = 0x81},
			      {.dev = plug("full"), .out = 0x01, .in = 0x81}};
	static void *(*const work[3])(void *) = {loop_back, loop_back, loop_back};

	run(jobs, work, 3);
	for (int i = 0; i < 3; i++)
		cusb_device_free(jobs[i].dev);
}

static void *read_one(void *data)
{
	struct job *job = data;
	char buffer[512];

	job->result = cusb_read(job->dev, job->in, buffer, sizeof buffer, CUSB_NO_TIMEOUT);
	atomic_store(&job->done, true);
	return NULL;
}

/* Two blocked readers, and a writer that feeds now the one, now the other. */
CASE(readers_wait_while_another_thread_writes)
{
	struct cusb_device *dev = plug_loopback();
	struct job a = {.dev = dev, .in = 0x81}, b = {.dev = dev, .in = 0x82};
	pthread_t threads[2];

	for (int i = 0; i < 10; i++) {
		CHECK_OK(pthread_create(&threads[0], NULL, read_one, &a));
		CHECK_OK(pthread_create(&threads[1], NULL, read_one, &b));
		if (i % 2)
			sleep_ms(5); /* sometimes the readers come first */
		CHECK_INT(cusb_write(dev, 0x02, "second", 6, GUARD_MS), 6);
		CHECK_OK(pthread_join(threads[1], NULL));
		CHECK_INT(b.result, 6);
		CHECK_INT(cusb_write(dev, 0x01, "first", 5, GUARD_MS), 5);
		CHECK_OK(pthread_join(threads[0], NULL));
		CHECK_INT(a.result, 5);
	}
	cusb_device_free(dev);
}

CASE(readers_of_one_endpoint_share_what_comes)
{
	struct cusb_device *dev = plug_loopback();
	struct job jobs[4] = {{.dev = dev, .in = 0x81},
			      {.dev = dev, .in = 0x81},
			      {.dev = dev, .in = 0x81},
			      {.dev = dev, .in = 0x81}};
	pthread_t threads[4];
	ssize_t sum = 0;

	for (int i = 0; i < 4; i++)
		CHECK_OK(pthread_create(&threads[i], NULL, read_one, &jobs[i]));
	for (size_t i = 1; i <= 4; i++)
		CHECK_INT(cusb_write(dev, 0x01, "1234", i, GUARD_MS), i);
	for (int i = 0; i < 4; i++) {
		CHECK_OK(pthread_join(threads[i], NULL));
		CHECK(jobs[i].result > 0);
		sum += jobs[i].result;
	}
	CHECK_INT(sum, 1 + 2 + 3 + 4);
	cusb_device_free(dev);
}

CASE(a_thread_times_out_while_another_is_served)
{
	struct cusb_device *dev = plug_loopback();
	struct job blocked = {.dev = dev, .in = 0x82};
	pthread_t thread;
	char buffer[512];

	CHECK_OK(pthread_create(&thread, NULL, read_one, &blocked));
	for (int i = 0; i < 5; i++) {
		CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, 10), -ETIMEDOUT);
		check_loopback(dev, 0x01, 0x81, 600);
	}
	CHECK(!atomic_load(&blocked.done));
	CHECK_INT(cusb_write(dev, 0x02, "go", 2, GUARD_MS), 2);
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_INT(blocked.result, 2);
	cusb_device_free(dev);
}

static void *use_own_reference(void *data)
{
	struct job *job = data;

	check_loopback(job->dev, job->out, job->in, 900);
	cusb_device_free(job->dev);
	return NULL;
}

CASE(each_thread_with_its_own_reference)
{
	struct cusb_device *dev = plug_loopback();
	struct job jobs[2] = {{.dev = cusb_device_ref(dev), .out = 0x01, .in = 0x81},
			      {.dev = cusb_device_ref(dev), .out = 0x02, .in = 0x82}};
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		CHECK_OK(pthread_create(&threads[i], NULL, use_own_reference, &jobs[i]));
	cusb_device_free(dev);
	for (int i = 0; i < 2; i++)
		CHECK_OK(pthread_join(threads[i], NULL));
}

static void *write_now_and_then(void *data)
{
	struct job *job = data;

	for (size_t i = 0; i < 200; i++) {
		CHECK_INT(cusb_write(job->dev, job->out, "12345678", i % 8 + 1, GUARD_MS),
			  i % 8 + 1);
		if (i % 3 == 0)
			sleep_ms(1);
	}
	return NULL;
}

/* A read may complete at the very moment its time is over. */
CASE(nothing_is_lost_between_timeouts)
{
	struct cusb_device *dev = plug_loopback();
	struct job job = {.dev = dev, .out = 0x01};
	pthread_t thread;
	char buffer[512];
	ssize_t n, sum = 0;

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(pthread_create(&thread, NULL, write_now_and_then, &job));
	while (sum < 200 / 8 * 36) {
		n = cusb_read(dev, 0x81, buffer, sizeof buffer, 1);
		CHECK(n > 0 || n == -ETIMEDOUT);
		sum += n > 0 ? n : 0;
	}
	CHECK_INT(sum, 200 / 8 * 36);
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, 20), -ETIMEDOUT);
	cusb_device_free(dev);
}
