/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "unit.h"
#include "util/text.h"

CASE(pieces_are_put_together)
{
	char at[16];
	struct text_buffer text;

	text_start(&text, at, sizeof at);
	text_add(&text, "%s-%u", "ab", 12u);
	text_add(&text, "!");
	ck_assert_uint_eq(text_end(&text), 6);
	ck_assert_str_eq(at, "ab-12!");
}

CASE(empty_text_is_terminated)
{
	char at[] = "x";
	struct text_buffer text;

	text_start(&text, at, sizeof at);
	ck_assert_uint_eq(text_end(&text), 0);
	ck_assert_str_eq(at, "");
}

CASE(without_room_the_length_is_still_counted)
{
	struct text_buffer text;

	text_start(&text, NULL, 0);
	text_add(&text, "abc");
	text_add(&text, "def");
	ck_assert_uint_eq(text_end(&text), 6);
}

CASE(what_does_not_fit_is_cut_and_terminated)
{
	char at[8];
	struct text_buffer text;

	memset(at, '#', sizeof at);
	text_start(&text, at, 5);
	text_add(&text, "abc");
	text_add(&text, "def");
	text_add(&text, "ghi");
	ck_assert_uint_eq(text_end(&text), 9);
	ck_assert_str_eq(at, "abcd");
	ck_assert_int_eq(at[5], '#');
}

/* The room, and the rest of "a" and characters of 2, 3 and 4 bytes. */
static const struct {
	size_t size;
	const char *want;
} cuts[] = {
	{1, ""},
	{2, "a"},
	{3, "a"},
	{4, "a\xc3\xbc"},
	{6, "a\xc3\xbc"},
	{7, "a\xc3\xbc\xe2\x88\x9e"},
	{10, "a\xc3\xbc\xe2\x88\x9e"},
	{11, "a\xc3\xbc\xe2\x88\x9e\xf0\x9f\x94\x8c"},
};

CASE_PER_ROW(cut_leaves_whole_characters, cuts)
{
	char at[16];
	struct text_buffer text;

	text_start(&text, at, cuts[_i].size);
	text_add_foreign(&text, "a\xc3\xbc\xe2\x88\x9e\xf0\x9f\x94\x8c");
	ck_assert_uint_eq(text_end(&text), 10);
	ck_assert_str_eq(at, cuts[_i].want);
}

CASE(foreign_control_characters_are_replaced)
{
	char at[64];
	struct text_buffer text;

	text_start(&text, at, sizeof at);
	text_add_foreign(&text, "a\033[2Jb\n\x7f\xc2\x9b\xc2\xa0z");
	text_end(&text);
	ck_assert_str_eq(at, "a\xef\xbf\xbd[2Jb\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xc2\xa0z");
}

CASE(foreign_percent_signs_are_text)
{
	char at[16];
	struct text_buffer text;

	text_start(&text, at, sizeof at);
	text_add_foreign(&text, "100%s%n");
	ck_assert_uint_eq(text_end(&text), 7);
	ck_assert_str_eq(at, "100%s%n");
}
