/* SPDX-License-Identifier: MIT */
/* From the bytes of a string descriptor to UTF-8. */
#include <errno.h>
#include <string.h>

#include <cusb/cusb.h>

#include "string_device.h"
#include "unit.h"

static char text[CUSB_STRING_SIZE];

static ssize_t get(const void *bytes, size_t length, size_t size)
{
	memset(text, '#', sizeof text);
	sd_answer(5, bytes, length);
	return cusb_get_string(sd.dev, 5, 0x0409, text, size);
}

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct {
	const char *bytes;
	size_t length;
	const char *text; /* NULL: -EBADMSG */
} lengths[] = {
	{BYTES("\x02\x03"), ""},
	{BYTES("\x04\x03"
	       "A\0"),
	 "A"},
	{BYTES("\x04\x03"
	       "A\0B\0"),
	 "A"}, /* more was sent than bLength says */
	{BYTES("\xff\x03"
	       "A\0B\0"),
	 "AB"}, /* less */
	{BYTES("\x06\x03"
	       "A\0B"),
	 "A"}, /* half a character is missing */
	{BYTES("\x05\x03"
	       "A\0B\0"),
	 "A"}, /* odd bLength */
	{BYTES("\x03\x03"
	       "A\0"),
	 ""},
	{BYTES("\x04\x02"
	       "A\0"),
	 NULL}, /* wrong type */
	{BYTES("\x01\x03"
	       "A\0"),
	 NULL},
	{BYTES("\x00\x03"
	       "A\0"),
	 NULL},
	{BYTES("\x04"), NULL},
	{BYTES(""), NULL},
};

FIXTURE(sd_start, sd_end)

CASE_PER_ROW(length_is_what_both_bytes_and_blength_allow, lengths)
{
	ssize_t n;

	/* A read of bytes that were not sent would find these. */
	get("\x06\x03X\0Y", 6, sizeof text);
	n = get(lengths[_i].bytes, lengths[_i].length, sizeof text);

	if (lengths[_i].text) {
		ck_assert_int_eq(n, strlen(lengths[_i].text));
		ck_assert_str_eq(text, lengths[_i].text);
	} else {
		ck_assert_int_eq(n, -EBADMSG);
	}
}

static const struct {
	uint16_t units[4];
	size_t count;
	const char *text;
} characters[] = {
	{{0x0001}, 1, "\x01"},
	{{0x007f}, 1, "\x7f"},
	{{0x0080}, 1, "\xc2\x80"},
	{{0x07ff}, 1, "\xdf\xbf"},
	{{0x0800}, 1, "\xe0\xa0\x80"},
	{{0xd7ff}, 1, "\xed\x9f\xbf"},
	{{0xe000}, 1, "\xee\x80\x80"},
	{{0xfeff}, 1, "\xef\xbb\xbf"},
	{{0xffff}, 1, "\xef\xbf\xbf"},
	{{0xd800, 0xdc00}, 2, "\xf0\x90\x80\x80"},
	{{0xd83d, 0xde00}, 2, "\xf0\x9f\x98\x80"},
	{{0xdbff, 0xdfff}, 2, "\xf4\x8f\xbf\xbf"},
	{{'a', 0xd83d, 0xde00, 'b'},
	 4,
	 "a\xf0\x9f\x98\x80"
	 "b"},
};

static const struct {
	uint16_t units[4];
	size_t count;
	const char *text;
} surrogates[] = {
	{{0xd800}, 1, ""},
	{{0xdbff}, 1, ""},
	{{0xdc00}, 1, ""},
	{{0xdfff}, 1, ""},
	{{'a', 0xd800}, 2, "a"},
	{{0xd800, 'a'}, 2, "a"},
	{{0xdc00, 'a'}, 2, "a"},
	{{'a', 0xdc00, 'b'}, 3, "ab"},
	{{0xdc00, 0xdc00}, 2, ""},
	{{0xdc00, 0xd800}, 2, ""},
	{{0xd800, 0xd83d, 0xde00}, 3, "\xf0\x9f\x98\x80"},
	{{0xd83d, 0xde00, 0xde00}, 3, "\xf0\x9f\x98\x80"},
	{{0xd800, 0xe000}, 2, "\xee\x80\x80"},
};

