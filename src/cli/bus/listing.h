/* SPDX-License-Identifier: MIT */
/* The common part of list, show and tree: the devices that DEV stands for, printed. */
#ifndef CUSB_CLI_BUS_LISTING_H
#define CUSB_CLI_BUS_LISTING_H

#include "device_arg.h"

/* `list` has at least one device and ends with NULL; it may be put into another order. */
typedef enum status (*listing_fn)(const struct cli_bus *bus, struct cusb_device **list,
				  const struct options *opts, struct output *out);

/* Finds the devices, has `print` print them, and reports when there are none. */
enum status listing_run(const struct command *command, const struct options *opts,
			struct output *out, listing_fn print);

#endif
