/* SPDX-License-Identifier: MIT */
#include "core/futex.h"
#include "core/lock.h"

static __attribute__((noinline, cold)) void sleep_until_taken(struct quick_lock *lock)
{
	while (atomic_exchange_explicit(&lock->state, LOCK_WANTED, memory_order_acquire) !=
	       LOCK_FREE)
		futex_sleep(&lock->state, LOCK_WANTED, NULL);
}

void quick_lock_take_shared(struct quick_lock *lock)
{
	int state = LOCK_FREE;

	if (!atomic_compare_exchange_strong_explicit(&lock->state, &state, LOCK_TAKEN,
						     memory_order_acquire, memory_order_relaxed))
		sleep_until_taken(lock);
}

void quick_lock_give_shared(struct quick_lock *lock)
{
	if (atomic_exchange_explicit(&lock->state, LOCK_FREE, memory_order_release) == LOCK_WANTED)
		futex_wake(&lock->state);
}
