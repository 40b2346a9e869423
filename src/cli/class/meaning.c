/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/descriptor.h>

#include "codes.h"
#include "meaning.h"
#include "names.h"

#define INTERVALS_PER_SECOND 10000000u

uint64_t class_number(const uint8_t *bytes, size_t size)
{
	uint64_t number = 0;

	for (size_t i = 0; i < size && i < sizeof number; i++)
		number |= (uint64_t)bytes[i] << 8 * i;
	return number;
}

bool class_value_is_number(const struct row *row, const struct class_value *value)
{
	return value->size <= sizeof value->number && row->kind != KIND(AS_BYTES) &&
	       row->kind != KIND(AS_TEXT) && row->kind != KIND(AS_GUID);
}

/* The first three groups are little-endian numbers. */
static void guid(struct class_text *text, const uint8_t *b)
{
	class_text_add(text, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-", b[3], b[2], b[1], b[0],
		       b[5], b[4], b[7], b[6], b[8], b[9]);
	for (int i = 10; i < 16; i++)
		class_text_add(text, "%02x", b[i]);
}

static bool is_hex(unsigned int kind)
{
	static const uint8_t kinds[] = {KIND(AS_HEX),	KIND(AS_SUBLINK),  KIND(AS_BITS),
					KIND(AS_PAIRS), KIND(AS_ENDPOINT), KIND(AS_COMPANION),
					KIND(AS_PACKET)};

	return memchr(kinds, (int)kind, sizeof kinds) != NULL;
}

void class_value_text(struct class_text *text, const struct row *row,
		      const struct class_value *value)
{
	unsigned int number = (unsigned int)value->number;

	if (row->kind == KIND(AS_GUID) && value->size == 16)
		guid(text, value->bytes);
	else if (row->kind == KIND(AS_TEXT))
		class_text_add_foreign(text, value->bytes, value->size);
	else if (!class_value_is_number(row, value))
		for (size_t i = 0; i < value->size; i++)
			class_text_add(text, "%s%02x", i ? " " : "", value->bytes[i]);
	else if (row->kind == KIND(AS_VERSION))
		class_text_add(text, "%x.%02x", number >> 8, number & 0xff);
	else if (is_hex(row->kind) || (row->kind == KIND(AS_NAMED) && value->size > 1))
		class_text_add(text, "0x%0*" PRIx64, 2 * (int)value->size, value->number);
	else
		class_text_add(text, "%" PRIu64, value->number);
}

/* "ms", or "*2 ms" with the product. */
static void unit(struct class_text *text, const char *name, uint64_t number)
{
	char *end;
	unsigned long factor;

	if (*name != '*') {
		class_text_add(text, "%s", name);
		return;
	}
	factor = strtoul(name + 1, &end, 10);
	class_text_add(text, "%" PRIu64 "%s", number * factor, end);
}

/* Frames a second, with at most two decimals. */
static void interval(struct class_text *text, uint64_t number)
{
	uint64_t hundredths;

	if (number == 0)
		return;
	hundredths = (INTERVALS_PER_SECOND * 100ull + number / 2) / number;
	class_text_add(text, "%" PRIu64, hundredths / 100);
	if (hundredths % 100)
		class_text_add(text, ".%02u", (unsigned int)(hundredths % 100));
	class_text_add(text, " fps");
}

/* USB 3.2 table 9-20. */
static void sublink(struct class_text *text, unsigned int number)
{
	static const char *const exponents[] = {"", "k", "M", "G"};

	class_text_add(text, "id %u: %u %sbit/s %s, %s%s", number & 15, number >> 16,
		       exponents[number >> 4 & 3], number & 0x80 ? "transmit" : "receive",
		       number & 0x40 ? "asymmetric" : "symmetric",
		       (number >> 14 & 3) == 1 ? ", SuperSpeedPlus" : "");
}

/* Media types are a FourCC in a GUID whose other parts are the same. */
static bool is_fourcc(const uint8_t *b)
{
	static const uint8_t rest[12] = {0x00, 0x00, 0x10, 0x00, 0x80, 0x00,
					 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71};

	for (int i = 0; i < 4; i++)
		if (b[i] <= ' ' || b[i] >= 0x7f)
			return false;
	return memcmp(b + 4, rest, sizeof rest) == 0;
}

