/* SPDX-License-Identifier: MIT */
/* Rules that all tables keep. */
#include <string.h>

#include "cli/class/lists.h"
#include "cli/class/row.h"
#include "cli/class/tables.h"
#include "unit.h"

static const char *const tables[] = {
	standard_layouts,
	bos_layouts,
	hub_layouts,
	hid_layouts,
	cdc_layouts,
	dfu_layouts,
	ccid_layouts,
	video_control_layouts,
	video_streaming_layouts,
	audio1_control_layouts,
	audio1_streaming_layouts,
	audio2_control_layouts,
	audio2_streaming_layouts,
	audio3_control_layouts,
	audio3_streaming_layouts,
	midi_layouts,
	uas_layouts,
	ms_os_2_layouts,
	printer_layouts,
};

#define NAMES_MAX 40

struct names {
	const char *at[NAMES_MAX];
	size_t count;
	unsigned int kept;
};

static void check_rows(const char *rows, struct names names);

/* JSON would have a key twice. */
static void check_unique(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		ck_assert_str_ne(names->at[i], name);
}

static void check_differ(const char *rows, const char *others)
{
	struct row row, other;

	while (row_next(&rows, &row))
		for (const char *at = others; row_next(&at, &other);)
			ck_assert_str_ne(row.name, other.name);
}

/* Only one of the choices is taken; all of them go on with the rows after it. */
static void check_choices(const char *layouts, const char *after, const struct names *names)
{
	struct layout layout;

	while (layout_next(&layouts, &layout)) {
		check_rows(layout.rows, *names);
		check_differ(layout.rows, after);
	}
}

static void check_kept(const struct names *names, unsigned int kept)
{
	ck_assert_uint_lt(kept, KEPT_COUNT);
	ck_assert_msg(names->kept & 1u << kept, "%s", names->at[names->count - 1]);
}

static void check_row(const struct row *row, const char *after, struct names *names)
{
	static const struct names none = {.at = {"bLength"}, .count = 1};

	check_unique(names, row->name);
	ck_assert_uint_lt(names->count, NAMES_MAX);
	names->at[names->count++] = row->name;
	if (row->times && row->times != TIMES_REST)
		check_kept(names, row->times);
	if (row->size & 0x80)
		check_kept(names, row->size & 0x7f);
	names->kept |= row->keep ? 1u << row->keep : 0;
	if (row->kind == KIND(AS_GROUP))
		check_rows(row->meaning, none);
	if (row->kind == KIND(AS_CHOICE))
		check_choices(row->meaning, after, names);
	if (row->kind == KIND(AS_NAMED))
		ck_assert_ptr_nonnull(row->meaning);
}

static void check_rows(const char *rows, struct names names)
{
	struct row row;

	while (row_next(&rows, &row))
		if (row.kind != KIND(AS_MAY_END))
			check_row(&row, rows, &names);
}

CASE_PER_ROW(names_are_unique_and_counts_come_before_what_they_count, tables)
{
	static const struct names names = {
		.at = {"descriptor", "meaning", "cut", "bLength", "bDescriptorType",
		       "bDescriptorSubtype", "more"},
		.count = 7,
	};
	const char *at = tables[_i], *others;
	struct layout layout, other;

	while (layout_next(&at, &layout)) {
		ck_assert_ptr_nonnull(layout.name);
		check_rows(layout.rows, names);
		for (others = at; layout_next(&others, &other);)
			ck_assert_msg(layout.any != other.any || layout.key != other.key, "%s",
				      layout.name);
	}
}

CASE_PER_ROW(a_list_that_a_row_names_is_there, tables)
{
	const char *end = tables[_i];
	struct layout layout;

	while (layout_next(&end, &layout))
		;
	for (const char *at = tables[_i]; (at = memchr(at, '@', (size_t)(end - at))); at++)
		ck_assert_msg(list_named(at + 1) != NULL, "%s", at);
}

/* Looks into groups and choices, too. */
static bool has_field(const char *rows, const char *name, size_t length)
{
	struct layout layout;
	struct row row;

	while (row_next(&rows, &row)) {
		if (strncmp(row.name, name, length) == 0 && !row.name[length])
			return true;
		if (row.kind == KIND(AS_GROUP) && has_field(row.meaning, name, length))
			return true;
		if (row.kind == KIND(AS_CHOICE))
			for (const char *at = row.meaning; layout_next(&at, &layout);)
				if (has_field(layout.rows, name, length))
					return true;
	}
	return false;
}

CASE_PER_ROW(a_line_for_a_person_names_fields_of_its_table, tables)
{
	const char *layouts = tables[_i];
	struct layout layout;

	while (layout_next(&layouts, &layout)) {
		for (const char *at = layout.brief; (at = strchr(at, '$'));) {
			size_t length = strcspn(++at, " ,:$");

			ck_assert_msg(has_field(layout.rows, at, length), "%s: $%.*s", layout.name,
				      (int)length, at);
		}
	}
}
