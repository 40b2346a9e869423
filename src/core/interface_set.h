/* SPDX-License-Identifier: MIT */
/* A set of interface numbers, or of a hub's ports. */
#ifndef CUSB_CORE_INTERFACE_SET_H
#define CUSB_CORE_INTERFACE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INTERFACES_MAX 256

struct interface_set {
	uint32_t bits[INTERFACES_MAX / 32];
};

static inline bool interface_in(const struct interface_set *set, unsigned int number)
{
	return set->bits[number / 32] >> number % 32 & 1;
}

static inline void interface_add(struct interface_set *set, unsigned int number)
{
	set->bits[number / 32] |= UINT32_C(1) << number % 32;
}

static inline void interface_remove(struct interface_set *set, unsigned int number)
{
	set->bits[number / 32] &= ~(UINT32_C(1) << number % 32);
}

static inline void interface_add_all(struct interface_set *set, const struct interface_set *more)
{
	for (size_t i = 0; i < INTERFACES_MAX / 32; i++)
		set->bits[i] |= more->bits[i];
}

static inline bool interface_set_empty(const struct interface_set *set)
{
	for (size_t i = 0; i < INTERFACES_MAX / 32; i++)
		if (set->bits[i])
			return false;
	return true;
}

#endif
