/* SPDX-License-Identifier: MIT */
/*
 * A description that is being written. It looks like PyUSB's str(): a heading filled up to
 * column 60, then a row for each field with the colon in column 24. Each level is indented by two
 * more columns. There is no newline at the end.
 */
#ifndef CUSB_UTIL_DESCRIPTION_H
#define CUSB_UTIL_DESCRIPTION_H

#include <stdbool.h>

#include "descriptor/fields.h"
#include "text.h"

enum description_level { AT_DEVICE, AT_CONFIGURATION, AT_INTERFACE, AT_ENDPOINT };

struct description {
	struct text_buffer text;
	enum description_level level;
	struct cusb_device *dev;	/* the device to ask for strings */
	const struct cusb_endpoint *ep; /* at the level of endpoints: the endpoint */
	bool strings_failed;		/* each further string would fail, too */
};

/* "NAME 1: summary ======", where the summary may be empty. */
void describe_heading(struct description *d, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* "name : 0x1"; the next text comes after the value. */
void describe_row(struct description *d, const char *name, const struct field *field,
		  unsigned int value);
/* A row with a text in place of a value. */
void describe_text_row(struct description *d, const char *name, const char *text);
/* A descriptor as hex digits, in as many rows as it takes. */
void describe_bytes(struct description *d, const char *name, const uint8_t *bytes, size_t length);

/* Adds the meaning of a value, by its format. `descriptor` is the struct of descriptor.h. */
void describe_note(struct description *d, const struct field *field, unsigned int value,
		   const void *descriptor);

const char *describe_transfer_type(unsigned int bmAttributes);
const char *describe_direction(unsigned int bEndpointAddress);

#endif
