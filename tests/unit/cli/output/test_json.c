/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "cli/output/json.h"
#include "unit.h"

static struct output out;
static struct json json;

static void begin(void)
{
	memset(&out, 0, sizeof out);
}

FIXTURE(begin, NULL)

static void check(const char *want)
{
	json_end(&json);
	out.buffer[out.used] = '\0';
	ck_assert_str_eq(out.buffer, want);
}

CASE(values_in_one_line)
{
	json_begin(&json, &out, false);
	json_object_begin(&json, NULL);
	json_number(&json, "a", -12);
	json_bool(&json, "b", true);
	json_null(&json, "c");
	json_decimal(&json, "d", "1.5");
	json_decimal(&json, "e", NULL);
	json_bytes(&json, "f", "\x01\xff", 2);
	json_string(&json, "g", "x");
	json_string(&json, "h", NULL);
	json_array_begin(&json, "i");
	json_number(&json, NULL, 1);
	json_number(&json, NULL, 2);
	json_array_end(&json);
	json_object_end(&json);
	check("{\"a\": -12, \"b\": true, \"c\": null, \"d\": 1.5, \"e\": null, \"f\": \"01ff\", "
	      "\"g\": \"x\", \"h\": null, \"i\": [1, 2]}\n");
}

CASE(values_in_lines_of_their_own)
{
	json_begin(&json, &out, true);
	json_array_begin(&json, NULL);
	json_object_begin(&json, NULL);
	json_number(&json, "a", 1);
	json_number(&json, "b", 2);
	json_object_end(&json);
	json_array_end(&json);
	check("[\n  {\n    \"a\": 1,\n    \"b\": 2\n  }\n]\n");
}

CASE(empty_groups_take_no_lines)
{
	json_begin(&json, &out, true);
	json_array_begin(&json, NULL);
	json_object_begin(&json, NULL);
	json_object_end(&json);
	json_array_begin(&json, NULL);
	json_array_end(&json);
	json_array_end(&json);
	check("[\n  {},\n  []\n]\n");
}

#define UNKNOWN "\xef\xbf\xbd"

static const struct {
	const char *text;
	const char *want;
} strings[] = {
	{"", ""},
	{"a/b", "a/b"},
	{"a\"b\\c", "a\\\"b\\\\c"},
	{"\n\t\x1f", "\\u000a\\u0009\\u001f"},
	{"\x7f", "\\u007f"},
	{"\xc2\x80\xc2\x9b\xc2\x9f", "\\u0080\\u009b\\u009f"},
	{"\xc2\xa0", "\xc2\xa0"},
	{"\xc3\xa4", "\xc3\xa4"},
	{"\xe2\x82\xac", "\xe2\x82\xac"},
	{"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
	{"\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
	/* no UTF-8 */
	{"\x80", UNKNOWN},
	{"\xff", UNKNOWN},
	{"\xc0\xaf", UNKNOWN UNKNOWN},			       /* too long for U+002F */
	{"\xe0\x9f\xbf", UNKNOWN UNKNOWN UNKNOWN},	       /* too long for U+07FF */
	{"\xf0\x8f\xbf\xbf", UNKNOWN UNKNOWN UNKNOWN UNKNOWN}, /* too long for U+FFFF */
	{"\xed\xa0\x80", UNKNOWN UNKNOWN UNKNOWN},	       /* a surrogate */
	{"\xf4\x90\x80\x80", UNKNOWN UNKNOWN UNKNOWN UNKNOWN}, /* above U+10FFFF */
	{"\xf5\x80\x80\x80", UNKNOWN UNKNOWN UNKNOWN UNKNOWN},
	/* cut short */
	{"\xc3", UNKNOWN},
	{"\xe2\x82", UNKNOWN UNKNOWN},
	{"\xf0\x9f\x98", UNKNOWN UNKNOWN UNKNOWN},
	{"\xc3x", UNKNOWN "x"},
};

CASE_PER_ROW(string_is_escaped_and_made_utf8, strings)
{
	char want[64];

	snprintf(want, sizeof want, "\"%s\"\n", strings[_i].want);
	json_begin(&json, &out, false);
	json_string(&json, NULL, strings[_i].text);
	check(want);
}

CASE(key_is_escaped_too)
{
	json_begin(&json, &out, false);
	json_object_begin(&json, NULL);
	json_null(&json, "a\"");
	json_object_end(&json);
	check("{\"a\\\"\": null}\n");
}
