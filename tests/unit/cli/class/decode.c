/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "decode.h"
#include "unit.h"

uint8_t *decode_hex(const char *hex, size_t *length)
{
	uint8_t *bytes = malloc(strlen(hex) / 2 + 1), *exact;
	char *end;

	ck_assert_ptr_nonnull(bytes);
	for (*length = 0; *hex; hex = end + (*end == ' '))
		bytes[(*length)++] = (uint8_t)strtoul(hex, &end, 16);
	exact = realloc(bytes, *length);
	ck_assert_ptr_nonnull(exact);
	return exact;
}

static bool string(void *user, unsigned int index, char *text, size_t size)
{
	(void)user;
	snprintf(text, size, "string %u", index);
	return index != 99;
}

static struct class_context context_of(unsigned int class, unsigned int subclass,
				       unsigned int protocol)
{
	return (struct class_context){.class = (uint8_t) class,
				      .subclass = (uint8_t)subclass,
				      .protocol = (uint8_t)protocol,
				      .string = string};
}

const char *decode_rows(unsigned int class, unsigned int subclass, unsigned int protocol,
			const char *hex)
{
	struct class_context context = context_of(class, subclass, protocol);
	static struct output out;
	struct page page = {.out = &out};
	struct class_descriptor found;
	size_t length;
	uint8_t *bytes = decode_hex(hex, &length);

	out = (struct output){.err = -1};
	class_find(&found, &context, bytes, length);
	class_rows(&page, &found);
	ck_assert_uint_lt(out.used, sizeof out.buffer);
	out.buffer[out.used] = '\0';
	free(bytes);
	return out.buffer;
}

const char *decode_brief(unsigned int class, unsigned int subclass, unsigned int protocol,
			 const char *hex)
{
	struct class_context context = context_of(class, subclass, protocol);
	static struct class_text text;
	struct class_descriptor found;
	size_t length;
	uint8_t *bytes = decode_hex(hex, &length);
	bool joins;

	text = (struct class_text){0};
	class_find(&found, &context, bytes, length);
	class_brief(&text, &found, &joins);
	free(bytes);
	return text.text;
}
