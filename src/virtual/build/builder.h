/* SPDX-License-Identifier: MIT */
/*
 * What a builder holds, and how it grows: an array of descriptors whose lengths and counts are
 * always right, and the strings.
 */
#ifndef CUSB_VIRTUAL_BUILDER_H
#define CUSB_VIRTUAL_BUILDER_H

#include <cusb/virtual.h>

#define STRINGS_MAX 255

struct cusb_virtual_builder {
	int err; /* the first */
	bool built;
	enum cusb_speed speed;
	uint8_t *bytes;
	size_t length, room;
	size_t configuration, interface; /* where the last of each is; 0: there is none yet */
	uint8_t numbers[256 / 8];	 /* interface numbers of the configuration */
	char *strings[STRINGS_MAX + 1];	 /* [0] is index 1 */
};

/* Keeps an error if it is the first. */
void builder_fail(struct cusb_virtual_builder *builder, int err);
/* Whether `what` can be added: not after an error. */
bool builder_may_add(struct cusb_virtual_builder *builder, const void *what);
/* Bytes to the end, and to wTotalLength. */
void builder_append(struct cusb_virtual_builder *builder, const uint8_t *bytes, size_t length);
/* One more in the byte at `field`. */
void builder_count(struct cusb_virtual_builder *builder, size_t field);

#endif
