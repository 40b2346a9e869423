/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lists.h"
#include "row.h"

/* "REST", or a digit. */
static uint8_t read_times(const char **at)
{
	uint8_t times = (uint8_t)(**at - '0');

	if (**at != 'R') {
		*at += 1;
		return times;
	}
	*at += strlen("REST");
	return TIMES_REST;
}

/* "REST", "KEPT_2", or a number. */
static uint8_t read_size(const char **at)
{
	unsigned int size = 0;

	if (**at == 'R') {
		*at += strlen("REST");
		return SIZE_REST;
	}
	if (**at == 'K') {
		*at += strlen("KEPT_2");
		return (uint8_t)SIZE_KEPT((*at)[-1] - '0');
	}
	for (; isdigit((unsigned char)**at); *at += 1)
		size = size * 10 + (unsigned int)(**at - '0');
	return (uint8_t)size;
}

static const char *behind(const char *text)
{
	return text + strlen(text) + 1;
}

static const char *behind_block(const char *at)
{
	struct row row;

	do
		row_next(&at, &row);
	while (row.kind != KIND(AS_END));
	return at;
}

/* The empty name at the end of a table is the NUL that the compiler adds. */
bool row_next(const char **rows, struct row *row)
{
	const char *at = behind(*rows);

	*row = (struct row){.name = *rows, .kind = KIND(AS_END)};
	if (!*row->name)
		return false;
	if (*at == '=' && at++)
		row->keep = read_times(&at);
	else if (*at == '*' && at++)
		row->times = read_times(&at);
	row->size = read_size(&at);
	row->kind = (uint8_t)*at++;
	*rows = behind(at);
	if (*at == '@')
		row->meaning = list_named(at + 1);
	else if (*at)
		row->meaning = at;
	if (row->kind == KIND(AS_LAYOUT)) {
		row->brief = *rows;
		*rows = behind(*rows);
	}
	if (row->kind == KIND(AS_GROUP) || row->kind == KIND(AS_CHOICE)) {
		row->meaning = *rows;
		*rows = behind_block(*rows);
	}
	return row->kind != KIND(AS_LAYOUT) && row->kind != KIND(AS_END);
}

/* The rows of a layout without rows are those of the next one. */
static const char *first_row(const char *at)
{
	const char *rows;
	struct row row;

	do {
		rows = at;
		row_next(&at, &row);
	} while (row.kind == KIND(AS_LAYOUT));
	return rows;
}

bool layout_next(const char **layouts, struct layout *layout)
{
	struct row row;

	while (row_next(layouts, &row))
		;
	if (row.kind != KIND(AS_LAYOUT))
		return false;
	*layout = (struct layout){
		.key = (uint32_t)strtoul(row.name, NULL, 16),
		.any = *row.name == '*',
		.name = row.meaning,
		.rows = first_row(*layouts),
		.brief = row.brief,
	};
	return true;
}

bool layout_find(const char *layouts, uint32_t short_key, uint32_t key, struct layout *found)
{
	while (layout_next(&layouts, found))
		if (found->any || found->key == (found->key < 0x100 ? short_key : key))
			return true;
	return false;
}
