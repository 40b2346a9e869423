/* SPDX-License-Identifier: MIT */
/* A device as a text for --virtual; virtual.h has its format. */
#ifndef CUSB_CLI_PRINT_DEVICE_FILE_H
#define CUSB_CLI_PRINT_DEVICE_FILE_H

#include "cli/bus/bus.h"

/* Opens the device if possible. Comments in the text name the parts that cannot be read. */
enum status device_file_print(const struct cli_bus *bus, struct cusb_device *dev,
			      struct output *out);

/* device_file_strings.c: the languages and the strings that standard descriptors name. */
void device_file_print_strings(struct cusb_device *dev, struct output *out);
/* The strings that the kernel has, where the device cannot be opened. */
void device_file_print_known_strings(const struct cli_bus *bus, const struct cusb_device *dev,
				     struct output *out);

#endif
