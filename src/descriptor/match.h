/* SPDX-License-Identifier: MIT */
/*
 * CUSB_MATCH lists against descriptor structs: the numeric fields of fields.h, and direction and
 * transfer_type of endpoints. The caller compares the other fields (strings, bus, custom matches).
 * It names them as `others` when the list is checked; match_fields() ignores them.
 *
 *	if (!match_allows(device_fields, device_others, field)) ...    of each pair, before the search
 *	if (match_fields(device_fields, dev, match) && ...the others...)    for each object
 */
#ifndef CUSB_DESCRIPTOR_MATCH_H
#define CUSB_DESCRIPTOR_MATCH_H

#include <stdbool.h>

#include "fields.h"

/*
 * Whether a list may have the field: one of `table`, of `others` (which ends with CUSB_FIELD_END and
 * may be NULL), or `user`.
 */
bool match_allows(const struct field *table, const enum cusb_field *others, enum cusb_field id);

/* Whether a descriptor struct matches all pairs of the list whose field is in `table`. */
bool match_fields(const struct field *table, const void *descriptor,
		  const struct cusb_match *match);

/* The list's first pair with a field, or NULL. */
const struct cusb_match *match_find(const struct cusb_match *match, enum cusb_field field);

/* The list's pointer for `user`, NULL if it has none. */
void *match_user(const struct cusb_match *match);

#endif
