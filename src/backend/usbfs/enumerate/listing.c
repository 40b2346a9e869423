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

static int compare(const void *a, const void *b)
{
	const struct cusb_candidate *x = &((const struct listed_device *)a)->candidate;
	const struct cusb_candidate *y = &((const struct listed_device *)b)->candidate;
	int order = (int)x->bus - (int)y->bus;

	/* Unused port numbers are 0, so a hub comes before the devices behind it. */
	if (order == 0)
		order = memcmp(x->port_numbers, y->port_numbers, sizeof x->port_numbers);
	/* Without sysfs the ports may be unknown. */
	return order ? order : (int)x->address - (int)y->address;
}

void listing_sort(struct listing *listing)
{
	if (listing->count > 1)
		qsort(listing->list, listing->count, sizeof *listing->list, compare);
}

void listing_free(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		free(listing->list[i].descriptors);
	free(listing->list);
}
