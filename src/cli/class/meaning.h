/* SPDX-License-Identifier: MIT */
/* The meaning of a value as text. */
#ifndef CUSB_CLI_CLASS_MEANING_H
#define CUSB_CLI_CLASS_MEANING_H

#include "context.h"
#include "row.h"
#include "text.h"

struct class_value {
	const uint8_t *bytes;
	size_t size;
	uint64_t number; /* of the first eight bytes at most */
	int index;	 /* in a list, from 0; -1: no list */
};

/* The number in little-endian bytes; of the first eight at most. */
uint64_t class_number(const uint8_t *bytes, size_t size);

/* The value itself, as the row's kind wants it: a decimal or hexadecimal number, digits, a GUID. */
void class_value_text(struct class_text *text, const struct row *row,
		      const struct class_value *value);
/* Whether the value is a number, and not bytes or text. */
bool class_value_is_number(const struct row *row, const struct class_value *value);
/* The meaning; nothing if there is none. */
void class_meaning(struct class_text *text, const struct class_context *context,
		   const struct row *row, const struct class_value *value);

#endif
