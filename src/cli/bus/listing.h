/* SPDX-License-Identifier: MIT */
/* The common part of list, show and tree: prints the devices that DEV means. */
#ifndef CUSB_CLI_BUS_LISTING_H
#define CUSB_CLI_BUS_LISTING_H

#include "device_arg.h"

/* `list` has at least one device and ends with NULL; the function may sort it. */
typedef enum status (*listing_fn)(const struct cli_bus *bus, struct cusb_device **list,
				  const struct options *opts, struct output *out);

/* Finds the devices, calls `print`, and reports when there are none. */
enum status listing_run(const struct command *command, const struct options *opts,
			struct output *out, listing_fn print);

#endif
