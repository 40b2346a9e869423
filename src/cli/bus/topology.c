/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "topology.h"

/* Unused port numbers are 0, so a hub comes before what is behind it. */
static int compare(const struct cusb_device *a, const struct cusb_device *b)
{
	if (a->bus != b->bus)
		return a->bus < b->bus ? -1 : 1;
	return memcmp(a->port_numbers, b->port_numbers, sizeof a->port_numbers);
}

static bool is_behind(const struct cusb_device *hub, const struct cusb_device *dev)
{
	return hub->bus == dev->bus && hub->port_count < dev->port_count &&
	       memcmp(hub->port_numbers, dev->port_numbers, hub->port_count) == 0;
}

static const struct cusb_device *nearest_hub(struct cusb_device *const *list,
					     const struct cusb_device *dev)
{
	const struct cusb_device *nearest = NULL;

	for (; *list; list++)
		if (is_behind(*list, dev) && (!nearest || is_behind(nearest, *list)))
			nearest = *list;
	return nearest;
}

struct cusb_device *topology_next(struct cusb_device *const *list, const struct cusb_device *hub,
				  const struct cusb_device *before)
{
	struct cusb_device *next = NULL;

	for (size_t i = 0; list[i]; i++) {
		if (before && compare(list[i], before) <= 0)
			continue;
		if (next && compare(list[i], next) >= 0)
			continue;
		if (nearest_hub(list, list[i]) == hub)
			next = list[i];
	}
	return next;
}

void topology_path(const struct cusb_device *hub, const struct cusb_device *dev, char *text,
		   size_t size)
{
	size_t first = hub ? hub->port_count : 0, used = 0;

	snprintf(text, size, "0");
	for (size_t i = first; i < dev->port_count && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%d", i > first ? "." : "",
					 dev->port_numbers[i]);
}
