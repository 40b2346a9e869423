/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "description.h"

#define HEADING_COLUMNS 60
#define COLON_COLUMN	24
#define BYTES_PER_ROW	16

static void begin_line(struct description *d, int indent)
{
	text_add(&d->text, "%s%*s", d->text.length > 0 ? "\n" : "", indent, "");
}

void describe_heading(struct description *d, const char *format, ...)
{
	static const char fill[HEADING_COLUMNS + 1] =
		"============================================================";
	int indent = 2 * (int)d->level;
	char summary[128];
	size_t width;
	va_list args;

	va_start(args, format);
	vsnprintf(summary, sizeof summary, format, args);
	va_end(args);
	width = (size_t)indent + strlen(summary) + 1;
	begin_line(d, indent);
	text_add(&d->text, "%s %s", summary, width < HEADING_COLUMNS ? fill + width : "");
}

static void label(struct description *d, const char *name)
{
	int indent = 2 * (int)d->level + 1;

	begin_line(d, indent);
	text_add(&d->text, "%-*s:", COLON_COLUMN - indent, name);
}

void describe_row(struct description *d, const char *name, const struct field *field,
		  unsigned int value)
{
	char hex[16];

	snprintf(hex, sizeof hex, field->format == FIELD_ID ? "0x%04x" : "0x%x", value);
	label(d, name);
	text_add(&d->text, "%7s", hex);
}

void describe_text_row(struct description *d, const char *name, const char *text)
{
	label(d, name);
	text_add(&d->text, " %s", text);
}

void describe_bytes(struct description *d, const char *name, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (i % BYTES_PER_ROW == 0)
			label(d, i == 0 ? name : "");
		text_add(&d->text, " %02x", bytes[i]);
	}
}
