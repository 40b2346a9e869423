/* SPDX-License-Identifier: MIT */
/*
 * Text that is built piece by piece in a caller's buffer, which may be too small, as in snprintf().
 */
#ifndef CUSB_UTIL_TEXT_H
#define CUSB_UTIL_TEXT_H

#include <stddef.h>

struct text_buffer {
	char *at;
	size_t size;
	size_t length; /* of the whole, without the NUL */
};

/* An empty text; `at` may be NULL when size is 0. */
void text_start(struct text_buffer *text, char *at, size_t size);

void text_add(struct text_buffer *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds UTF-8 of a device, with U+FFFD for each control character, which could change a terminal. */
void text_add_foreign(struct text_buffer *text, const char *utf8);

/* Removes half a character where the text was cut. Returns the length of the whole text. */
size_t text_end(struct text_buffer *text);

#endif
