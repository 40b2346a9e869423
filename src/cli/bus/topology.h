/* SPDX-License-Identifier: MIT */
/* Which device is plugged into which. */
#ifndef CUSB_CLI_BUS_TOPOLOGY_H
#define CUSB_CLI_BUS_TOPOLOGY_H

#include <stdbool.h>

#include <cusb/core.h>

/*
 * The first device of the list that is directly below `hub`, after `before` (NULL begins), in order
 * of bus and ports; NULL: no more. With `hub` NULL: those that are below none. A device whose hub
 * is not in the list is below the nearest hub that is.
 */
struct cusb_device *topology_next(struct cusb_device *const *list, const struct cusb_device *hub,
				  const struct cusb_device *before);

/* The ports from `hub` to a device below it, "3" or "3.1"; with NULL from its bus, "0" of a root.
 */
void topology_path(const struct cusb_device *hub, const struct cusb_device *dev, char *text,
		   size_t size);

#endif
