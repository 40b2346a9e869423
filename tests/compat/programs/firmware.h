/* SPDX-License-Identifier: MIT */
#ifndef FIRMWARE_H
#define FIRMWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the memory has, where an Intel HEX file wants it, all that is in the file. */
bool firmware_is(const char *path, const uint8_t *memory, size_t size);

#endif
