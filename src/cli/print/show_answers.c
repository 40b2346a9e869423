/* SPDX-License-Identifier: MIT */
#include <stdio.h>

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

static void put(struct page *page, const char *heading, const struct row *rows,
		const uint8_t *bytes, size_t length)
{
	page->level = 1;
	page_heading(page, heading, NULL);
	page->level++;
	class_rows_of_answer(page, rows, bytes, length);
	page->level = 0;
}

static void status(struct answers_sink *sink, const char *key, const struct row *rows,
		   const uint8_t *bytes, size_t length)
{
	put(show_of(sink)->page, key[0] == 'h' ? "hub status" : "device status", rows, bytes,
	    length);
}

static void ports(struct answers_sink *sink, const struct row *rows, const uint8_t *bytes,
		  unsigned int count)
{
	for (unsigned int port = 1; port <= count; port++) {
		char heading[24];

		snprintf(heading, sizeof heading, "port %u status", port);
		put(show_of(sink)->page, heading, rows, bytes, PORT_STATUS_SIZE);
		bytes += PORT_STATUS_SIZE;
	}
}

void show_answers(struct show *show)
{
	struct text_answers answers = {{descriptors, status, ports}, show};
	struct class_text text = {0};

	answers_give(show->dev, &answers.sink, &show->failed);
	if (show->failed == 0)
		return;
	class_text_add(&text, "not read from the device: %s", cusb_strerror(show->failed));
	show->page->level = 1;
	page_fault(show->page, text.text);
	show->page->level = 0;
}
