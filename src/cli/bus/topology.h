/* SPDX-License-Identifier: MIT */
/* The tree of devices: which device is plugged into which hub. */
#ifndef CUSB_CLI_BUS_TOPOLOGY_H
#define CUSB_CLI_BUS_TOPOLOGY_H

#include <stdbool.h>

#include <cusb/core.h>

/*
 * Sorts by bus and ports, so that the devices behind a hub follow it. A device whose hub is not in
 * the list counts as below the nearest hub in the list. A device without known ports counts as
 * below no hub. The other functions need and return places in such a list.
 */
void topology_sort(struct cusb_device **list);

/* The first device directly below a hub; NULL: none. */
struct cusb_device *const *topology_below(struct cusb_device *const *hub);
/* The next device below the same hub; with `hub` NULL, the next device that is below no hub. */
struct cusb_device *const *topology_next(struct cusb_device *const *dev,
					 const struct cusb_device *hub);

/* Whether the devices are the same, or one of them is behind the other. */
bool topology_in_line(const struct cusb_device *a, const struct cusb_device *b);

/*
 * The ports from `hub` to a device below it, "3.1". With NULL, the ports from the bus; "0" for a
 * root hub.
 */
void topology_path(const struct cusb_device *hub, const struct cusb_device *dev, char *text,
		   size_t size);

#endif
