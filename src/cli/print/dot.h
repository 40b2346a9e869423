/* SPDX-License-Identifier: MIT */
/* The tree of devices as a graph for Graphviz. */
#ifndef CUSB_CLI_PRINT_DOT_H
#define CUSB_CLI_PRINT_DOT_H

#include "cli/bus/bus.h"

/* The list is sorted by topology_sort(). Opens no device. */
void dot_print(const struct cli_bus *bus, struct cusb_device *const *list, struct output *out);

#endif
