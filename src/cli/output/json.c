/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "json.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

void json_begin(struct json *json, struct output *out, bool indented)
{
	json->out = out;
	json->indented = indented;
	json->depth = 0;
	json->empty = true;
}

void json_end(struct json *json)
{
	output_text(json->out, "\n");
}

static void new_line(struct json *json)
{
	if (!json->indented)
		return;
	output_text(json->out, "\n");
	for (unsigned int i = 0; i < json->depth; i++)
		output_text(json->out, "  ");
}

static bool is_continuation(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/*
 * The number of bytes of the character at `at`, 0 when it is not UTF-8 (RFC 3629: not overlong, no
 * surrogates, nothing above U+10FFFF). A NUL does not continue a character, so no byte after it is
 * read.
 */
static size_t character(const unsigned char *at)
{
	if (at[0] < 0x80)
		return 1;
	if (at[0] < 0xc2 || at[0] > 0xf4 || !is_continuation(at[1]))
		return 0;
	if (at[0] < 0xe0)
		return 2;
	if (!is_continuation(at[2]) || (at[0] == 0xe0 && at[1] < 0xa0) ||
	    (at[0] == 0xed && at[1] > 0x9f))
		return 0;
	if (at[0] < 0xf0)
		return 3;
	if (!is_continuation(at[3]) || (at[0] == 0xf0 && at[1] < 0x90) ||
	    (at[0] == 0xf4 && at[1] > 0x8f))
		return 0;
	return 4;
}

/* U+0000 to U+001F, and U+007F to U+009F, which also control terminals. */
static bool is_control(const unsigned char *at, size_t length, unsigned int *code)
{
	*code = length == 2 ? (at[0] & 0x1fU) << 6 | (at[1] & 0x3fU) : at[0];
	return length <= 2 && (*code < 0x20 || (*code >= 0x7f && *code <= 0x9f));
}

static void quoted(struct json *json, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	unsigned int code;

	output_text(json->out, "\"");
	while (*at) {
		size_t length = character(at);

		if (length == 0)
			output_text(json->out, REPLACEMENT);
		else if (is_control(at, length, &code))
			output_format(json->out, "\\u%04x", code);
		else if (*at == '"' || *at == '\\')
			output_format(json->out, "\\%c", *at);
		else
			output_data(json->out, at, length);
		at += length ? length : 1;
	}
	output_text(json->out, "\"");
}

/* The separator, the white space and the key before a value. */
static void begin_value(struct json *json, const char *key)
{
	if (!json->empty)
		output_text(json->out, json->indented ? "," : ", ");
	if (json->depth > 0)
		new_line(json);
	json->empty = false;
	if (!key)
		return;
	quoted(json, key);
	output_text(json->out, ": ");
}

static void begin_group(struct json *json, const char *key, const char *bracket)
{
	begin_value(json, key);
	output_text(json->out, bracket);
	json->depth++;
	json->empty = true;
}

static void end_group(struct json *json, const char *bracket)
{
	json->depth--;
	if (!json->empty)
		new_line(json);
	output_text(json->out, bracket);
	json->empty = false;
}

void json_object_begin(struct json *json, const char *key)
{
	begin_group(json, key, "{");
}

void json_object_end(struct json *json)
{
	end_group(json, "}");
}

void json_array_begin(struct json *json, const char *key)
{
	begin_group(json, key, "[");
}

void json_array_end(struct json *json)
{
	end_group(json, "]");
}

void json_string(struct json *json, const char *key, const char *text)
{
	if (!text) {
		json_null(json, key);
		return;
	}
	begin_value(json, key);
	quoted(json, text);
}

/* Writes a value unchanged. */
static void literal(struct json *json, const char *key, const char *text)
{
	begin_value(json, key);
	output_text(json->out, text);
}

void json_number(struct json *json, const char *key, long long number)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", number);
	literal(json, key, text);
}

void json_decimal(struct json *json, const char *key, const char *text)
{
	literal(json, key, text ? text : "null");
}

void json_bool(struct json *json, const char *key, bool value)
{
	literal(json, key, value ? "true" : "false");
}

void json_null(struct json *json, const char *key)
{
	literal(json, key, "null");
}

void json_bytes(struct json *json, const char *key, const void *bytes, size_t length)
{
	const uint8_t *at = bytes;

	begin_value(json, key);
	output_text(json->out, "\"");
	for (size_t i = 0; i < length; i++)
		output_format(json->out, "%02x", at[i]);
	output_text(json->out, "\"");
}
