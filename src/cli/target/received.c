/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/output/message.h"
#include "received.h"

#define DIFFERENT_MAX 16 /* bytes that are shown */

void received_clear(struct received *received)
{
	received->kept = received->length = 0;
}

void received_add(struct received *received, const void *data, size_t length)
{
	size_t room;

	if (!received)
		return;
	if (!received->bytes)
		received->bytes = malloc(RECEIVED_MAX);
	room = received->bytes && received->kept == received->length ? RECEIVED_MAX - received->kept
								     : 0;
	received->length += length;
	if (length < room)
		room = length;
	if (room == 0)
		return;
	memcpy(received->bytes + received->kept, data, room);
	received->kept += room;
}

void received_free(struct received *received)
{
	free(received->bytes);
}

/* A byte in two digits, "--" if there is none. */
static void add_byte(struct error_message *message, const uint8_t *bytes, size_t length, size_t at)
{
	if (at < length)
		message_add(message, "%02x", bytes[at]);
	else
		message_add(message, "--");
}

/* Adds the bytes that differ, and returns their number. */
static size_t add_differences(struct error_message *message, const uint8_t *expected, size_t length,
			      const struct received *received)
{
	size_t all = length > received->length ? length : received->length, different = 0;

	for (size_t at = 0; at < all; at++) {
		bool same =
			at < length && at < received->kept && expected[at] == received->bytes[at];

		if (same || different++ >= DIFFERENT_MAX)
			continue;
		message_add(message, "\n  byte %zu: expected ", at);
		add_byte(message, expected, length, at);
		message_add(message, ", came ");
		add_byte(message, received->bytes, received->kept, at);
	}
	if (different > DIFFERENT_MAX)
		message_add(message, "\n  and %zu more", different - DIFFERENT_MAX);
	return different;
}

enum status received_compare(const struct received *received, const uint8_t *expected,
			     size_t length)
{
	struct error_message message = {0}, differences = {0};
	size_t different = add_differences(&differences, expected, length, received);

	if (different == 0)
		return STATUS_OK;
	message_begin(&message);
	message_add(&message, "expect: %zu byte%s differ%s: %zu were expected, %zu came%s",
		    different, different == 1 ? "" : "s", different == 1 ? "s" : "", length,
		    received->length, differences.text);
	message_print(&message);
	return STATUS_FAILURE;
}
