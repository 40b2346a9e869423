/* SPDX-License-Identifier: MIT */
/*
 * A lock that is held for moments. It does what a mutex does, in fewer instructions: it has one
 * kind, and no owner.
 *
 * As long as a process has one thread, plain instructions are enough, and atomic instructions take
 * much longer. The GNU library has a variable for this, and its own locks use it in the same way.
 */
#ifndef CUSB_CORE_LOCK_H
#define CUSB_CORE_LOCK_H

#include <features.h>
#include <stdatomic.h>
#include <stdbool.h>

#if defined(__GLIBC__) && (__GLIBC__ > 2 || (__GLIBC__ == 2 && __GLIBC_MINOR__ >= 32))
#include <sys/single_threaded.h>
#define HAS_SINGLE_THREADED 1
#endif

enum { LOCK_FREE, LOCK_TAKEN, LOCK_WANTED }; /* LOCK_WANTED: taken, and a thread may wait for it */

struct quick_lock {
	atomic_int state;
};

/* lock.c: for a process with several threads. */
void quick_lock_take_shared(struct quick_lock *lock);
void quick_lock_give_shared(struct quick_lock *lock);

/* Returns whether the process has one thread, and the state was the first one. It is `to` then. */
static inline bool quick_lock_change(struct quick_lock *lock, int from, int to)
{
#ifdef HAS_SINGLE_THREADED
	if (!__libc_single_threaded ||
	    atomic_load_explicit(&lock->state, memory_order_relaxed) != from)
		return false;
	atomic_store_explicit(&lock->state, to, memory_order_relaxed);
	return true;
#else
	(void)lock;
	(void)from;
	(void)to;
	return false;
#endif
}

static inline void quick_lock_take(struct quick_lock *lock)
{
	if (!quick_lock_change(lock, LOCK_FREE, LOCK_TAKEN))
		quick_lock_take_shared(lock);
}

static inline void quick_lock_give(struct quick_lock *lock)
{
	if (!quick_lock_change(lock, LOCK_TAKEN, LOCK_FREE))
		quick_lock_give_shared(lock);
}

#endif
