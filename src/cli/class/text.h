/* SPDX-License-Identifier: MIT */
/* A text that is built; it is cut if it is too long. */
#ifndef CUSB_CLI_CLASS_TEXT_H
#define CUSB_CLI_CLASS_TEXT_H

#include <stddef.h>
#include <stdint.h>

#define CLASS_TEXT_SIZE 1024

/* Begins as {0}. */
struct class_text {
	size_t length;
	char text[CLASS_TEXT_SIZE];
};

void class_text_add(struct class_text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Bytes of a device as text: ASCII, also as UTF-16. Others become '?', and a NUL nothing. */
void class_text_add_foreign(struct class_text *text, const uint8_t *bytes, size_t length);

#endif
