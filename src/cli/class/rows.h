/* SPDX-License-Identifier: MIT */
/* A descriptor as rows of text, and as one line. */
#ifndef CUSB_CLI_CLASS_ROWS_H
#define CUSB_CLI_CLASS_ROWS_H

#include "class.h"
#include "cli/output/page.h"

/* All fields, in rows. */
void class_rows(struct page *page, const struct class_descriptor *descriptor);
/* Bytes that are no descriptor, by a table. */
void class_rows_of_answer(struct page *page, const char *rows, const uint8_t *bytes,
		       size_t length);
/* The items of a HID report descriptor, in rows. */
void class_rows_of_report(struct page *page, const uint8_t *bytes, size_t length);

/*
 * brief.c: adds the line that the table has for the descriptor. Returns false if it has none.
 * *joins: the line continues the one before.
 */
bool class_brief(struct class_text *text, const struct class_descriptor *descriptor, bool *joins);

#endif
