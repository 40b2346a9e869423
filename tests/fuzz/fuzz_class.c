/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: any bytes as descriptors of any class, decoded to text, to JSON and to a sentence.
 * Reads out of bounds are the sanitizers' to find; each decoder comes to its end.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/class/json.h"
#include "cli/class/rows.h"
#include "demand.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEADER 4

static bool no_string(void *user, unsigned int index, char *text, size_t size)
{
	(void)user;
	demand(index > 0 && index < 256 && size > 1);
	strcpy(text, "s");
	return index % 2;
}

/* An output that nobody sees: after an error it writes nothing. */
static void begin(struct output *out)
{
	memset(out, 0, sizeof *out);
	out->err = -1;
}

static void rows(struct output *out, const struct class_descriptor *found)
{
	struct page page = {.out = out, .width = found->bytes[0] % 100};

	class_rows(&page, found);
	demand(page.level == 0);
}

static void sentence(const struct class_descriptor *found)
{
	struct class_text text = {0};
	bool joins;

	class_brief(&text, found, &joins);
	demand(text.length < sizeof text.text && strlen(text.text) == text.length);
}

static void json(struct output *out, const struct class_descriptor *found)
{
	struct json json;

	json_begin(&json, out, false);
	class_json(&json, NULL, found);
	json_end(&json);
	demand(json.depth == 0);
}

static void decode(const struct class_context *context, const uint8_t *bytes, size_t length)
{
	static struct output out;
	struct class_descriptor found;

	begin(&out);
	class_find(&found, context, bytes, length);
	rows(&out, &found);
	sentence(&found);
	json(&out, &found);
}

static void report(const uint8_t *bytes, size_t length)
{
	static struct output out;
	struct page page = {.out = &out};
	struct json to;

	begin(&out);
	class_rows_of_report(&page, bytes, length);
	json_begin(&to, &out, true);
	class_json_report(&to, NULL, bytes, length);
	demand(to.depth == 0);
}

/* Class, subclass, protocol, and flags; then descriptors, or the items of a report. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct class_context context = {.string = no_string};
	uint8_t *bytes;
	size_t at = 0;

	if (size <= HEADER)
		return 0;
	context.class = data[0];
	context.subclass = data[1];
	context.protocol = data[2];
	context.super = data[3] & 1;
	context.transfer_type = data[3] >> 1 & 3;
	size -= HEADER;
	bytes = malloc(size);
	demand(bytes != NULL);
	memcpy(bytes, data + HEADER, size);
	report(bytes, size);
	for (; at < size; at += bytes[at] ? bytes[at] : size)
		decode(&context, bytes + at, size - at);
	free(bytes);
	return 0;
}
