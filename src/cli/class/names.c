/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"

/* Adds a name, after a separator unless it is the first. */
static void add_listed(struct class_text *text, const char *name, size_t length)
{
	class_text_add(text, "%s%.*s", text->length ? ", " : "", (int)length, name);
}

static const char *next_entry(const char *entry)
{
	const char *bar = strchr(entry, '|');

	return bar ? bar + 1 : NULL;
}

static size_t entry_length(const char *entry)
{
	return strcspn(entry, "|");
}

const char *names_find(const char *names, uint64_t value, size_t *length)
{
	for (const char *entry = names; entry; entry = next_entry(entry)) {
		char *end;

		if (strtoull(entry, &end, 16) != value || *end != ' ')
			continue;
		*length = entry_length(end + 1);
		return end + 1;
	}
	return NULL;
}

void names_add(struct class_text *text, const char *names, uint64_t value)
{
	size_t length;
	const char *name = names_find(names, value, &length);

	if (name)
		add_listed(text, name, length);
}

static unsigned int bits_at(const uint8_t *bytes, size_t length, unsigned int bit,
			    unsigned int width)
{
	unsigned int number = 0;

	for (unsigned int i = 0; i < width && (bit + i) / 8 < length; i++)
		number |= (bytes[(bit + i) / 8] >> (bit + i) % 8 & 1u) << i;
	return number;
}

/* The name of `number` in "None/One/Two", which ends at `end`. */
static void add_choice(struct class_text *text, const char *names, const char *end,
		       unsigned int number)
{
	const char *at = names;

	for (; number > 0 && at < end; number--) {
		at += strcspn(at, "/|");
		at += at < end;
	}
	if (at < end)
		class_text_add(text, "%.*s", (int)strcspn(at, "/|"), at);
	else
		class_text_add(text, "reserved");
}

/* "#2 Type=None/One": `entry` is behind the width. */
static void add_field(struct class_text *text, const char *entry, unsigned int number)
{
	size_t length = entry_length(entry), name = strcspn(entry, "=|");

	if (name < length) {
		const char *first = entry + name + 1;
		bool said = *first != '/' || number > 0;

		if (said)
			add_listed(text, entry, name);
		if (said && name > 0)
			class_text_add(text, " ");
		if (said)
			add_choice(text, first, entry + length, number);
	} else {
		add_listed(text, entry, length);
		class_text_add(text, " %u", number);
	}
}

void names_add_bits(struct class_text *text, const char *names, const uint8_t *bytes, size_t length)
{
	unsigned int bit = 0;

	for (const char *entry = names; entry; entry = next_entry(entry)) {
		if (*entry == '#') {
			char *end;
			unsigned int width = (unsigned int)strtoul(entry + 1, &end, 10);

			if (*end == ' ')
				add_field(text, end + 1, bits_at(bytes, length, bit, width));
			bit += width;
			continue;
		}
		if (entry_length(entry) > 0 && bits_at(bytes, length, bit, 1))
			add_listed(text, entry, entry_length(entry));
		bit++;
	}
}

void names_add_pairs(struct class_text *text, const char *names, const uint8_t *bytes,
		     size_t length)
{
	static const char *const access[] = {NULL, " (read-only)", " (reserved)", ""};
	unsigned int bit = 0;

	for (const char *entry = names; entry; entry = next_entry(entry), bit += 2) {
		unsigned int number = bits_at(bytes, length, bit, 2);

		if (number == 0)
			continue;
		add_listed(text, entry, entry_length(entry));
		class_text_add(text, "%s", access[number]);
	}
}

void names_add_keyed(struct class_text *text, const char *names, const struct class_text *key)
{
	for (const char *entry = names; entry; entry = next_entry(entry))
		if (strncmp(entry, key->text, key->length) == 0)
			add_listed(text, entry + key->length + 1,
				   entry_length(entry) - key->length - 1);
}
