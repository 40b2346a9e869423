/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topology.h"

/* Without ports, a device that is not a root hub has the name of its node, "001/005". */
static bool has_place(const struct cusb_device *dev)
{
	return dev->port_count > 0 || !strchr(dev->name, '/');
}

/* Unused port numbers are 0, so a hub comes before the devices behind it. */
static int compare(const void *one, const void *other)
{
	const struct cusb_device *a = *(struct cusb_device *const *)one;
	const struct cusb_device *b = *(struct cusb_device *const *)other;

	if (a->bus != b->bus)
		return a->bus - b->bus;
	if (has_place(a) != has_place(b))
		return has_place(a) ? -1 : 1;
	if (!has_place(a))
		return a->address - b->address;
	return memcmp(a->port_numbers, b->port_numbers, sizeof a->port_numbers);
}

void topology_sort(struct cusb_device **list)
{
	size_t count = 0;

	while (list[count])
		count++;
	qsort(list, count, sizeof *list, compare);
}

static bool is_behind(const struct cusb_device *hub, const struct cusb_device *dev)
{
	return has_place(hub) && hub->bus == dev->bus && hub->port_count < dev->port_count &&
	       memcmp(hub->port_numbers, dev->port_numbers, hub->port_count) == 0;
}

bool topology_in_line(const struct cusb_device *a, const struct cusb_device *b)
{
	return is_behind(a, b) || is_behind(b, a) || (a->bus == b->bus && a->address == b->address);
}

struct cusb_device *const *topology_below(struct cusb_device *const *hub)
{
	struct cusb_device *const *first = hub + 1;

	return *first && is_behind(*hub, *first) ? first : NULL;
}

struct cusb_device *const *topology_next(struct cusb_device *const *dev,
					 const struct cusb_device *hub)
{
	struct cusb_device *const *next = dev + 1;

	while (*next && is_behind(*dev, *next))
		next++;
	return *next && (!hub || is_behind(hub, *next)) ? next : NULL;
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
