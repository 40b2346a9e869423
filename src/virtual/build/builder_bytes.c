/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/build/builder.h"
#include "virtual/device/utf16.h"

#define STRING_UNITS_MAX 126

void builder_fail(struct cusb_virtual_builder *builder, int err)
{
	if (!builder->err)
		builder->err = err;
}

bool builder_may_add(struct cusb_virtual_builder *builder, const void *what)
{
	if (!builder)
		return false;
	/* A model that was built has been lent the array. */
	if (builder->built || !what)
		builder_fail(builder, -EINVAL);
	return !builder->err;
}

static int make_room(struct cusb_virtual_builder *builder, size_t length)
{
	size_t room = builder->room ? builder->room : 128;
	uint8_t *bytes;

	while (room - builder->length < length)
		room *= 2;
	if (room == builder->room)
		return 0;
	bytes = realloc(builder->bytes, room);
	if (!bytes)
		return -ENOMEM;
	builder->bytes = bytes;
	builder->room = room;
	return 0;
}

static size_t configuration_length(const struct cusb_virtual_builder *builder)
{
	return builder->length - builder->configuration;
}

void builder_append(struct cusb_virtual_builder *builder, const uint8_t *bytes, size_t length)
{
	size_t limit = 0xffff - (builder->configuration ? configuration_length(builder) : 0);
	int err = length > limit ? -EMSGSIZE : make_room(builder, length);

	if (err) {
		builder_fail(builder, err);
		return;
	}
	if (length)
		memcpy(builder->bytes + builder->length, bytes, length);
	builder->length += length;
	if (builder->configuration) {
		uint8_t *desc = builder->bytes + builder->configuration;

		desc[2] = (uint8_t)configuration_length(builder);
		desc[3] = (uint8_t)(configuration_length(builder) >> 8);
	}
}

void builder_count(struct cusb_virtual_builder *builder, size_t field)
{
	if (builder->bytes[field] == 0xff)
		builder_fail(builder, -EINVAL);
	else
		builder->bytes[field]++;
}

static bool fits(const char *string)
{
	uint8_t units[2 * (STRING_UNITS_MAX + 2)];

	return utf16le_from_utf8(units, STRING_UNITS_MAX + 2, string) <= STRING_UNITS_MAX;
}

uint8_t cusb_virtual_add_string(struct cusb_virtual_builder *builder, const char *string)
{
	size_t i = 0;

	if (!string || !*string || !builder_may_add(builder, string))
		return 0;
	while (builder->strings[i] && strcmp(builder->strings[i], string) != 0)
		i++;
	if (builder->strings[i])
		return (uint8_t)(i + 1);
	if (i == STRINGS_MAX || !fits(string)) {
		builder_fail(builder, -EINVAL);
		return 0;
	}
	builder->strings[i] = strdup(string);
	if (!builder->strings[i]) {
		builder_fail(builder, -ENOMEM);
		return 0;
	}
	return (uint8_t)(i + 1);
}
