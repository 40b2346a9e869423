/* SPDX-License-Identifier: MIT */
/* The items of a set: their places, descriptors, deadlines, and the list of ready ones. */
#include <stdlib.h>
#include <string.h>

#include "core/wait/wait_set.h"

#define FIRST_ROOM 8

struct item *item_new(struct cusb_wait_set *set, struct cusb_wait_item told)
{
	struct item *item = calloc(1, sizeof *item);

	if (!item)
		return NULL;
	item->set = set;
	item->told = told;
	item->watched = -1;
	return item;
}

/* ---- places ---------------------------------------------------------------------------------- */

/* If there is no memory for the second array, the first array stays larger than `room`. */
static int grow(struct cusb_wait_set *set)
{
	size_t room = set->room ? 2 * set->room : FIRST_ROOM;
	struct place *places = realloc(set->places, room * sizeof *places);
	struct item **heap;

	if (!places)
		return -ENOMEM;
	set->places = places;
	heap = realloc(set->heap, (room + 1) * sizeof(struct item *));
	if (!heap)
		return -ENOMEM;
	set->heap = heap;
	memset(places + set->room, 0, (room - set->room) * sizeof *places);
	set->room = room;
	return 0;
}

int item_add_locked(struct item *item)
{
	struct cusb_wait_set *set = item->set;
	size_t at = set->free_from;

	while (at < set->room && set->places[at].item)
		at++;
	if (at == set->room && grow(set) < 0)
		return -ENOMEM;
	set->places[at].item = item;
	set->free_from = at + 1;
	item->place = (uint32_t)at;
	item->generation = ++set->places[at].generation;
	return 0;
}

struct item *item_by_key_locked(const struct cusb_wait_set *set, uint64_t key)
{
	const struct place *place = &set->places[(uint32_t)key];

	return place->generation == key >> 32 ? place->item : NULL;
}

/* ---- descriptors ----------------------------------------------------------------------------- */

/* A child of fork(2) shares the poll set with its parent, and leaves it alone. */
static bool is_inherited(const struct cusb_wait_set *set)
{
	return set->maker != getpid();
}

int item_watch_locked(struct item *item, int fd, int events)
{
	struct cusb_wait_set *set = item->set;
	uint64_t key = (uint64_t)item->generation << 32 | item->place;
	int err = 0;

	if (is_inherited(set))
		return 0;
	if (item->watched >= 0 && !item->refused)
		set->operations->remove(set->poll_set, item->watched);
	item->watched = fd;
	if (fd >= 0)
		err = set->operations->add(set->poll_set, fd, events, item->edge, key);
	item->refused = err < 0;
	return err == -EEXIST ? because(err, "another item of the set has this descriptor") : err;
}

/* ---- the list of ready items ----------------------------------------------------------------- */

void set_ring_locked(struct cusb_wait_set *set)
{
	if (set->rung || (set->sleepers == 0 && !set->nested))
		return;
	set->rung = true;
	set->operations->wake(set->poll_set);
}

static void set_ready(struct item *item, bool ready)
{
	atomic_store_explicit(&item->watcher.ready, ready, memory_order_relaxed);
}

void item_ready_locked(struct item *item)
{
	struct cusb_wait_set *set = item->set;

	if (watcher_is_ready(&item->watcher))
		return;
	set_ready(item, true);
	item->next = NULL;
	item->prev = set->last;
	*(set->last ? &set->last->next : &set->first) = item;
	set->last = item;
	set_ring_locked(set);
}

static void take_off(struct item *item)
{
	struct cusb_wait_set *set = item->set;

	set_ready(item, false);
	*(item->prev ? &item->prev->next : &set->first) = item->next;
	*(item->next ? &item->next->prev : &set->last) = item->prev;
}

struct item *item_take_locked(struct cusb_wait_set *set)
{
	struct item *item = set->first;

	if (item)
		take_off(item);
	return item;
}

/* ---- deadlines ------------------------------------------------------------------------------- */

static bool has_deadline(const struct item *item, const struct timespec *deadline)
{
	if (!deadline || item->heap_place == 0)
		return !deadline && item->heap_place == 0;
	return item->deadline.tv_sec == deadline->tv_sec &&
	       item->deadline.tv_nsec == deadline->tv_nsec;
}

/* If this deadline is the first now, a thread that sleeps until a later deadline has to wake. */
void item_set_deadline_locked(struct item *item, const struct timespec *deadline)
{
	if (has_deadline(item, deadline))
		return;
	if (item->heap_place > 0)
		heap_remove(item->set, item);
	if (!deadline)
		return;
	item->deadline = *deadline;
	heap_add(item->set, item);
	if (heap_first(item->set) == item)
		set_ring_locked(item->set);
}

void items_expire_locked(struct cusb_wait_set *set, struct timespec now)
{
	struct item *item;

	while ((item = heap_first(set)) && !time_is_sooner(now, item->deadline)) {
		heap_remove(set, item);
		item_ready_locked(item);
	}
}

void item_remove_locked(struct item *item)
{
	struct cusb_wait_set *set = item->set;

	item_watch_locked(item, -1, 0);
	if (item->heap_place > 0)
		heap_remove(set, item);
	if (watcher_is_ready(&item->watcher))
		take_off(item);
	set->places[item->place].item = NULL;
	if (item->place < set->free_from)
		set->free_from = item->place;
}
