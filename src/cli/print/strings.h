/* SPDX-License-Identifier: MIT */
/* The strings of a device by their index. */
#ifndef CUSB_CLI_PRINT_STRINGS_H
#define CUSB_CLI_PRINT_STRINGS_H

#include "cli/bus/bus.h"
#include "cli/class/context.h"

struct strings {
	const struct cli_bus *bus;
	struct cusb_device *dev;
	bool failed; /* the device gave none, and each further one would fail, too */
};

/*
 * Writes a string that the kernel knows, or else the device, as the device sent it. Returns false:
 * there is none.
 */
bool strings_read(struct strings *strings, unsigned int index, char *text, size_t size);
/* The same, as struct class_context wants it: without control characters. */
bool strings_print(void *user, unsigned int index, char *text, size_t size);

/* The surroundings of the device's own descriptors. The context borrows `strings`. */
struct class_context strings_context(struct strings *strings);

#endif
