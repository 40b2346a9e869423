/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>

#include "text.h"

void class_text_add(struct class_text *text, const char *format, ...)
{
	size_t room = sizeof text->text - text->length;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text->text + text->length, room, format, args);
	va_end(args);
	if (n > 0)
		text->length += (size_t)n < room ? (size_t)n : room - 1;
}

void class_text_add_foreign(struct class_text *text, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i])
			class_text_add(text, "%c",
				       bytes[i] >= ' ' && bytes[i] < 0x7f ? bytes[i] : '?');
}
