/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/bus/hwdb.h"
#include "unit.h"

/* "usb:v" and its children "1D6B*" and "0001*"; the first has two values. */
#define ROOT   80
#define FIRST  (ROOT + 24 + 2 * 16)
#define SECOND (FIRST + 24 + 2 * 16)
#define TEXTS  (SECOND + 24 + 16)
#define SIZE   (TEXTS + 128)

static char *db;
static size_t used;

static void put(size_t offset, uint64_t number)
{
	for (unsigned int i = 0; i < 8; i++)
		db[offset + i] = (char)(number >> 8 * i);
}

static uint64_t text(const char *words)
{
	size_t at = TEXTS + used;

	strcpy(db + at, words);
	used += strlen(words) + 1;
	return at;
}

static void put_value(size_t offset, const char *name, const char *value)
{
	put(offset, text(name));
	put(offset + 8, text(value));
}

static void build(void)
{
	db = calloc(1, SIZE);
	ck_assert_ptr_nonnull(db);
	used = 0;
	memcpy(db, "KSLPHHRH", 8);
	put(32, 24);
	put(40, 16);
	put(48, 16);
	put(56, ROOT);
	put(ROOT, text("usb:v"));
	put(ROOT + 8, 2);
	put(ROOT + 24, '0');
	put(ROOT + 32, SECOND);
	put(ROOT + 40, '1');
	put(ROOT + 48, FIRST);
	put(FIRST, text("D6B*"));
	put(FIRST + 16, 2);
	put_value(FIRST + 24, " ID_OTHER", "no");
	put_value(FIRST + 40, " ID_NAME", "Example");
	put(SECOND, text("001*"));
	put(SECOND + 16, 1);
	put_value(SECOND + 24, "ID_NAME", "without the blank");
}

static void drop(void)
{
	free(db);
}

FIXTURE(build, drop)

static const struct {
	const char *key, *property, *value;
} searches[] = {
	{"usb:v1D6B*", "ID_NAME", "Example"},
	{"usb:v1D6B*", "ID_OTHER", "no"},
	{"usb:v1D6B*", "ID", NULL},
	{"usb:v1D6B", "ID_NAME", NULL},
	{"usb:v1D6Bp0001*", "ID_NAME", NULL},
	{"usb:v2D6B*", "ID_NAME", NULL},
	{"usb:v0001*", "ID_NAME", NULL},
	{"usb:v", "ID_NAME", NULL},
	{"", "ID_NAME", NULL},
};

CASE_PER_ROW(a_property_of_a_key, searches)
{
	const char *value = hwdb_find(db, SIZE, searches[_i].key, searches[_i].property);

	ck_assert_pstr_eq(value, searches[_i].value);
}

CASE(a_file_is_known_by_its_signature)
{
	ck_assert(hwdb_is(db, SIZE));
	ck_assert(!hwdb_is(db, 63));
	db[0] = 'x';
	ck_assert(!hwdb_is(db, SIZE));
}

/* The sanitizers look at the reads. */
CASE(a_file_that_is_cut_or_changed_has_no_value_or_one_inside_of_it)
{
	for (size_t length = 0; length <= SIZE; length++) {
		char *cut = malloc(length + !length);
		const char *value;

		memcpy(cut, db, length);
		value = hwdb_find(cut, length, "usb:v1D6B*", "ID_NAME");
		ck_assert(!value || (value >= cut && value < cut + length) || !value[0]);
		free(cut);
	}
	for (size_t at = 0; at < TEXTS; at++) {
		char good = db[at];

		db[at] = (char)0xff;
		hwdb_find(db, SIZE, "usb:v1D6B*", "ID_NAME");
		db[at] = good;
	}
}
