/* SPDX-License-Identifier: MIT */
/* String descriptors, from UTF-16LE to UTF-8. */
#include <errno.h>
#include <string.h>

#include <cusb/descriptor.h>

#include "parse.h"
#include "string_text.h"

#define NO_CHARACTER 0xd800 /* half a surrogate pair */

ssize_t descriptor_string_length(const uint8_t *bytes, size_t length)
{
	if (length < 2 || bytes[0] < 2 || bytes[1] != CUSB_DESC_TYPE_STRING)
		return -EBADMSG;
	if (length > bytes[0])
		length = bytes[0];
	/* An odd byte at the end is half a character. */
	return (ssize_t)((length - 2) & ~(size_t)1);
}

/* The code point at unit i of n, or NO_CHARACTER; moves i past it. */
static uint32_t next_code_point(const uint8_t *units, size_t n, size_t *i)
{
	uint32_t high = descriptor_le16(units + 2 * (*i)++);
	uint32_t low;

	if (high < 0xd800 || high > 0xdfff)
		return high;
	if (high > 0xdbff || *i == n)
		return NO_CHARACTER;
	low = descriptor_le16(units + 2 * *i);
	if (low < 0xdc00 || low > 0xdfff)
		return NO_CHARACTER;
	++*i;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/* Returns the number of bytes, 1 to 4. */
static size_t put_utf8(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/*
 * Kernel fact: the strings in sysfs end before the first NUL too, and lack halves of surrogate
 * pairs (usb_string() in message.c, utf16s_to_utf8s() in nls_base.c).
 */
size_t descriptor_string_text(const uint8_t *units, size_t n, char *text, size_t size)
{
	size_t length = 0, stored = 0;
	char bytes[4];

	for (size_t i = 0; i < n;) {
		uint32_t c = next_code_point(units, n, &i);
		size_t count = c == NO_CHARACTER ? 0 : put_utf8(c, bytes);

		if (c == 0)
			break;
		if (length + count < size) {
			memcpy(text + length, bytes, count);
			stored += count;
		}
		length += count;
	}
	if (size > 0)
		text[stored] = '\0';
	return length;
}
