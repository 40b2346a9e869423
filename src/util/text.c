/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdbool.h>

#include "text.h"

#define REPLACEMENT "\xef\xbf\xbd"

void text_start(struct text_buffer *text, char *at, size_t size)
{
	*text = (struct text_buffer){at, size, 0};
	if (size > 0)
		at[0] = '\0';
}

void text_add(struct text_buffer *text, const char *format, ...)
{
	size_t used = text->length < text->size ? text->length : text->size;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(used < text->size ? text->at + used : NULL, text->size - used, format, args);
	va_end(args);
	if (n > 0)
		text->length += (size_t)n;
}

/*
 * The bytes of the control character here, 0 for any other character. C1 controls are two bytes in
 * UTF-8.
 */
static size_t control_size(const char *utf8)
{
	unsigned char first = (unsigned char)utf8[0], second = (unsigned char)utf8[1];

	if (first < 0x20 || first == 0x7f)
		return 1;
	return first == 0xc2 && second >= 0x80 && second <= 0x9f ? 2 : 0;
}

void text_add_foreign(struct text_buffer *text, const char *utf8)
{
	while (*utf8) {
		size_t control = control_size(utf8);

		if (control > 0)
			text_add(text, REPLACEMENT);
		else
			text_add(text, "%c", *utf8);
		utf8 += control > 0 ? control : 1;
	}
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The bytes of the character that begins with c. */
static size_t character_size(char c)
{
	unsigned char first = (unsigned char)c;

	if (first >= 0xf0)
		return 4;
	if (first >= 0xe0)
		return 3;
	return first >= 0xc0 ? 2 : 1;
}

size_t text_end(struct text_buffer *text)
{
	size_t end, start;

	if (text->size == 0 || text->length < text->size)
		return text->length;
	end = text->size - 1;
	start = end;
	while (start > 0 && is_continuation(text->at[start - 1]))
		start--;
	if (start > 0 && start - 1 + character_size(text->at[start - 1]) > end)
		text->at[start - 1] = '\0';
	return text->length;
}
