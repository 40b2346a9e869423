/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <sched.h>

#include "core/lock.h"
#include "unit.h"

#define THREADS 4
#define TURNS	20000

static struct quick_lock lock;
static unsigned int count;

static void *take_turns(void *turns)
{
	for (int i = 0; i < *(int *)turns; i++) {
		quick_lock_take(&lock);
		count++;
		quick_lock_give(&lock);
	}
	return NULL;
}

static void begin(void)
{
	atomic_init(&lock.state, LOCK_FREE);
	count = 0;
}

FIXTURE(begin, NULL)

CASE(one_thread_at_a_time_has_the_lock)
{
	pthread_t threads[THREADS];
	int turns = TURNS;

	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, take_turns, &turns), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	ck_assert_uint_eq(count, THREADS * TURNS);
	ck_assert_int_eq(atomic_load(&lock.state), LOCK_FREE);
}

/* It was taken as the lock of a process with one thread. */
CASE(threads_that_begin_while_it_is_taken_sleep_until_it_is_free)
{
	pthread_t thread;
	int turns = 1;

	quick_lock_take(&lock);
	ck_assert_int_eq(pthread_create(&thread, NULL, take_turns, &turns), 0);
	while (atomic_load(&lock.state) != LOCK_WANTED)
		sched_yield();
	ck_assert_uint_eq(count, 0);
	quick_lock_give(&lock);
	pthread_join(thread, NULL);
	ck_assert_uint_eq(count, 1);
}
