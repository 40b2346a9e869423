/* SPDX-License-Identifier: MIT */
/* The table of a descriptor, and what both text and JSON do with its header. */
#ifndef CUSB_CLI_CLASS_H
#define CUSB_CLI_CLASS_H

#include "walk.h"

/* A descriptor and its table. */
struct class_descriptor {
	const uint8_t *bytes;
	size_t length; /* of the bytes that are there */
	struct layout layout; /* all zero: there is no table */
	size_t header; /* bytes before the rows: 2, or 3 with a subtype */
	struct class_context context;
	char type[32]; /* the name of bDescriptorType */
};

/*
 * Finds the table of a descriptor. `length` is 1 or more; it may be less than bLength, and then the
 * descriptor is shown as far as it goes.
 */
void class_find(struct class_descriptor *found, const struct class_context *context,
		const uint8_t *bytes, size_t length);

/* Gives the sink all fields, from bLength on. Without a table, the rest is the field "data". */
void class_fields(const struct class_descriptor *descriptor, struct class_sink *sink);

#endif
