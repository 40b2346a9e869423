/* SPDX-License-Identifier: MIT */
/*
 * A thread that sleeps until another thread wakes it. Each thread sleeps on a futex of its own.
 *
 * A condition variable does not work here: it continues to sleep after a signal handler, and
 * cusb_reap() has to end.
 */
#include <errno.h>

#include "core/futex.h"
#include "core/queue.h"

enum { AWAKE, ASLEEP };

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
	struct quick_lock *lock = &session->dev->lock;
	int err = 0;

	atomic_init(&waiter->state, ASLEEP);
	list_add(waiter->wanted ? &session->callers : &session->reapers, waiter);
	quick_lock_give(lock);
	while (err == 0 && atomic_load(&waiter->state) == ASLEEP)
		err = futex_sleep(&waiter->state, ASLEEP, until);
	quick_lock_take(lock);
	if (waiter->list)
		list_take(waiter);
	return err == -EINTR ? -EINTR : 0;
}

/* The waiter stays on its thread's stack as long as the lock is held. */
void wake_sleeping_locked(struct waiter *waiter)
{
	list_take(waiter);
	atomic_store(&waiter->state, AWAKE);
	futex_wake(&waiter->state);
}
