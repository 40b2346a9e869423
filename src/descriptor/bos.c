/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "fields.h"

#define CAPABILITY_HEADER_SIZE 3

static bool is_capability(const uint8_t *desc)
{
	return desc[0] >= CAPABILITY_HEADER_SIZE && desc[1] == CUSB_DESC_TYPE_DEVICE_CAPABILITY;
}

static size_t count_capabilities(const uint8_t *bytes, size_t length)
{
	size_t count = 0;

	for (const uint8_t *d = cusb_extra_next(bytes, length, NULL); d;
	     d = cusb_extra_next(bytes, length, d))
		count += is_capability(d);
	return count;
}

static void fill_capabilities(struct cusb_device_capability *to, const uint8_t *bytes,
			      size_t length)
{
	for (const uint8_t *d = cusb_extra_next(bytes, length, NULL); d;
	     d = cusb_extra_next(bytes, length, d)) {
		if (!is_capability(d))
			continue;
		fields_parse(capability_fields, to, d);
		to->data = d + CAPABILITY_HEADER_SIZE;
		to->data_length = d[0] - CAPABILITY_HEADER_SIZE;
		to++;
	}
}

int cusb_bos_parse(const uint8_t *bytes, size_t length, struct cusb_bos **bos)
{
	struct cusb_device_capability *capabilities;
	struct cusb_bos *b;
	uint8_t *copy;
	size_t count;

	/* wTotalLength limits the length of a BOS, so no sum below overflows. */
	if (length > UINT16_MAX)
		length = UINT16_MAX;
	if (length < CUSB_BOS_DESC_SIZE || bytes[0] < CUSB_BOS_DESC_SIZE || bytes[0] > length ||
	    bytes[1] != CUSB_DESC_TYPE_BOS)
		return -EBADMSG;
	count = count_capabilities(bytes + bytes[0], length - bytes[0]);
	b = malloc(sizeof *b + count * sizeof *capabilities + length);
	if (!b)
		return -ENOMEM;
	capabilities = (struct cusb_device_capability *)(b + 1);
	copy = memcpy(capabilities + count, bytes, length);
	fill_capabilities(capabilities, copy + copy[0], length - copy[0]);
	fields_parse(bos_fields, b, copy);
	b->capabilities = capabilities;
	b->capability_count = count;
	*bos = b;
	return 0;
}

void cusb_bos_free(struct cusb_bos *bos)
{
	free(bos);
}
