/* SPDX-License-Identifier: MIT */
#include <cusb/error.h>

#include "answers.h"
#include "show.h"

struct text_answers {
	struct answers_sink sink;
	struct show *show;
};

static struct show *show_of(struct answers_sink *sink)
{
	return ((struct text_answers *)(void *)sink)->show;
}

static void descriptors(struct answers_sink *sink, const char *key, const uint8_t *bytes,
			size_t length)
{
	(void)key;
	show_bytes(show_of(sink), bytes, length);
}

static void answer(struct answers_sink *sink, const char *key, const char *heading,
		   const char *rows, const uint8_t *bytes, size_t length)
{
	struct page *page = show_of(sink)->page;

	(void)key;
	page->level = 1;
	page_heading(page, heading, NULL);
	page->level++;
	class_rows_of_answer(page, rows, bytes, length);
	page->level = 0;
}

static void list_begin(struct answers_sink *sink, const char *key)
{
	(void)sink;
	(void)key;
}

static void list_end(struct answers_sink *sink)
{
	(void)sink;
}

void show_answers(struct show *show)
{
	struct text_answers answers = {{descriptors, answer, list_begin, list_end}, show};
	struct class_text text = {0};

	answers_give(show->dev, &answers.sink, &show->failed);
	if (show->failed == 0)
		return;
	class_text_add(&text, "not read from the device: %s", cusb_strerror(show->failed));
	show->page->level = 1;
	page_fault(show->page, text.text);
	show->page->level = 0;
}
