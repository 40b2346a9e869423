/* SPDX-License-Identifier: MIT */
/* The wait for the next ready item. */
#include <errno.h>
#include <limits.h>

#include "core/wait/wait_set.h"

#define EVENTS 16 /* of one look at the descriptors */
#define TURNS  16 /* at most so many items between two looks, so that no descriptor starves */

struct limit {
	bool endless, known;
	int ms;
	struct timespec until; /* the end of the time, if `known` */
};

static void note_events_locked(const struct cusb_wait_set *set, const struct poll_set_event *events,
			       int count)
{
	for (int i = 0; i < count; i++) {
		struct item *item = item_by_key_locked(set, events[i].key);

		if (!item)
			continue;
		item->told.events |= events[i].events;
		item_ready_locked(item);
	}
}

static int ms_until(const struct timespec *sooner, const struct timespec *until,
		    struct timespec now)
{
	if (sooner && (!until || time_is_sooner(*sooner, *until)))
		until = sooner;
	return until ? time_to_ms(time_subtract(*until, now), INT_MAX) : -1;
}

/* The time to wait for descriptors, in ms. Items become ready if their deadline is over. */
static int time_to_wait_locked(struct cusb_wait_set *set, struct limit *limit)
{
	const struct item *first;
	struct timespec now;

	if (limit->endless && !heap_first(set))
		return set->first ? 0 : -1;
	now = time_now();
	if (!limit->known && !limit->endless) {
		limit->until = time_add(
			now, (struct timespec){limit->ms / 1000, limit->ms % 1000 * NS_PER_MS});
		limit->known = true;
	}
	items_expire_locked(set, now);
	if (set->first)
		return 0;
	first = heap_first(set);
	return ms_until(first ? &first->deadline : NULL, limit->endless ? NULL : &limit->until,
			now);
}

/* Looks at the descriptors; waits, without the lock, if no item is ready. 0 or -EINTR. */
static int look_locked(struct cusb_wait_set *set, struct limit *limit)
{
	struct poll_set_event events[EVENTS];
	int ms = time_to_wait_locked(set, limit), n;

	set->sleepers++;
	pthread_mutex_unlock(&set->lock);
	n = set->operations->wait(set->poll_set, events, EVENTS, ms);
	pthread_mutex_lock(&set->lock);
	set->sleepers--;
	set->rung = false;
	set->turns = TURNS;
	note_events_locked(set, events, n);
	return n < 0 ? n : 0;
}

static bool tell_locked(struct cusb_wait_set *set, struct cusb_wait_item *out)
{
	struct item *item;

	if (atomic_load_explicit(&set->woken, memory_order_relaxed) &&
	    atomic_exchange(&set->woken, false)) {
		*out = (struct cusb_wait_item){.kind = CUSB_WAIT_WOKEN, .fd = -1};
		return true;
	}
	item = set->turns > 0 ? item_take_locked(set) : NULL;
	if (!item)
		return false;
	set->turns--;
	*out = item->told;
	item->told.events = 0;
	return true;
}

static bool is_over(const struct limit *limit)
{
	return limit->known && !time_is_sooner(time_now(), limit->until);
}

static int take_error_locked(struct cusb_wait_set *set)
{
	int err = set->err;

	set->err = 0;
	return err;
}

static int next_locked(struct cusb_wait_set *set, struct limit *limit, struct cusb_wait_item *out)
{
	int err;

	for (;;) {
		err = take_error_locked(set);
		if (err < 0 || tell_locked(set, out))
			return err;
		if (is_over(limit) && !set->first)
			return -ETIMEDOUT;
		err = look_locked(set, limit);
		if (err < 0)
			return err;
	}
}

static bool has_something(const struct cusb_wait_set *set)
{
	return set->first || set->err < 0 || atomic_load(&set->woken);
}

/*
 * This thread leaves. Another thread has to wake if more items are ready, or if this thread alone
 * was to wake at the first deadline.
 */
static void hand_over_locked(struct cusb_wait_set *set)
{
	if (has_something(set) || (set->sleepers > 0 && heap_first(set)))
		set_ring_locked(set);
}

int cusb_wait_set_next(struct cusb_wait_set *set, int timeout_ms, struct cusb_wait_item *item)
{
	bool wait = timeout_ms != CUSB_DONT_WAIT;
	struct limit limit = {.endless = timeout_ms == CUSB_NO_TIMEOUT,
			      .ms = wait ? timeout_ms : 0};
	int err;

	if (wait && timeout_ms < 0)
		return refuse_timeout(timeout_ms);
	pthread_mutex_lock(&set->lock);
	err = next_locked(set, &limit, item);
	hand_over_locked(set);
	pthread_mutex_unlock(&set->lock);
	if (err < 0)
		error_forget();
	return err == -ETIMEDOUT && !wait ? -EAGAIN : err;
}

void cusb_wait_set_wake(struct cusb_wait_set *set)
{
	if (!atomic_exchange(&set->woken, true))
		set->operations->wake(set->poll_set);
}

int cusb_wait_set_poll_fd(struct cusb_wait_set *set)
{
	pthread_mutex_lock(&set->lock);
	set->nested = true;
	hand_over_locked(set);
	pthread_mutex_unlock(&set->lock);
	return set->operations->fd(set->poll_set);
}

int cusb_wait_set_poll_timeout(struct cusb_wait_set *set)
{
	const struct item *first;
	int timeout_ms = -1;

	pthread_mutex_lock(&set->lock);
	first = heap_first(set);
	if (has_something(set))
		timeout_ms = 0;
	else if (first)
		timeout_ms = ms_until(&first->deadline, NULL, time_now());
	pthread_mutex_unlock(&set->lock);
	return timeout_ms;
}
