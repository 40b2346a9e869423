/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"
#include "fail_alloc.h"
#include "unit.h"

struct item {
	uint16_t key;
	uint8_t rest[3];
};

static int compare(const void *a, const void *b)
{
	return (int)((const struct item *)a)->key - (int)((const struct item *)b)->key;
}

/* Keys in an order that looks like none, the numbers below `count` once each for a prime. */
static void fill(struct item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		items[i].key = (uint16_t)(i * 7919 % 509);
		memset(items[i].rest, (int)(items[i].key & 0xff), sizeof items[i].rest);
	}
}

static const size_t counts[] = {0, 1, 2, 3, 10, 133, 509};

CASE_PER_ROW(items_are_put_in_order, counts)
{
	struct item items[509];

	fill(items, counts[_i]);
	array_sort(items, counts[_i], sizeof *items, compare);
	for (size_t i = 0; i < counts[_i]; i++) {
		ck_assert(i == 0 || items[i - 1].key <= items[i].key);
		ck_assert_int_eq(items[i].rest[2], items[i].key & 0xff);
	}
}

CASE(sorting_loses_no_item)
{
	struct item items[509];

	fill(items, 509);
	array_sort(items, 509, sizeof *items, compare);
	for (size_t i = 0; i < 509; i++)
		ck_assert_int_eq(items[i].key, (int)i);
}

CASE(growing_keeps_what_is_used)
{
	char *text = array_grow(NULL, 0, 4);

	memcpy(text, "abcd", 4);
	text = array_grow(text, 4, 4000);
	text[3999] = 0;
	ck_assert_mem_eq(text, "abcd", 4);
	free(text);
}

CASE(growing_without_memory_leaves_the_old_array)
{
	char *text = array_grow(NULL, 0, 4), *grown;

	memcpy(text, "abcd", 4);
	fail_alloc_start(1);
	grown = array_grow(text, 4, 8);
	fail_alloc_stop();
	ck_assert_ptr_null(grown);
	ck_assert_mem_eq(text, "abcd", 4);
	free(text);
}
