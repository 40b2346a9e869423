/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "stress.h"

_Thread_local struct worker *me;
_Thread_local bool was_gone_;
struct worker main_worker = {.name = "main", .random = 77};

static pthread_t threads[WORKERS];

uint32_t random_below(uint32_t limit)
{
	me->random = me->random * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)(me->random >> 8) * limit >> 24);
}

void sleep_ms(unsigned int ms)
{
	struct timespec time = {ms / 1000, ms % 1000 * 1000000L};

	nanosleep(&time, NULL);
}

long now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000L + time.tv_nsec / 1000000L;
}

void fail(const char *format, ...)
{
	va_list args;

	printf("stress: %s: ", me ? me->name : "watch");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	fflush(stdout);
	_exit(1);
}

void enter(const char *call)
{
	atomic_store_explicit(&me->since, now_ms(), memory_order_relaxed);
	atomic_store_explicit(&me->call, call, memory_order_relaxed);
}

void leave(void)
{
	atomic_store_explicit(&me->call, NULL, memory_order_relaxed);
}

long judge(const char *call, long result, bool was_gone)
{
	/* The kernel takes a device's configuration away before its node, and that before sysfs's.
	 */
	bool allowed = result == -ECANCELED || result == -ETIMEDOUT ||
		       ((result == -ENODEV || result == -EHOSTUNREACH || result == -ENOENT) &&
			is_leaving(me->seen));

	if (result >= 0 ? was_gone : !allowed)
		fail("%s returned %ld (%s) on device %u, which %s", call, result,
		     result < 0 ? cusb_strerror((int)result) : "well", me->seen,
		     was_gone		    ? "was gone"
		     : is_leaving(me->seen) ? "was leaving"
					    : "was there");
	atomic_fetch_add_explicit(result >= 0 ? &me->done : &me->failed, 1, memory_order_relaxed);
	return result;
}

/* A device that is gone is tried once more: it has to stay gone. */
static void *work(void *data)
{
	struct worker *worker = data;
	struct cusb_device *dev;

	me = worker;
	while ((dev = next_device(&worker->seen))) {
		while (worker->use(worker, dev))
			;
		worker->use(worker, dev);
		if (worker->leave)
			worker->leave(worker, dev);
		enter("cusb_device_free");
		cusb_device_free(dev);
		leave();
	}
	return NULL;
}

void start_workers(void)
{
	for (size_t i = 0; i < WORKERS; i++) {
		workers[i].seen = 0;
		workers[i].random = (uint32_t)i * 7919 + 1;
		if (pthread_create(&threads[i], NULL, work, &workers[i]) != 0)
			fail("no thread");
	}
}

void join_workers(void)
{
	for (size_t i = 0; i < WORKERS; i++)
		pthread_join(threads[i], NULL);
}

static void look_at(const struct worker *worker)
{
	const char *call = atomic_load_explicit(&worker->call, memory_order_relaxed);
	long since = atomic_load_explicit(&worker->since, memory_order_relaxed);

	if (call && now_ms() - since > CALL_LIMIT_MS)
		fail("%s has been in %s for %ld ms", worker->name, call, now_ms() - since);
}

static void *watch(void *data)
{
	for (;;) {
		for (size_t i = 0; i < WORKERS; i++)
			look_at(&workers[i]);
		look_at(&main_worker);
		sleep_ms(500);
	}
	return data;
}

void start_watch(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, watch, NULL) != 0 || pthread_detach(thread) != 0)
		fail("no thread");
}
