/* SPDX-License-Identifier: MIT */
/* The items of a HID report descriptor: HID 1.11, 6.2.2. */
#ifndef CUSB_CLI_CLASS_HID_ITEMS_H
#define CUSB_CLI_CLASS_HID_ITEMS_H

#include "meaning.h"

struct hid_item {
	unsigned int depth; /* the number of collections around it */
	const char *name;
	const uint8_t *data; /* lent, little-endian */
	size_t size;
	int64_t number; /* of the data; signed where the item's data is */
	bool cut;	/* the descriptor ends before the item does */
	struct class_text meaning;
};

typedef void (*hid_item_fn)(void *user, const struct hid_item *item);

/* Calls `give` for each item. */
void hid_items(const uint8_t *bytes, size_t length, hid_item_fn give, void *user);

/* Adds the usages of the outermost collections, such as "Mouse, Keyboard". */
void hid_purpose(struct class_text *text, const uint8_t *bytes, size_t length);

/* hid_usages.c: the name of a usage; its page is in the upper 16 bits. */
void hid_usage_name(struct class_text *text, uint32_t usage);
void hid_page_name(struct class_text *text, unsigned int page);

#endif
