/* SPDX-License-Identifier: MIT */
/*
 * Numbers are little-endian and have 64 bits; offsets count from the beginning of the file. The
 * header tells the sizes of the parts of a node: the node itself, its children, its values.
 */
#include <stdint.h>
#include <string.h>

#include "hwdb.h"

static const char signature[] = "KSLPHHRH";

enum header { NODE_SIZE = 32, CHILD_SIZE = 40, VALUE_SIZE = 48, ROOT = 56, HEADER_SIZE = 64 };
enum node { PREFIX = 0, CHILD_COUNT = 8, VALUE_COUNT = 16 };

struct hwdb {
	const char *bytes;
	size_t length;
};

/* 0 past the end. */
static uint64_t number_at(const struct hwdb *db, uint64_t offset)
{
	uint64_t number = 0;

	if (db->length < 8 || offset > db->length - 8)
		return 0;
	for (unsigned int i = 0; i < 8; i++)
		number |= (uint64_t)(unsigned char)db->bytes[offset + i] << 8 * i;
	return number;
}

/* "" past the end. */
static const char *string_at(const struct hwdb *db, uint64_t offset)
{
	if (offset == 0 || offset >= db->length ||
	    !memchr(db->bytes + offset, '\0', db->length - (size_t)offset))
		return "";
	return db->bytes + offset;
}

static unsigned int child_count(const struct hwdb *db, uint64_t node)
{
	return (unsigned int)(number_at(db, node + CHILD_COUNT) & 0xff);
}

/* The child whose character this is; 0: there is none. */
static uint64_t child_of(const struct hwdb *db, uint64_t node, char c)
{
	uint64_t size = number_at(db, CHILD_SIZE), at = node + number_at(db, NODE_SIZE);

	for (unsigned int i = child_count(db, node); i > 0; i--, at += size)
		if ((char)(number_at(db, at) & 0xff) == c)
			return number_at(db, at + 8);
	return 0;
}

/* Properties begin with a blank. */
static const char *value_of(const struct hwdb *db, uint64_t node, const char *property)
{
	uint64_t size = number_at(db, VALUE_SIZE);
	uint64_t at =
		node + number_at(db, NODE_SIZE) + child_count(db, node) * number_at(db, CHILD_SIZE);

	if (size < 16 || size > db->length)
		return NULL;
	for (uint64_t i = number_at(db, node + VALUE_COUNT); i > 0 && at < db->length; i--) {
		const char *name = string_at(db, number_at(db, at));

		if (name[0] == ' ' && strcmp(name + 1, property) == 0)
			return string_at(db, number_at(db, at + 8));
		at += size;
	}
	return NULL;
}

bool hwdb_is(const char *bytes, size_t length)
{
	return length >= HEADER_SIZE && memcmp(bytes, signature, sizeof signature - 1) == 0;
}

/* Each step takes a character of the key, so that a trie with a circle has an end. */
const char *hwdb_find(const char *bytes, size_t length, const char *key, const char *property)
{
	struct hwdb db = {bytes, length};
	uint64_t node = number_at(&db, ROOT);

	while (node > 0 && node < length) {
		const char *prefix = string_at(&db, number_at(&db, node + PREFIX));
		size_t same = strlen(prefix);

		if (strncmp(key, prefix, same) != 0)
			return NULL;
		key += same;
		if (!*key)
			return value_of(&db, node, property);
		node = child_of(&db, node, *key++);
	}
	return NULL;
}
