/* SPDX-License-Identifier: MIT */
#include "virtual/device/utf16.h"

#include "unit.h"

static void expect(const char *text, size_t room, const char *units, size_t n)
{
	uint8_t got[64] = {0};

	ck_assert_uint_eq(utf16le_from_utf8(got, room, text), n);
	ck_assert_mem_eq(got, units, 2 * n);
}

CASE(each_length_of_sequence_is_decoded)
{
	expect("a\u00dc\u221e", 8, "a\0\xdc\0\x1e\x22", 3);
}

CASE(beyond_the_first_plane_becomes_a_pair)
{
	expect("\U0001f600", 8, "\x3d\xd8\x00\xde", 2);
}

CASE(pair_that_does_not_fit_is_left_out)
{
	expect("ab\U0001f600", 3, "a\0b\0", 2);
}

CASE(what_does_not_fit_is_cut)
{
	expect("abc", 2, "a\0b\0", 2);
}

CASE(bytes_that_are_no_utf8_become_replacements)
{
	expect("\xff"
	       "a",
	       8,
	       "\xfd\xff"
	       "a\0",
	       2);
	expect("\xc3", 8, "\xfd\xff", 1);
	expect("\xc0\x80", 8, "\xfd\xff\xfd\xff", 2);
	expect("\xed\xa0\x80", 8, "\xfd\xff\xfd\xff\xfd\xff", 3);
}
