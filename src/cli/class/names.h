/* SPDX-License-Identifier: MIT */
/* The lists of names in the tables; row.h has their form. Each function adds names with commas. */
#ifndef CUSB_CLI_CLASS_NAMES_H
#define CUSB_CLI_CLASS_NAMES_H

#include "text.h"

/* The name of a value in a list for AS_NAMED; its length is in *length. NULL: it has none. */
const char *names_find(const char *names, uint64_t value, size_t *length);

void names_add(struct class_text *text, const char *names, uint64_t value);
void names_add_bits(struct class_text *text, const char *names, const uint8_t *bytes,
		    size_t length);
void names_add_pairs(struct class_text *text, const char *names, const uint8_t *bytes,
		     size_t length);
/* `key` is the text before the name. */
void names_add_keyed(struct class_text *text, const char *names, const struct class_text *key);

#endif
