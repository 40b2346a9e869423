/* SPDX-License-Identifier: MIT */
/*
 * CUSB_MATCH lists against descriptor structs: the numeric fields of fields.h, and of endpoints
 * direction and transfer_type. The other fields of a level (strings, bus, custom matches)
 * are its caller's: named as `others` when the list is checked, and passed over after that.
 *
 *	err = match_check(device_fields, device_others, match);          once, before the search
 *	if (match_fields(device_fields, dev, match) && ...the others...)  for each object
 */
#ifndef CUSB_DESCRIPTOR_MATCH_H
#define CUSB_DESCRIPTOR_MATCH_H

#include <stdbool.h>

#include "fields.h"

/*
 * Whether a list (NULL: an empty one) only names fields of `table`, of `others` (ended by
 * CUSB_FIELD_END, may be NULL), or `user`. Returns 0, -EINVAL.
 */
int match_check(const struct field *table, const enum cusb_field *others,
		const struct cusb_match *match);

/* Whether all of the list's fields that are in `table` hold for a descriptor struct. */
bool match_fields(const struct field *table, const void *descriptor,
		  const struct cusb_match *match);

/* The list's first pair that names a field, or NULL. */
const struct cusb_match *match_find(const struct cusb_match *match, enum cusb_field field);

/* The list's pointer for `user`, NULL if it has none. */
void *match_user(const struct cusb_match *match);

#endif
