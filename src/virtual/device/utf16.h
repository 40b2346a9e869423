/* SPDX-License-Identifier: MIT */
/* Text for string descriptors. */
#ifndef CUSB_VIRTUAL_UTF16_H
#define CUSB_VIRTUAL_UTF16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * UTF-8 to UTF-16LE, at most `room` code units, never half a surrogate pair. Returns the number of
 * units. Bytes that are not UTF-8 become U+FFFD.
 */
size_t utf16le_from_utf8(uint8_t *units, size_t room, const char *text);

#define UTF8_PER_UNIT 3 /* the most bytes that a code unit becomes */
/*
 * UTF-16LE to UTF-8 with a NUL, as Linux does it: a NUL ends the text, and half a surrogate pair is
 * left out.
 */
void utf8_from_utf16le(char *text, const uint8_t *units, size_t count);

#define STRING_UNITS_MAX 126 /* code units in a string descriptor */
/* Whether the whole text fits in a string descriptor. */
bool string_fits(const char *text);

#endif
