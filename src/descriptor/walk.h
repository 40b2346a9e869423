/* SPDX-License-Identifier: MIT */
/* Steps over descriptors by their bLength, and tells the kind of each one in its place. */
#ifndef CUSB_DESCRIPTOR_WALK_H
#define CUSB_DESCRIPTOR_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A descriptor too short for its type, or out of place, is WALK_OTHER. */
enum walk_kind {
	WALK_END, /* end of the bytes, or a malformed descriptor: offset < length */
	WALK_CONFIGURATION,
	WALK_INTERFACE,
	WALK_ENDPOINT,
	WALK_ASSOCIATION,
	WALK_OTHER
};

struct descriptor_walk {
	const uint8_t *bytes;
	size_t length;
	size_t offset; /* the offset of the next descriptor */
	bool in_configuration;
	bool in_interface;
};

/* Starts at the first descriptor after the device descriptor. */
void walk_start(struct descriptor_walk *walk, const uint8_t *bytes, size_t length);
/* At WALK_END, *desc is not valid. */
enum walk_kind walk_next(struct descriptor_walk *walk, const uint8_t **desc);

#endif
