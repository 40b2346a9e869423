/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "page.h"

#define NAME_COLUMNS  24
#define VALUE_COLUMNS 12
#define WIDTH_LEAST   40

#define BOLD  "\033[1m"
#define RED   "\033[31m"
#define PLAIN "\033[0m"

static unsigned int terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;

	if (columns && atoi(columns) > 0)
		return (unsigned int)atoi(columns);
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void page_begin(struct page *page, struct output *out)
{
	const char *plain = getenv("NO_COLOR"), *term = getenv("TERM");
	bool terminal = isatty(STDOUT_FILENO);

	*page = (struct page){.out = out};
	page->colour = terminal && !(plain && plain[0]) && term && strcmp(term, "dumb") != 0;
	if (terminal)
		page->width = terminal_width();
	if (page->width > 0 && page->width < WIDTH_LEAST)
		page->width = WIDTH_LEAST;
}

static void spaces(struct page *page, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		output_text(page->out, " ");
}

static void coloured(struct page *page, const char *colour, const char *text)
{
	if (page->colour)
		output_text(page->out, colour);
	output_text(page->out, text);
	if (page->colour)
		output_text(page->out, PLAIN);
}

/* Columns of UTF-8: continuation bytes take none. */
static unsigned int columns_of(const char *text, size_t length)
{
	unsigned int columns = 0;

	for (size_t i = 0; i < length; i++)
		columns += (text[i] & 0xc0) != 0x80;
	return columns;
}

/* The bytes of the longest part of whole words, but of one word at least, in `room` columns. */
static size_t words_in(const char *text, unsigned int room)
{
	size_t good = strcspn(text, " "), next = good;

	while (text[next] && columns_of(text, next) <= room) {
		good = next;
		next += 1 + strcspn(text + next + 1, " ");
	}
	return columns_of(text, next) <= room ? next : good;
}

static void new_line(struct page *page, unsigned int column)
{
	output_text(page->out, "\n");
	spaces(page, column);
}

/* Continues a line of `used` columns; further lines begin at `column`. */
static void wrapped(struct page *page, const char *text, unsigned int used, unsigned int column)
{
	while (page->width > 0 && *text) {
		unsigned int room = page->width > used ? page->width - used : 0;
		size_t length = words_in(text, room);

		if (columns_of(text, length) > room && used > column)
			length = 0;
		output_data(page->out, text, length);
		text += length;
		if (*text)
			new_line(page, column);
		text += length > 0 && *text;
		used = column;
	}
	output_text(page->out, text);
	output_text(page->out, "\n");
}

void page_heading(struct page *page, const char *text, const char *detail)
{
	unsigned int at = 2 * page->level, next = at + 4;

	spaces(page, at);
	coloured(page, BOLD, text);
	at += columns_of(text, strlen(text)) + 2;
	if (!detail || !detail[0]) {
		output_text(page->out, "\n");
	} else if (page->width > 0 && at + columns_of(detail, strcspn(detail, " ")) > page->width) {
		new_line(page, next);
		wrapped(page, detail, next, next);
	} else {
		output_text(page->out, "  ");
		wrapped(page, detail, at, next);
	}
}

void page_line(struct page *page, const char *text)
{
	spaces(page, 2 * page->level);
	wrapped(page, text, 2 * page->level, 2 * page->level + 4);
}

/* Returns the column behind it. */
static unsigned int column(struct page *page, const char *text, unsigned int at, unsigned int width)
{
	unsigned int used = columns_of(text, strlen(text));
	unsigned int blanks = used < width ? width - used : 1;

	output_text(page->out, text);
	spaces(page, blanks);
	return at + used + blanks;
}

void page_row(struct page *page, const char *name, const char *value, const char *meaning)
{
	unsigned int at = 2 * page->level;

	spaces(page, at);
	if (!value[0]) {
		wrapped(page, name, at, at);
		return;
	}
	at = column(page, name, at, NAME_COLUMNS);
	if (meaning[0]) {
		at = column(page, value, at, VALUE_COLUMNS);
		wrapped(page, meaning, at, 2 * page->level + NAME_COLUMNS + VALUE_COLUMNS);
	} else {
		wrapped(page, value, at, 2 * page->level + NAME_COLUMNS);
	}
}

void page_fault(struct page *page, const char *text)
{
	spaces(page, 2 * page->level);
	if (page->colour)
		output_text(page->out, RED);
	output_text(page->out, "! ");
	coloured(page, "", text);
	output_text(page->out, "\n");
}
