/* SPDX-License-Identifier: MIT */
/*
 * From bytes to a tree. No allocation, no log, no I/O.
 *
 * The input is the contents of sysfs `descriptors`: the device descriptor, then each configuration
 * with its other descriptors, as the device sent them, cut to the length that the kernel verified.
 * Only the number of bytes is trusted; wTotalLength, bNum* and the order may be wrong.
 */
#ifndef CUSB_DESCRIPTOR_PARSE_H
#define CUSB_DESCRIPTOR_PARSE_H

#include <cusb/descriptor.h>

/* Fills the device descriptor's fields. Returns 0, -EBADMSG (short, or no device descriptor). */
int descriptor_parse_device(struct cusb_device *dev, const uint8_t *bytes, size_t length);

/* Bytes of memory that descriptor_build_tree() needs for these bytes. */
size_t descriptor_tree_size(const uint8_t *bytes, size_t length);

/*
 * Builds the configurations of dev in `memory` (aligned as by malloc), with pointers into `bytes`;
 * both must live as long as dev. Returns the offset of the first malformed descriptor, where
 * reading stopped; `length` if there is none.
 */
size_t descriptor_build_tree(struct cusb_device *dev, void *memory, const uint8_t *bytes,
			     size_t length);

static inline uint16_t descriptor_le16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

#endif
