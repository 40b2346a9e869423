/* SPDX-License-Identifier: MIT */
/*
 * The one table of descriptor fields: matching, printing and tests all read it.
 */
#ifndef CUSB_DESCRIPTOR_FIELDS_H
#define CUSB_DESCRIPTOR_FIELDS_H

#include <cusb/match.h>

struct field {
	enum cusb_field id;
	const char *name;
	uint16_t offset; /* in the struct of descriptor.h */
	uint8_t size;    /* bytes: 1 or 2 */
};

/* Each in descriptor order, ended by CUSB_FIELD_END. */
extern const struct field device_fields[];
extern const struct field configuration_fields[];
extern const struct field interface_fields[];
extern const struct field endpoint_fields[];

/* The table's row for a field, or NULL when such a descriptor does not have it. */
const struct field *field_find(const struct field *table, enum cusb_field id);
/* The field's value in a descriptor struct. */
unsigned int field_value(const struct field *field, const void *descriptor);

#endif
