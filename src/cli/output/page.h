/* SPDX-License-Identifier: MIT */
/*
 * A text in rows for a person, on standard output. On a terminal, headings are bold and faults red,
 * unless NO_COLOR is set, and long rows continue at the column of their meaning. Elsewhere each row
 * is one line.
 */
#ifndef CUSB_CLI_OUTPUT_PAGE_H
#define CUSB_CLI_OUTPUT_PAGE_H

#include "output.h"

struct page {
	struct output *out;
	bool colour;
	unsigned int width; /* 0: not limited */
	unsigned int level; /* each level is indented by two columns */
};

/* Looks at standard output, and at NO_COLOR, TERM and COLUMNS. */
void page_begin(struct page *page, struct output *out);

/* A line; NULL or "" as `detail` is none. */
void page_heading(struct page *page, const char *text, const char *detail);
/* A line that is not a heading. */
void page_line(struct page *page, const char *text);
/* The name of a field, its value, and its meaning; the last two may be empty. */
void page_row(struct page *page, const char *name, const char *value, const char *meaning);
/* Something that is wrong with the device. */
void page_fault(struct page *page, const char *text);

#endif
