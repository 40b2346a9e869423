/* SPDX-License-Identifier: MIT */
/*
 * One suite per source file: SUITE(name) { tcase_add_test(tc, ...); } registers itself, and main.c
 * runs them all.
 */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>

typedef void (*unit_suite_fn)(TCase *tc);

void unit_register(const char *name, unit_suite_fn fill);

#define SUITE(name)                                                                                \
	static void fill_##name(TCase *tc);                                                        \
	__attribute__((constructor)) static void register_##name(void)                             \
	{                                                                                          \
		unit_register(#name, fill_##name);                                                 \
	}                                                                                          \
	static void fill_##name(TCase *tc)

#endif
