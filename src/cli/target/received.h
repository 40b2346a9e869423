/* SPDX-License-Identifier: MIT */
/* The data of the last read, for a comparison. */
#ifndef CUSB_CLI_TARGET_RECEIVED_H
#define CUSB_CLI_TARGET_RECEIVED_H

#include <stddef.h>
#include <stdint.h>

#include "cli/command.h"

/* Zeroed: empty. */
struct received {
	uint8_t *bytes;
	size_t kept;   /* the number of bytes in it: at most RECEIVED_MAX */
	size_t length; /* the number of bytes that came */
};

#define RECEIVED_MAX (64U << 10)

void received_clear(struct received *received);
/* Keeps the first RECEIVED_MAX bytes, or less without memory. NULL is allowed. */
void received_add(struct received *received, const void *data, size_t length);
/*
 * Compares the data with the expected bytes. Differences are reported as a failure, with the bytes
 * that differ.
 */
enum status received_compare(const struct received *received, const uint8_t *expected,
			     size_t length);
void received_free(struct received *received);

#endif
