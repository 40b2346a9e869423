/* SPDX-License-Identifier: MIT */
/*
 * Rows of the tables of sysfs attributes.
 *
 * Kernel facts (sysfs.c of 6.1): the formats; that attributes of the configuration are empty while
 * there is none; that strings the device does not have are not there at all.
 */
#ifndef CUSB_VIRTUAL_ATTRIBUTE_H
#define CUSB_VIRTUAL_ATTRIBUTE_H

#include "virtual/kernel/state/device.h"

#define KERNEL_PAGE 4096 /* most bytes of an attribute */

enum source { DEVICE_FIELD, CONFIGURATION_FIELD, INTERFACE_FIELD, ASSOCIATION_FIELD, TEXT, BYTES };
enum format { HEX4, HEX2, HEX2_SPACE, DECIMAL, DECIMAL2, DECIMAL02 };

struct attribute {
	const char *name;
	enum source source;
	uint8_t offset; /* in the descriptor it comes from */
	enum format format;
	/* TEXT: writes at most KERNEL_PAGE bytes; -ENOENT: it is not there. */
	int (*show)(const struct usb *dev, unsigned int number, char *text);
};

/* Each ends with a row without a name. */
extern const struct attribute attributes_of_device[];
extern const struct attribute attributes_of_interface[];

/* ---- emit.c ---- */

/* printf to a text of KERNEL_PAGE bytes. */
__attribute__((format(printf, 2, 3))) int attribute_emit(char *text, const char *format, ...);
/* A string descriptor with a newline; -ENOENT: there is none. */
int attribute_emit_string(const struct usb *dev, unsigned int index, char *text);

/* For what is always 1 here. */
int attribute_show_1(const struct usb *dev, unsigned int number, char *text);

static inline unsigned int attribute_le16(const uint8_t *field)
{
	return (unsigned int)(field[0] | field[1] << 8);
}

#endif
