/* SPDX-License-Identifier: MIT */
#include "walk.h"

struct walk {
	struct class_sink *sink;
	const uint8_t *at;
	size_t left;
	uint64_t kept[KEPT_COUNT];
	bool cut;
};

static void walk_rows(struct walk *walk, const char *rows, int index);

/* The bytes that the rows need at least. */
static size_t least(const char *rows)
{
	size_t bytes = 0;
	struct row row;

	while (row_next(&rows, &row))
		if (row.size < SIZE_REST && row.times == 0)
			bytes += row.size;
	return bytes;
}

/* `rest`: the rows after this one. */
static size_t size_of(const struct walk *walk, const struct row *row, const char *rest)
{
	size_t after;

	if (row->size & 0x80)
		return (size_t)walk->kept[row->size & (KEPT_COUNT - 1)];
	if (row->size != SIZE_REST)
		return row->size;
	after = least(rest);
	return walk->left > after ? walk->left - after : 0;
}

static void take_group(struct walk *walk, const struct row *row, int index)
{
	if (walk->sink->group_begin)
		walk->sink->group_begin(walk->sink, row, index);
	walk_rows(walk, row->meaning, index);
	if (walk->sink->group_end)
		walk->sink->group_end(walk->sink, row);
}

static void take_cut(struct walk *walk, const struct row *row)
{
	walk->cut = true;
	if (walk->sink->cut)
		walk->sink->cut(walk->sink, row->name, walk->at, walk->left);
	walk->left = 0;
}

static void take_one(struct walk *walk, const struct row *row, size_t size, int index)
{
	struct class_value value = {walk->at, size, 0, index};

	if (row->kind == KIND(AS_GROUP)) {
		take_group(walk, row, index);
		return;
	}
	if (size > walk->left) {
		take_cut(walk, row);
		return;
	}
	value.number = class_number(walk->at, size);
	if (row->keep)
		walk->kept[row->keep] = value.number;
	if (size > 0)
		walk->sink->field(walk->sink, row, &value);
	walk->at += size;
	walk->left -= size;
}

/* Of a group the rows of fixed sizes count: a list of nothing else would have no end. */
static void take_list(struct walk *walk, const struct row *row, const char *rest)
{
	size_t size = row->kind == KIND(AS_GROUP) ? least(row->meaning) : size_of(walk, row, rest);
	size_t after = row->times == TIMES_REST ? least(rest) : 0;
	uint64_t times = row->times == TIMES_REST ? UINT64_MAX : walk->kept[row->times];

	if (size == 0)
		return;
	if (walk->sink->list_begin)
		walk->sink->list_begin(walk->sink, row);
	for (int i = 0; (uint64_t)i < times && !walk->cut; i++) {
		if (row->times == TIMES_REST && (walk->left < after || walk->left - after < size))
			break;
		take_one(walk, row, size, i);
	}
	if (walk->sink->list_end)
		walk->sink->list_end(walk->sink, row);
}

static void take_choice(struct walk *walk, const struct row *row, int index)
{
	uint32_t key = (uint32_t)walk->kept[row->times];
	struct layout layout;

	if (layout_find(row->meaning, key, key, &layout))
		walk_rows(walk, layout.rows, index);
}

static void walk_rows(struct walk *walk, const char *rows, int index)
{
	struct row row;

	while (!walk->cut && row_next(&rows, &row)) {
		if (row.kind == KIND(AS_MAY_END) && walk->left == 0)
			return;
		if (row.kind == KIND(AS_MAY_END))
			continue;
		if (row.kind == KIND(AS_CHOICE))
			take_choice(walk, &row, index);
		else if (row.times)
			take_list(walk, &row, rows);
		else
			take_one(walk, &row, size_of(walk, &row, rows), index);
	}
}

void class_walk(const char *rows, const uint8_t *bytes, size_t length, struct class_sink *sink)
{
	static const struct row more = {.name = "more", .kind = KIND(AS_BYTES)};
	struct walk walk = {.sink = sink, .at = bytes, .left = length};

	walk_rows(&walk, rows, -1);
	if (walk.left > 0)
		take_one(&walk, &more, walk.left, -1);
}
