/* SPDX-License-Identifier: MIT */
/*
 * The member `reserved` of a struct that a program allocates. If it is not 0, the program uses a
 * member of a later version, or has not set the struct to zero.
 */
#ifndef CUSB_CORE_RESERVED_H
#define CUSB_CORE_RESERVED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool words_are_zero(const uintptr_t *words, size_t count)
{
	uintptr_t all = 0;

	while (count > 0)
		all |= words[--count];
	return all == 0;
}

#define RESERVED_IS_ZERO(object)                                                                   \
	words_are_zero((object)->reserved, sizeof((object)->reserved) / sizeof(uintptr_t))

#endif
