/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "match.h"

static bool is_listed(const enum cusb_field *list, enum cusb_field id)
{
	if (!list)
		return false;
	for (; *list != CUSB_FIELD_END; list++)
		if (*list == id)
			return true;
	return false;
}

/* Fields that are bits of another field; only endpoints have such fields. */
static bool endpoint_bits(const struct field *table, enum cusb_field id, enum cusb_field *base,
			  unsigned int *mask)
{
	if (table != endpoint_fields)
		return false;
	if (id == CUSB_FIELD_direction) {
		*base = CUSB_FIELD_bEndpointAddress;
		*mask = CUSB_ENDPOINT_DIR_MASK;
		return true;
	}
	if (id == CUSB_FIELD_transfer_type) {
		*base = CUSB_FIELD_bmAttributes;
		*mask = CUSB_ENDPOINT_TYPE_MASK;
		return true;
	}
	return false;
}

bool match_allows(const struct field *table, const enum cusb_field *others, enum cusb_field id)
{
	enum cusb_field base;
	unsigned int mask;

	return field_find(table, id) || endpoint_bits(table, id, &base, &mask) ||
	       is_listed(others, id) || id == CUSB_FIELD_user;
}

static bool field_holds(const struct field *table, const void *descriptor,
			const struct cusb_match *pair)
{
	enum cusb_field id = pair->field;
	unsigned int mask = ~0u;
	const struct field *field;

	endpoint_bits(table, id, &id, &mask);
	field = field_find(table, id);
	return !field || (field_value(field, descriptor) & mask) == pair->is.number;
}

bool match_fields(const struct field *table, const void *descriptor, const struct cusb_match *match)
{
	for (; match && match->field != CUSB_FIELD_END; match++)
		if (!field_holds(table, descriptor, match))
			return false;
	return true;
}

const struct cusb_match *match_find(const struct cusb_match *match, enum cusb_field field)
{
	for (; match && match->field != CUSB_FIELD_END; match++)
		if (match->field == field)
			return match;
	return NULL;
}

void *match_user(const struct cusb_match *match)
{
	const struct cusb_match *user = match_find(match, CUSB_FIELD_user);

	return user ? user->is.user : NULL;
}
