/* SPDX-License-Identifier: MIT */
/* A device as the text that --virtual reads; virtual.h has its format. */
#ifndef CUSB_CLI_RAW_H
#define CUSB_CLI_RAW_H

#include "cli/bus/bus.h"

/* Opens the device, when it may be opened; what cannot be read is told in comments. */
enum status raw_print(const struct world *world, struct cusb_device *dev, struct output *out);

/* raw_strings.c: the languages and the strings that standard descriptors name. */
void raw_print_strings(struct cusb_device *dev, struct output *out);
/* Those that the kernel has, where the device cannot be opened. */
void raw_print_known_strings(const struct world *world, const struct cusb_device *dev,
			     struct output *out);

#endif
