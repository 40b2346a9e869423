/* SPDX-License-Identifier: MIT */
#ifndef CUSB_DESCRIPTOR_STRING_TEXT_H
#define CUSB_DESCRIPTOR_STRING_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The bytes of the content, behind a header of 2 bytes. -EBADMSG: it is no string descriptor. */
ssize_t descriptor_string_length(const uint8_t *bytes, size_t length);

/*
 * Returns the length of the text in UTF-8; stores it as far as it fits, with a NUL. A NUL ends the
 * text. Halves of surrogate pairs are left out.
 */
size_t descriptor_string_text(const uint8_t *units, size_t count, char *text, size_t size);

#endif
