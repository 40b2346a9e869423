/* SPDX-License-Identifier: MIT */
#include "hid_items.h"
#include "json.h"

struct json_sink {
	struct class_sink sink;
	struct json *json;
	const struct class_context *context;
	bool meanings; /* in place of values */
	bool cut;
};

static struct json_sink *of(struct class_sink *sink)
{
	return (struct json_sink *)(void *)sink;
}

/* A field of a list has no key. */
static void put_value(struct json *json, const char *key, const struct row *row,
		      const struct class_value *value)
{
	struct class_text text = {0};

	if (row->kind == KIND(AS_GUID) || row->kind == KIND(AS_TEXT)) {
		class_value_text(&text, row, value);
		json_string(json, key, text.text);
	} else if (!class_value_is_number(row, value)) {
		json_bytes(json, key, value->bytes, value->size);
	} else {
		json_number(json, key, (long long)value->number);
	}
}

/* The groups of a list have keys in each group. */
static void field(struct class_sink *sink, const struct row *row, const struct class_value *value)
{
	struct json_sink *to = of(sink);
	const char *key = row->times ? NULL : row->name;
	struct class_text text = {0};

	if (!to->meanings) {
		put_value(to->json, key, row, value);
		return;
	}
	class_meaning(&text, to->context, row, value);
	if (text.length > 0 || !key)
		json_string(to->json, key, text.length ? text.text : NULL);
}

static void list_begin(struct class_sink *sink, const struct row *row)
{
	json_array_begin(of(sink)->json, row->name);
}

static void list_end(struct class_sink *sink, const struct row *row)
{
	(void)row;
	json_array_end(of(sink)->json);
}

static void group_begin(struct class_sink *sink, const struct row *row, int index)
{
	json_object_begin(of(sink)->json, index < 0 ? row->name : NULL);
}

static void group_end(struct class_sink *sink, const struct row *row)
{
	(void)row;
	json_object_end(of(sink)->json);
}

static void cut(struct class_sink *sink, const char *name, const uint8_t *left, size_t length)
{
	(void)name;
	(void)left;
	(void)length;
	of(sink)->cut = true;
}

static struct json_sink sink_of(struct json *json, const struct class_context *context,
				bool meanings)
{
	struct class_sink sink = {field, list_begin, list_end, group_begin, group_end, cut};

	return (struct json_sink){sink, json, context, meanings, false};
}

static bool put_fields(struct json *json, const struct class_descriptor *descriptor, bool meanings)
{
	struct json_sink to = sink_of(json, &descriptor->context, meanings);

	class_fields(descriptor, &to.sink);
	return to.cut || descriptor->length < descriptor->bytes[0];
}

void class_json_meanings(struct json *json, const struct class_descriptor *descriptor)
{
	json_object_begin(json, "meaning");
	put_fields(json, descriptor, true);
	json_object_end(json);
}

void class_json(struct json *json, const char *key, const struct class_descriptor *descriptor)
{
	const char *name = descriptor->layout.name;
	bool is_cut;

	json_object_begin(json, key);
	json_string(json, "descriptor", name ? name : descriptor->type);
	is_cut = put_fields(json, descriptor, false);
	class_json_meanings(json, descriptor);
	json_bool(json, "cut", is_cut);
	json_object_end(json);
}

void class_json_answer(struct json *json, const char *key, const char *rows, const uint8_t *bytes,
		       size_t length)
{
	static const struct class_context none;
	struct json_sink to = sink_of(json, &none, false);

	json_object_begin(json, key);
	class_walk(rows, bytes, length, &to.sink);
	to.meanings = true;
	json_object_begin(json, "meaning");
	class_walk(rows, bytes, length, &to.sink);
	json_object_end(json);
	json_object_end(json);
}

static void item(void *user, const struct hid_item *item)
{
	struct json *json = user;

	json_object_begin(json, NULL);
	json_string(json, "item", item->name);
	json_number(json, "depth", item->depth);
	if (item->size > 0)
		json_number(json, "data", item->number);
	if (item->meaning.length > 0)
		json_string(json, "meaning", item->meaning.text);
	json_object_end(json);
}

void class_json_report(struct json *json, const char *key, const uint8_t *bytes, size_t length)
{
	json_array_begin(json, key);
	hid_items(bytes, length, item, json);
	json_array_end(json);
}
