/* SPDX-License-Identifier: MIT */
/* A binary heap of items. The first deadline is at [1]. There is room for all items of the set. */
#include "core/wait/wait_set.h"

static void put(const struct cusb_wait_set *set, size_t at, struct item *item)
{
	set->heap[at] = item;
	item->heap_place = at;
}

static bool is_sooner(const struct item *a, const struct item *b)
{
	return time_is_sooner(a->deadline, b->deadline);
}

static void move_up(const struct cusb_wait_set *set, size_t at, struct item *item)
{
	while (at > 1 && is_sooner(item, set->heap[at / 2])) {
		put(set, at, set->heap[at / 2]);
		at /= 2;
	}
	put(set, at, item);
}

static void move_down(const struct cusb_wait_set *set, size_t at, struct item *item)
{
	size_t child;

	while ((child = 2 * at) <= set->heap_count) {
		if (child < set->heap_count && is_sooner(set->heap[child + 1], set->heap[child]))
			child++;
		if (!is_sooner(set->heap[child], item))
			break;
		put(set, at, set->heap[child]);
		at = child;
	}
	put(set, at, item);
}

void heap_add(struct cusb_wait_set *set, struct item *item)
{
	move_up(set, ++set->heap_count, item);
}

void heap_remove(struct cusb_wait_set *set, struct item *item)
{
	size_t at = item->heap_place;
	struct item *last = set->heap[set->heap_count--];

	item->heap_place = 0;
	if (last == item)
		return;
	move_down(set, at, last);
	move_up(set, last->heap_place, last);
}
