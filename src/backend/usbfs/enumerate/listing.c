/* SPDX-License-Identifier: MIT */
/* The devices that a walk will visit, and their order. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate.h"

#define FIRST_ROOM 128 /* in one allocation; few machines have more */

int listing_add(struct listing *listing, const struct listed_device *device)
{
	if (listing->count == listing->room) {
		size_t room = listing->room ? 2 * listing->room : FIRST_ROOM;
		struct listed_device *list = realloc(listing->list, room * sizeof *list);

		if (!list)
			return -ENOMEM;
		listing->list = list;
		listing->room = room;
	}
	listing->list[listing->count++] = *device;
	return 0;
}

static int compare(const struct listed_device *a, const struct listed_device *b)
{
	const struct cusb_candidate *x = &a->candidate, *y = &b->candidate;
	int order = (int)x->bus - (int)y->bus;

	/* Unused port numbers are 0, so a hub comes before the devices behind it. */
	if (order == 0)
		order = memcmp(x->port_numbers, y->port_numbers, sizeof x->port_numbers);
	/* Without sysfs the ports may be unknown. */
	return order ? order : (int)x->address - (int)y->address;
}

/* Moves the device at `at` down, until none below it in the heap of `count` comes later. */
static void sift_down(struct listed_device *list, size_t at, size_t count)
{
	const struct listed_device moved = list[at];

	for (size_t below; (below = 2 * at + 1) < count; at = below) {
		if (below + 1 < count && compare(&list[below], &list[below + 1]) < 0)
			below++;
		if (compare(&moved, &list[below]) >= 0)
			break;
		list[at] = list[below];
	}
	list[at] = moved;
}

/* Heapsort: the qsort() of musl would make a static program that finds devices 2 KB larger. */
void listing_sort(struct listing *listing)
{
	struct listed_device *list = listing->list;

	for (size_t i = listing->count / 2; i-- > 0;)
		sift_down(list, i, listing->count);
	for (size_t end = listing->count; end-- > 1;) {
		const struct listed_device last = list[0];

		list[0] = list[end];
		list[end] = last;
		sift_down(list, 0, end);
	}
}

void listing_free(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		free(listing->list[i].descriptors);
	free(listing->list);
}
