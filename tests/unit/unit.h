/* SPDX-License-Identifier: MIT */
/*
 * Unit tests. tests/unit/ mirrors src/, and a file's path is the name of its suite.
 *
 *	FIXTURE(begin, end)			before and after each case of the file; either may be NULL
 *	CASE(name) { ... }			a case, which registers itself
 *	CASE_PER_ROW(name, table) { ... }	the same for each row of a table; `_i` is its index
 *	CASE_PER_NUMBER(name, first, end) {}	the same for each number from `first` to below `end`
 */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof(array)[0])

void unit_fixture(const char *path, SFun begin, SFun end);
void unit_case(const char *path, const TTest *test, int first, int end);

#define FIXTURE(begin, end)                                                                        \
	__attribute__((constructor)) static void register_fixture(void)                            \
	{                                                                                          \
		unit_fixture(__FILE__, begin, end);                                                \
	}

#define CASE_PER_NUMBER(name, first, end)                                                          \
	static void name(int);                                                                     \
	__attribute__((constructor)) static void register_##name(void)                             \
	{                                                                                          \
		static const TTest test = {#name, name, __FILE__, __LINE__};                       \
		unit_case(__FILE__, &test, first, end);                                            \
	}                                                                                          \
	static void name(int _i CK_ATTRIBUTE_UNUSED)

#define CASE_PER_ROW(name, table) CASE_PER_NUMBER(name, 0, (int)ARRAY_SIZE(table))
#define CASE(name)		  CASE_PER_NUMBER(name, 0, 1)

#endif
