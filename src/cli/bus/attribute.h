/* SPDX-License-Identifier: MIT */
/*
 * Attributes of sysfs, of this machine or of the virtual kernel. A path begins below
 * /sys/bus/usb/devices: "1-2/authorized", "1-2:1.0/driver"; a path with a / is whole. A device of another
 * machine has none: -ENOENT.
 */
#ifndef CUSB_CLI_BUS_ATTRIBUTE_H
#define CUSB_CLI_BUS_ATTRIBUTE_H

#include "bus.h"

#define ATTRIBUTE_SIZE	  256
#define ATTRIBUTE_DEVICES "/sys/bus/usb/devices/"

/* Returns the number of bytes or -errno. */
ssize_t attribute_read(const struct cli_bus *bus, const char *path, void *bytes, size_t size);
/* The first line of a short attribute, without its newline. Returns 0 or -errno. */
int attribute_text(const struct cli_bus *bus, const char *path, char text[ATTRIBUTE_SIZE]);
/* The decimal number at the beginning of an attribute. Returns 0 or -errno. */
int attribute_number(const struct cli_bus *bus, const char *path, long *number);
/* Writes a text. Returns 0 or -errno. */
int attribute_write(const struct cli_bus *bus, const char *path, const char *text);

/* The last name in the target of a symbolic link. Returns 0 or -errno. */
int attribute_link(const struct cli_bus *bus, const char *path, char name[ATTRIBUTE_SIZE]);

#endif