static ssize_t get_units(const uint16_t *units, size_t count, size_t size)
{
	static uint8_t bytes[254];

	bytes[0] = (uint8_t)(2 + 2 * count);
	bytes[1] = CUSB_DESC_TYPE_STRING;
	for (size_t i = 0; i < count; i++) {
		bytes[2 + 2 * i] = (uint8_t)units[i];
		bytes[3 + 2 * i] = (uint8_t)(units[i] >> 8);
	}
	return get(bytes, bytes[0], size);
}

CASE_PER_ROW(character_becomes_utf8, characters)
{
	ck_assert_int_eq(get_units(characters[_i].units, characters[_i].count, sizeof text),
			 strlen(characters[_i].text));
	ck_assert_str_eq(text, characters[_i].text);
}

CASE_PER_ROW(surrogate_without_partner_is_left_out, surrogates)
{
	ck_assert_int_eq(get_units(surrogates[_i].units, surrogates[_i].count, sizeof text),
			 strlen(surrogates[_i].text));
	ck_assert_str_eq(text, surrogates[_i].text);
}

CASE(surrogate_at_the_end_finds_no_partner_behind_it)
{
	ck_assert_int_eq(get("\x04\x03\x00\xd8\x00\xdc", 6, sizeof text), 0);
	ck_assert_str_eq(text, "");
}

static const struct {
	uint16_t units[4];
	const char *text;
} nuls[] = {
	{{'a', 0, 'b', 'c'}, "a"},
	{{'a', 'b', 0, 0}, "ab"},
	{{0, 'a', 'b', 'c'}, ""},
	{{'a', '\n', 0x1b, 0}, "a\n\x1b"},
};

CASE_PER_ROW(text_ends_before_the_first_nul, nuls)
{
	ck_assert_int_eq(get_units(nuls[_i].units, 4, sizeof text), strlen(nuls[_i].text));
	ck_assert_str_eq(text, nuls[_i].text);
}

CASE(longest_text_fits_exactly)
{
	uint16_t units[126];

	for (size_t i = 0; i < 126; i++)
		units[i] = 0x221e;
	ck_assert_int_eq(get_units(units, 126, sizeof text), 378);
	ck_assert_int_eq(text[377], '\x9e');
	ck_assert_int_eq(text[378], '\0');
}

CASE(descriptor_of_255_bytes_has_126_characters)
{
	static uint8_t bytes[255];

	memset(bytes, 'x', sizeof bytes);
	bytes[0] = 255;
	bytes[1] = CUSB_DESC_TYPE_STRING;
	ck_assert_int_eq(get(bytes, 254, sizeof text), 378);
}

/* "aé∞😀b": characters of 1 to 4 bytes. The bytes that are stored for each room. */
static const size_t stored[] = {0, 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};

CASE_PER_ROW(text_is_cut_at_a_character, stored)
{
	const uint16_t units[] = {'a', 0xe9, 0x221e, 0xd83d, 0xde00, 'b'};
	const char whole[] = "a\xc3\xa9\xe2\x88\x9e\xf0\x9f\x98\x80"
			     "b";
	size_t size = (size_t)_i;

	ck_assert_int_eq(get_units(units, 6, size), 11);
	ck_assert_mem_eq(text, whole, stored[size]);
	if (size > 0)
		ck_assert_int_eq(text[stored[size]], '\0');
	ck_assert_int_eq(text[size], '#');
}

CASE(nothing_is_stored_behind_what_did_not_fit)
{
	const uint16_t units[] = {0x221e, 'a'};

	ck_assert_int_eq(get_units(units, 2, 3), 4);
	ck_assert_str_eq(text, "");
}

CASE(length_is_told_without_room)
{
	SD_ANSWER(5, "\x06\x03"
		     "A\0B\0");
	ck_assert_int_eq(cusb_get_string(sd.dev, 5, 0x0409, NULL, 0), 2);
}