static void guid_name(struct class_text *text, const char *names, const struct class_value *value)
{
	struct class_text key = {0};

	if (value->size != 16)
		return;
	if (is_fourcc(value->bytes)) {
		class_text_add_foreign(text, value->bytes, 4);
		return;
	}
	guid(&key, value->bytes);
	names_add_keyed(text, names, &key);
}

static void string(struct class_text *text, const struct class_context *context, unsigned int index)
{
	char content[CLASS_TEXT_SIZE / 2];

	if (index > 0 && context->string &&
	    context->string(context->user, index, content, sizeof content))
		class_text_add(text, "%s", content);
	else if (index > 0 && context->string)
		class_text_add(text, "(not readable)");
}

/* USB 2.0 table 9-13: periodic endpoints may have up to two more transactions a microframe. */
static void packet(struct class_text *text, const struct class_context *context,
		   unsigned int number)
{
	unsigned int more = number >> 11 & 3;
	bool periodic = (context->transfer_type & 1) != 0;

	if (periodic && more > 0 && more < 3)
		class_text_add(text, "%u x ", more + 1);
	class_text_add(text, "%u bytes%s", number & 0x7ff,
		       periodic && more == 3 ? ", reserved transactions" : "");
}

/* USB 3.2 table 9-26: streams of bulk endpoints, bursts in an interval of isochronous ones. */
static void companion(struct class_text *text, const struct class_context *context,
		      unsigned int number)
{
	if (context->transfer_type == CUSB_ENDPOINT_TYPE_BULK && (number & 0x1f) > 0)
		class_text_add(text, "%lu streams", 1ul << (number & 0x1f));
	else if (context->transfer_type == CUSB_ENDPOINT_TYPE_ISO)
		class_text_add(text, "%u bursts", (number & 3) + 1);
}

/* A number in the surroundings of its device. */
static void in_context(struct class_text *text, const struct class_context *context,
		       const struct row *row, unsigned int number)
{
	switch (row->kind) {
	case KIND(AS_STRING):
		string(text, context, number);
		break;
	case KIND(AS_CLASS):
		if (row->meaning && number == 0)
			names_add(text, row->meaning, number);
		else
			codes_class(text, number);
		break;
	case KIND(AS_SUBCLASS):
		codes_subclass(text, context->class, number);
		break;
	case KIND(AS_PROTOCOL):
		codes_protocol(text, context->class, context->subclass, number);
		break;
	case KIND(AS_ENDPOINT):
		class_text_add(text, "EP %u %s", number & 15, number & 0x80 ? "IN" : "OUT");
		break;
	case KIND(AS_POWER):
		class_text_add(text, "%u mA", number * (context->super ? 8 : 2));
		break;
	case KIND(AS_PACKET_0):
		if (context->super && number < 16)
			class_text_add(text, "%u bytes", 1u << number);
		else
			class_text_add(text, "bytes");
		break;
	case KIND(AS_COMPANION):
		companion(text, context, number);
		break;
	case KIND(AS_PACKET):
		packet(text, context, number);
		break;
	}
}

void class_meaning(struct class_text *text, const struct class_context *context,
		   const struct row *row, const struct class_value *value)
{
	switch (row->kind) {
	case KIND(AS_NUMBER):
		if (row->meaning)
			unit(text, row->meaning, value->number);
		break;
	case KIND(AS_NAMED):
		names_add(text, row->meaning, value->number);
		break;
	case KIND(AS_BITS):
		if (row->meaning)
			names_add_bits(text, row->meaning, value->bytes, value->size);
		break;
	case KIND(AS_PAIRS):
		names_add_pairs(text, row->meaning, value->bytes, value->size);
		break;
	case KIND(AS_GUID):
		guid_name(text, row->meaning, value);
		break;
	case KIND(AS_INTERVAL):
		interval(text, value->number);
		break;
	case KIND(AS_SUBLINK):
		sublink(text, (unsigned int)value->number);
		break;
	default:
		in_context(text, context, row, (unsigned int)value->number);
	}
}
