/* SPDX-License-Identifier: MIT */
/* Languages and requests; test_string_text.c has the text, test_string_own.c the device's own. */
#include <errno.h>
#include <string.h>

#include <cusb/cusb.h>

#include "string_device.h"
#include "unit.h"

#define TEXT_A                                                                                     \
	"\x04\x03"                                                                                 \
	"A\0"

static char text[CUSB_STRING_SIZE];
static uint16_t langids[CUSB_LANGIDS_MAX];

static ssize_t get(unsigned int index, int langid)
{
	return cusb_get_string(sd.dev, index, langid, text, sizeof text);
}

FIXTURE(sd_start, sd_end)

CASE(languages_are_listed_in_order)
{
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX), 2);
	ck_assert_uint_eq(langids[0], 0x0409);
	ck_assert_uint_eq(langids[1], 0x0407);
}

CASE(request_for_languages_is_even_and_for_index_0)
{
	cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX);
	ck_assert_uint_eq(sd.last.bmRequestType, 0x80);
	ck_assert_uint_eq(sd.last.bRequest, CUSB_REQ_GET_DESCRIPTOR);
	ck_assert_uint_eq(sd.last.wValue, 0x0300);
	ck_assert_uint_eq(sd.last.wIndex, 0);
	ck_assert_uint_eq(sd.last.wLength, 254);
}

CASE(languages_beyond_the_room_are_counted_only)
{
	langids[1] = 0x1234;
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, 1), 2);
	ck_assert_uint_eq(langids[0], 0x0409);
	ck_assert_uint_eq(langids[1], 0x1234);
	ck_assert_int_eq(cusb_get_langids(sd.dev, NULL, 0), 2);
}

CASE(most_languages_are_126)
{
	static uint8_t bytes[254];

	memset(bytes, 7, sizeof bytes);
	bytes[0] = 254;
	bytes[1] = CUSB_DESC_TYPE_STRING;
	sd_answer(0, bytes, sizeof bytes);
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX), 126);
	ck_assert_uint_eq(langids[125], 0x0707);
}

CASE(half_a_language_is_none)
{
	SD_ANSWER(0, "\x05\x03\x09\x04\x07");
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX), 1);
}

CASE(languages_are_asked_for_once)
{
	cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX);
	memset(langids, 0, sizeof langids);
	SD_ANSWER(0, "\x04\x03\x11\x04");
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX), 2);
	ck_assert_uint_eq(langids[1], 0x0407);
	ck_assert_uint_eq(sd.asked, 1);
}

CASE(languages_are_asked_for_again_after_disposal)
{
	cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX);
	SD_ANSWER(0, "\x04\x03\x11\x04");
	cusb_dispose_resources(sd.dev);
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX), 1);
	ck_assert_uint_eq(langids[0], 0x0411);
}

CASE(languages_are_asked_for_again_after_a_reset)
{
	cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX);
	SD_ANSWER(0, "\x04\x03\x11\x04");
	ck_assert_int_eq(cusb_reset(sd.dev), 0);
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX), 1);
}

CASE(languages_that_failed_are_asked_for_again)
{
	sd_fail(0, -ETIMEDOUT);
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX), -ETIMEDOUT);
	SD_ANSWER(0, "\x04\x03\x11\x04");
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX), 1);
}

CASE(languages_that_stall_are_none_and_remembered)
{
	sd_fail(0, -EPIPE);
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX), 0);
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX), 0);
	ck_assert_uint_eq(sd.asked, 1);
}

CASE(languages_that_are_no_descriptor_are_ebadmsg)
{
	SD_ANSWER(0, "\x04\x01\x09\x04");
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, CUSB_LANGIDS_MAX), -EBADMSG);
	ck_assert_int_eq(get(2, CUSB_DEFAULT_LANGID), -EBADMSG);
}

CASE(string_is_asked_for_in_the_first_language)
{
	SD_ANSWER(7, TEXT_A);
	ck_assert_int_eq(get(7, CUSB_DEFAULT_LANGID), 1);
	ck_assert_str_eq(text, "A");
	ck_assert_uint_eq(sd.last.wValue, 0x0307);
	ck_assert_uint_eq(sd.last.wIndex, 0x0409);
	ck_assert_uint_eq(sd.last.wLength, 254);
}

CASE(strings_in_the_first_language_share_one_request_for_it)
{
	SD_ANSWER(7, TEXT_A);
	get(7, CUSB_DEFAULT_LANGID);
	get(7, CUSB_DEFAULT_LANGID);
	ck_assert_uint_eq(sd.descriptors[0].asked, 1);
	ck_assert_uint_eq(sd.descriptors[7].asked, 2);
}

CASE(string_without_any_language_is_enodata)
{
	SD_ANSWER(0, "\x02\x03");
	SD_ANSWER(7, TEXT_A);
	ck_assert_int_eq(get(7, CUSB_DEFAULT_LANGID), -ENODATA);
	ck_assert_uint_eq(sd.descriptors[7].asked, 0);
}

static const int languages[] = {0, 1, 0x0407, 0xffff};

CASE_PER_ROW(language_that_is_named_is_sent_as_it_is, languages)
{
	SD_ANSWER(7, TEXT_A);
	ck_assert_int_eq(get(7, languages[_i]), 1);
	ck_assert_uint_eq(sd.last.wIndex, languages[_i]);
	ck_assert_uint_eq(sd.descriptors[0].asked, 0);
}

CASE(language_out_of_range_is_einval)
{
	ck_assert_int_eq(get(7, -2), -EINVAL);
	ck_assert_int_eq(get(7, 0x10000), -EINVAL);
	ck_assert_int_eq(get(0, -2), -EINVAL);
	ck_assert_int_eq(get(0, 0x10000), -EINVAL);
	ck_assert_uint_eq(sd.asked, 0);
}

CASE(index_out_of_range_is_einval)
{
	ck_assert_int_eq(get(256, 0x0409), -EINVAL);
	ck_assert_uint_eq(sd.asked, 0);
}

CASE(index_0_is_no_string)
{
	ck_assert_int_eq(get(0, 0x0409), -ENODATA);
	ck_assert_int_eq(get(0, CUSB_DEFAULT_LANGID), -ENODATA);
	ck_assert_uint_eq(sd.asked, 0);
}

CASE(highest_index_is_asked_for)
{
	SD_ANSWER(255, TEXT_A);
	ck_assert_int_eq(get(255, 0x0409), 1);
	ck_assert_uint_eq(sd.last.wValue, 0x03ff);
}

static const int failures[] = {-EPIPE, -ETIMEDOUT, -ENODEV, -EOVERFLOW};

CASE_PER_ROW(string_that_fails_gives_that_error, failures)
{
	sd_fail(7, failures[_i]);
	ck_assert_int_eq(get(7, 0x0409), failures[_i]);
}
