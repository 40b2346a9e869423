/* SPDX-License-Identifier: MIT */
/* Descriptors as hexadecimal digits, decoded to text. */
#ifndef UNIT_CLI_CLASS_DECODE_H
#define UNIT_CLI_CLASS_DECODE_H

#include "cli/class/rows.h"

/* Reads "09 24 ..." to a block of exactly its size, to be freed. */
uint8_t *decode_hex(const char *hex, size_t *length);

/* The rows of a descriptor of an interface of these codes. Valid until the next call. */
const char *decode_rows(unsigned int class, unsigned int subclass, unsigned int protocol,
			const char *hex);
/* Its sentence; "" if it has none. Valid until the next call. */
const char *decode_brief(unsigned int class, unsigned int subclass, unsigned int protocol,
			 const char *hex);

#endif
