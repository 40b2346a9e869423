/* SPDX-License-Identifier: MIT */
/* Reads the bytes of a descriptor by its table. */
#ifndef CUSB_CLI_CLASS_WALK_H
#define CUSB_CLI_CLASS_WALK_H

#include "context.h"
#include "meaning.h"
#include "row.h"

/* The receiver of the fields of one descriptor. A NULL function is not called. */
struct class_sink {
	void (*field)(struct class_sink *sink, const struct row *row,
		      const struct class_value *value);
	/* Around the fields of a list; the row's values, or groups, come in between. */
	void (*list_begin)(struct class_sink *sink, const struct row *row);
	void (*list_end)(struct class_sink *sink, const struct row *row);
	/* Around the fields of each group. */
	void (*group_begin)(struct class_sink *sink, const struct row *row, int index);
	void (*group_end)(struct class_sink *sink, const struct row *row);
	/* The descriptor ends before the field `name`, of which `left` bytes are there. */
	void (*cut)(struct class_sink *sink, const char *name, const uint8_t *left, size_t length);
};

/*
 * Reads `length` bytes, which follow the header that class_header() tells of. The tables never
 * read past them. Bytes that no row has become the field "more".
 */
void class_walk(const char *rows, const uint8_t *bytes, size_t length, struct class_sink *sink);

#endif
