/* SPDX-License-Identifier: MIT */
/*
 * The one table of descriptor fields. Parsing, matching, printing, JSON and tests all read it. A
 * new field is a member of its struct in descriptor.h and a row of a table in fields.c. A field
 * that can be matched also has its lines in match.h.
 */
#ifndef CUSB_DESCRIPTOR_FIELDS_H
#define CUSB_DESCRIPTOR_FIELDS_H

#include <stdbool.h>

#include <cusb/match.h>

/* The meaning of a value, which decides how it is shown. */
enum field_format {
	FIELD_NUMBER,
	FIELD_ID,		   /* of a vendor or product: four hexadecimal digits */
	FIELD_TYPE,		   /* of a descriptor */
	FIELD_BYTES,		   /* a count of bytes */
	FIELD_PACKET_SIZE_0,	   /* the same, or its exponent */
	FIELD_TOTAL_LENGTH,	   /* of a configuration, as sent */
	FIELD_VERSION,		   /* binary coded decimal */
	FIELD_DEVICE_CLASS,	   /* bDeviceClass; 0: each interface has its own */
	FIELD_CLASS,		   /* of an interface or a function */
	FIELD_STRING,		   /* the index of a string descriptor */
	/* a string index of the device, whose string the kernel may know */
	FIELD_DEVICE_STRING,
	FIELD_CONFIGURATION_COUNT, /* as sent; the next two, too */
	FIELD_INTERFACE_COUNT,
	FIELD_ENDPOINT_COUNT,
	FIELD_POWER_SOURCE,
	FIELD_POWER, /* in units that depend on the speed */
	FIELD_ENDPOINT_ADDRESS,
	FIELD_TRANSFER_TYPE,
	FIELD_PACKET_SIZE,
	FIELD_BURST,
	FIELD_STREAMS
};

struct field {
	uint8_t id;	/* enum cusb_field; CUSB_FIELD_END: it cannot be matched */
	uint8_t offset; /* in the struct of descriptor.h */
	uint8_t size;	/* bytes: 1 or 2 */
	uint8_t format; /* enum field_format */
	uint8_t least;	/* the least bLength of a descriptor with this field */
};

/* In the order of the bytes; a row of size 0 ends each table. */
extern const struct field device_fields[];
extern const struct field configuration_fields[];
extern const struct field association_fields[];
extern const struct field interface_fields[];
extern const struct field endpoint_fields[];
extern const struct field companion_fields[];
extern const struct field bos_fields[];
extern const struct field capability_fields[];

/* A standard descriptor, by its bDescriptorType. */
struct descriptor_kind {
	uint8_t type;
	const char *name;
	const struct field *fields;
	const char *const *field_names; /* in the order of the fields */
};

/* NULL: a type without a table. */
const struct descriptor_kind *descriptor_kind_of(unsigned int bDescriptorType);

/*
 * Fills the struct of descriptor.h from the bytes of a descriptor, which must have all fields of
 * `least` 0.
 */
void fields_parse(const struct field *table, void *descriptor, const uint8_t *bytes);

/* The table's row for a field; NULL: such a descriptor does not have it. */
const struct field *field_find(const struct field *table, enum cusb_field id);
/* Whether this descriptor, a struct of descriptor.h, is long enough to have the field. */
bool field_is_there(const struct field *field, const void *descriptor);
/* The field's value in this descriptor. */
unsigned int field_value(const struct field *field, const void *descriptor);

#endif
