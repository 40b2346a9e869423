/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <cusb/error.h>
#include <cusb/util.h>

#include "answers.h"
#include "cli/class/bandwidth.h"
#include "json_class.h"

/* Room for the fields of any standard descriptor. */
#define STANDARD_SIZE 32

static size_t size_of(const char *name)
{
	return name[0] == 'w' || strncmp(name, "bcd", 3) == 0 || strncmp(name, "id", 2) == 0 ? 2
											     : 1;
}

/* The bytes that the struct was made from, without those that it has no fields for. */
static size_t standard_bytes(const void *descriptor, uint8_t bytes[STANDARD_SIZE])
{
	size_t length = 0;
	const char *name;
	unsigned int value;

	for (size_t i = 0; (name = cusb_field_at(descriptor, i, &value)); i++)
		for (size_t size = size_of(name); size > 0 && length < STANDARD_SIZE; size--) {
			bytes[length++] = (uint8_t)value;
			value >>= 8;
		}
	return length;
}

void json_meaning(struct json *json, const struct class_context *context, const void *descriptor)
{
	uint8_t bytes[STANDARD_SIZE];
	struct class_descriptor found;

	class_find(&found, context, bytes, standard_bytes(descriptor, bytes));
	class_json_meanings(json, &found);
}

void json_class_descriptors(struct json *json, const char *key, const struct class_context *context,
			    const uint8_t *extra, size_t length)
{
	json_array_begin(json, key);
	for (const uint8_t *e = cusb_extra_next(extra, length, NULL); e;
	     e = cusb_extra_next(extra, length, e)) {
		struct class_descriptor found;

		class_find(&found, context, e, e[0]);
		class_json(json, NULL, &found);
	}
	json_array_end(json);
}

void json_bandwidth(struct json *json, const struct cusb_endpoint *ep)
{
	struct class_text text = {0};

	bandwidth_text(&text, cusb_device_speed(ep->interface->configuration->device), ep);
	json_string(json, "bandwidth", text.text);
}

struct json_answers {
	struct answers_sink sink;
	struct json *json;
	const struct class_context *context;
};

static struct json_answers *of(struct answers_sink *sink)
{
	return (struct json_answers *)(void *)sink;
}

static void descriptors(struct answers_sink *sink, const char *key, const uint8_t *bytes,
			size_t length)
{
	json_class_descriptors(of(sink)->json, key, of(sink)->context, bytes, length);
}

static void answer(struct answers_sink *sink, const char *key, const char *heading,
		   const char *rows, const uint8_t *bytes, size_t length)
{
	(void)heading;
	class_json_answer(of(sink)->json, key, rows, bytes, length);
}

static void list_begin(struct answers_sink *sink, const char *key)
{
	json_array_begin(of(sink)->json, key);
}

static void list_end(struct answers_sink *sink)
{
	json_array_end(of(sink)->json);
}

void json_answers(struct json *json, const struct class_context *context, struct cusb_device *dev)
{
	struct json_answers answers = {{descriptors, answer, list_begin, list_end}, json, context};
	int failed = cusb_open(dev);

	answers_give(dev, &answers.sink, &failed);
	json_string(json, "not_read", failed ? cusb_strerror(failed) : NULL);
}

void json_report(struct json *json, const struct cli_bus *bus, const struct cusb_interface *intf,
		 int *failed)
{
	uint8_t bytes[ASK_REPORT_SIZE];
	ssize_t n = answers_report(bus, intf, failed, bytes);

	if (n > 0)
		class_json_report(json, "report", bytes, (size_t)n);
}

void json_blocks(struct json *json, const struct class_context *context,
		 const struct cusb_interface *intf, int *failed)
{
	uint8_t bytes[ASK_BLOCKS_SIZE];
	ssize_t n = answers_blocks(intf, failed, bytes);

	if (n > 0)
		json_class_descriptors(json, "group_terminal_blocks", context, bytes, (size_t)n);
}
