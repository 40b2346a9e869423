/* SPDX-License-Identifier: MIT */
/* The hardware database of udev, hwdb.bin: a trie of keys such as "usb:v1D6Bp0002*". */
#ifndef CUSB_CLI_BUS_HWDB_H
#define CUSB_CLI_BUS_HWDB_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the bytes of a file are such a database. */
bool hwdb_is(const char *bytes, size_t length);

/*
 * Finds a property of exactly this key. Returns the value, which ends with a NUL inside of the
 * bytes, or NULL. Bytes that are malformed have no values.
 */
const char *hwdb_find(const char *bytes, size_t length, const char *key, const char *property);

#endif
