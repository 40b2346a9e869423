/* SPDX-License-Identifier: MIT */
/*
 * A thread that sleeps until another thread wakes it. Each thread sleeps on a futex of its own.
 *
 * A condition variable does not work here: it continues to sleep after a signal handler, and
 * cusb_reap() has to end. Kernel fact: without a time limit FUTEX_WAIT begins again after a handler
 * with SA_RESTART. With a limit every handler ends it (futex_wait() in kernel/futex/waitwake.c). So
 * there is always a limit.
 *
 * The system call takes two longs of the kernel; see ppoll_long() in backend/usbfs/syscalls.c.
 */
#include <errno.h>
#include <linux/futex.h>
#include <linux/types.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/queue.h"

enum { AWAKE, ASLEEP };

static const struct timespec never = {INT32_MAX, 0}; /* 68 years after the start of the system */

/* 0 or -errno. Only a wait reads `until`. */
static int futex(atomic_int *word, int operation, int value, const struct timespec *until)
{
	long result = -1;

	errno = ENOSYS;
#ifdef SYS_futex
	const __kernel_long_t time_long[2] = {(__kernel_long_t)until->tv_sec, until->tv_nsec};

	result =
		syscall(SYS_futex, word, operation, value, time_long, NULL, FUTEX_BITSET_MATCH_ANY);
#endif
#ifdef SYS_futex_time64
	const int64_t time64[2] = {until->tv_sec, until->tv_nsec};

	if (result < 0 && errno == ENOSYS)
		result = syscall(SYS_futex_time64, word, operation, value, time64, NULL,
				 FUTEX_BITSET_MATCH_ANY);
#endif
	return result < 0 ? -errno : 0;
}

static void list_add(struct waiter_list *list, struct waiter *waiter)
{
	waiter->list = list;
	waiter->next = NULL;
	waiter->prev = list->last;
	if (list->last)
		list->last->next = waiter;
	else
		list->first = waiter;
	list->last = waiter;
}

static void list_take(struct waiter *waiter)
{
	struct waiter_list *list = waiter->list;

	if (waiter->prev)
		waiter->prev->next = waiter->next;
	else
		list->first = waiter->next;
	if (waiter->next)
		waiter->next->prev = waiter->prev;
	else
		list->last = waiter->prev;
	waiter->list = NULL;
}

int sleep_locked(struct session *session, struct waiter *waiter, const struct timespec *until)
{
	pthread_mutex_t *lock = &session->dev->lock;
	int err = 0;

	atomic_init(&waiter->state, ASLEEP);
	list_add(waiter->wanted ? &session->callers : &session->reapers, waiter);
	pthread_mutex_unlock(lock);
	while (err == 0 && atomic_load(&waiter->state) == ASLEEP)
		err = futex(&waiter->state, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, ASLEEP,
			    until ? until : &never);
	pthread_mutex_lock(lock);
	if (waiter->list)
		list_take(waiter);
	return err == -EINTR ? -EINTR : 0;
}

/* The waiter stays on its thread's stack as long as the lock is held. */
void wake_sleeping_locked(struct waiter *waiter)
{
	list_take(waiter);
	atomic_store(&waiter->state, AWAKE);
	futex(&waiter->state, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, &never);
}
