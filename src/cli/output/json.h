/* SPDX-License-Identifier: MIT */
/*
 * JSON (RFC 8259) on standard output. Every function takes the key of a member of an object, or
 * NULL in an array and at the top. Nothing is allocated; nothing fails but the output.
 */
#ifndef CUSB_CLI_OUTPUT_JSON_H
#define CUSB_CLI_OUTPUT_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "output.h"

struct json {
	struct output *out;
	bool indented; /* a line for each value; otherwise all in one line */
	unsigned int depth;
	bool empty; /* the innermost array or object is empty */
};

/* Begins a document. One value follows, then json_end(), which adds a newline. */
void json_begin(struct json *json, struct output *out, bool indented);
void json_end(struct json *json);

void json_object_begin(struct json *json, const char *key);
void json_object_end(struct json *json);
void json_array_begin(struct json *json, const char *key);
void json_array_end(struct json *json);

/* UTF-8; other bytes become U+FFFD, and control characters are escaped. NULL gives null. */
void json_string(struct json *json, const char *key, const char *text);
void json_number(struct json *json, const char *key, long long number);
/* A number in the form of a text, such as "1.5"; NULL gives null. */
void json_decimal(struct json *json, const char *key, const char *text);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);
/* Bytes as a string of two hexadecimal digits each. */
void json_bytes(struct json *json, const char *key, const void *bytes, size_t length);

#endif
