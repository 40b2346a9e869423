/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>

#include "hid_items.h"
#include "rows.h"

struct text_sink {
	struct class_sink sink;
	struct page *page;
	const struct class_context *context;
};

static void field(struct class_sink *sink, const struct row *row, const struct class_value *value)
{
	struct text_sink *to = (struct text_sink *)(void *)sink;
	struct class_text meaning = {0}, text = {0};
	char name[64];

	if (value->index < 0)
		snprintf(name, sizeof name, "%s", row->name);
	else
		snprintf(name, sizeof name, "%s[%d]", row->name, value->index);
	class_value_text(&text, row, value);
	class_meaning(&meaning, to->context, row, value);
	page_row(to->page, name, text.text, meaning.text);
}

static void cut(struct class_sink *sink, const char *name, const uint8_t *left, size_t length)
{
	struct text_sink *to = (struct text_sink *)(void *)sink;
	struct class_text text = {0};

	class_text_add(&text, "ends before %s", name);
	for (size_t i = 0; i < length; i++)
		class_text_add(&text, "%s %02x", i == 0 ? ", with" : "", left[i]);
	page_fault(to->page, text.text);
}

void class_rows(struct page *page, const struct class_descriptor *descriptor)
{
	struct text_sink to = {{.field = field, .cut = cut}, page, &descriptor->context};

	class_fields(descriptor, &to.sink);
	if (descriptor->length < descriptor->bytes[0])
		page_fault(page, "bLength goes past the end");
}

void class_rows_of_answer(struct page *page, const char *rows, const uint8_t *bytes, size_t length)
{
	static const struct class_context none;
	struct text_sink to = {{.field = field, .cut = cut}, page, &none};

	class_walk(rows, bytes, length, &to.sink);
}

static void item(void *user, const struct hid_item *item)
{
	struct page *page = user;
	char value[24] = "", name[48];

	snprintf(name, sizeof name, "%*s%s", 2 * (int)(item->depth < 8 ? item->depth : 8), "",
		 item->name);
	if (item->size > 0)
		snprintf(value, sizeof value, "%" PRId64, item->number);
	page_row(page, name, value, item->meaning.text);
	if (item->cut)
		page_fault(page, "the item goes past the end");
}

void class_rows_of_report(struct page *page, const uint8_t *bytes, size_t length)
{
	hid_items(bytes, length, item, page);
}
