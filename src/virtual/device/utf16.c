/* SPDX-License-Identifier: MIT */
#include "virtual/device/utf16.h"

#define REPLACEMENT 0xfffdU

/* Reads one character; moves *text past it, at least one byte. */
static uint32_t decode(const unsigned char **text)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	const unsigned char *s = *text;
	unsigned int more = *s < 0x80 ? 0 : *s < 0xc0 ? 4 : *s < 0xe0 ? 1 : *s < 0xf0 ? 2 : 3;
	uint32_t c = more == 0 ? *s : *s & (0x3fU >> more);

	++*text;
	if (more == 4 || *s >= 0xf8)
		return REPLACEMENT;
	for (unsigned int i = 1; i <= more; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return REPLACEMENT;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return REPLACEMENT;
	*text += more;
	return c;
}

static void put(uint8_t *unit, uint32_t value)
{
	unit[0] = (uint8_t)value;
	unit[1] = (uint8_t)(value >> 8);
}

size_t utf16le_from_utf8(uint8_t *units, size_t room, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t n = 0;

	while (*s) {
		uint32_t c = decode(&s);

		if (n + (c > 0xffff ? 2 : 1) > room)
			break;
		if (c > 0xffff) {
			put(units + 2 * n++, 0xd800 + ((c - 0x10000) >> 10));
			c = 0xdc00 + ((c - 0x10000) & 0x3ff);
		}
		put(units + 2 * n++, c);
	}
	return n;
}

static uint32_t unit_at(const uint8_t *units, size_t i)
{
	return (uint32_t)(units[2 * i] | units[2 * i + 1] << 8);
}

static char *encode(char *text, uint32_t c)
{
	static const uint8_t lead[] = {0, 0, 0xc0, 0xe0, 0xf0}; /* by the length */
	unsigned int length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (unsigned int i = length; i-- > 1; c >>= 6)
		text[i] = (char)(0x80 | (c & 0x3f));
	text[0] = (char)(lead[length] | c);
	return text + length;
}

void utf8_from_utf16le(char *text, const uint8_t *units, size_t count)
{
	uint32_t c, low;

	for (size_t i = 0; i < count && (c = unit_at(units, i)) != 0; i++) {
		if (c >= 0xd800 && c < 0xe000) {
			low = c < 0xdc00 && i + 1 < count ? unit_at(units, i + 1) : 0;
			if (low < 0xdc00 || low >= 0xe000)
				continue;
			c = 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff);
			i++;
		}
		text = encode(text, c);
	}
	*text = '\0';
}

bool string_fits(const char *text)
{
	/* Room for one more character, which may be a surrogate pair. */
	uint8_t units[2 * (STRING_UNITS_MAX + 2)];

	return utf16le_from_utf8(units, STRING_UNITS_MAX + 2, text) <= STRING_UNITS_MAX;
}
