/* SPDX-License-Identifier: MIT */
/* Text built up piece by piece in a caller's buffer, which like snprintf's may be too small. */
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

/*
 * Adds UTF-8 that a device made up, each control character (it could drive a terminal) as U+FFFD.
 */
void text_add_foreign(struct text_buffer *text, const char *utf8);

/* Where the text was cut, leaves no half of a character. Returns the whole text's length. */
size_t text_end(struct text_buffer *text);

#endif
