/* SPDX-License-Identifier: MIT */
/* Rules that all tables keep. */
#include <string.h>

#include "cli/class/tables.h"
#include "unit.h"

static const struct layout *const tables[] = {
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

static void check_rows(const struct row *rows, struct names names);

/* JSON would have a key twice. */
static void check_unique(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		ck_assert_str_ne(names->at[i], name);
}

/* Only one of the choices is taken; all of them go on with the rows after it. */
static void check_choices(const struct layout *layout, const struct row *after,
			  const struct names *names)
{
	for (;; layout++) {
		if (layout->rows) {
			check_rows(layout->rows, *names);
			for (const struct row *row = layout->rows; row->name; row++)
				for (const struct row *later = after; later->name; later++)
					ck_assert_str_ne(row->name, later->name);
		}
		if (!layout->key)
			return;
	}
}

static void check_kept(const struct names *names, unsigned int kept)
{
	ck_assert_uint_lt(kept, KEPT_COUNT);
	ck_assert_msg(names->kept & 1u << kept, "%s", names->at[names->count - 1]);
}

static void check_rows(const struct row *rows, struct names names)
{
	static const struct names none = {.at = {"bLength"}, .count = 1};

	for (const struct row *row = rows; row->name; row++) {
		if (row->kind == AS_END)
			continue;
		check_unique(&names, row->name);
		ck_assert_uint_lt(names.count, NAMES_MAX);
		names.at[names.count++] = row->name;
		if (row->times && row->times != TIMES_REST)
			check_kept(&names, row->times);
		if (row->size & 0x80)
			check_kept(&names, row->size & 0x7f);
		names.kept |= row->keep ? 1u << row->keep : 0;
		if (row->kind == AS_GROUP)
			check_rows(row->meaning, none);
		if (row->kind == AS_CHOICE)
			check_choices(row->meaning, row + 1, &names);
		if (row->kind == AS_NAMED)
			ck_assert_ptr_nonnull(row->meaning);
	}
}

CASE_PER_ROW(names_are_unique_and_counts_come_before_what_they_count, tables)
{
	static const struct names header = {
		.at = {"descriptor", "meaning", "cut", "bLength", "bDescriptorType",
		       "bDescriptorSubtype", "more"},
		.count = 7,
		.kept = 1u << 1,
	};
	struct names names = header;

	if (tables[_i] != bos_layouts)
		names.kept = 0;
	for (const struct layout *layout = tables[_i]; layout->key; layout++) {
		ck_assert_ptr_nonnull(layout->name);
		check_rows(layout->rows, names);
		for (const struct layout *other = layout + 1; other->key; other++)
			ck_assert_uint_ne(layout->key, other->key);
	}
}

static bool has_field(const struct row *rows, const char *name, size_t length)
{
	for (const struct row *row = rows; row->name; row++) {
		if (strncmp(row->name, name, length) == 0 && !row->name[length])
			return true;
		if (row->kind == AS_GROUP && has_field(row->meaning, name, length))
			return true;
		if (row->kind != AS_CHOICE)
			continue;
		for (const struct layout *layout = row->meaning;; layout++) {
			if (layout->rows && has_field(layout->rows, name, length))
				return true;
			if (!layout->key)
				break;
		}
	}
	return false;
}

CASE_PER_ROW(a_line_for_a_person_names_fields_of_its_table, tables)
{
	for (const struct layout *layout = tables[_i]; layout->key; layout++) {
		const char *at = layout->brief;

		while (at && (at = strchr(at, '$'))) {
			size_t length = strcspn(++at, " ,:$");

			ck_assert_msg(has_field(layout->rows, at, length), "%s: $%.*s",
				      layout->name, (int)length, at);
		}
	}
}
