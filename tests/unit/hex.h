/* SPDX-License-Identifier: MIT */
/* Descriptor bytes from fixtures/descriptors. */
#ifndef HEX_H
#define HEX_H

#include <stddef.h>
#include <stdint.h>

struct hex {
	uint8_t *bytes; /* a block of exactly length bytes; never NULL */
	size_t length;
};

/* Reads fixtures/descriptors/NAME.hex. Ends the program when that cannot be done. */
struct hex hex_load(const char *name);
/* Reads any such file. */
struct hex hex_load_file(const char *path);
/* The first `length` bytes in a block of exactly that size, so that reading past it is caught. */
struct hex hex_copy(const uint8_t *bytes, size_t length);
void hex_free(struct hex *hex);

#endif
