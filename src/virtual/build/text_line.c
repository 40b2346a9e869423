/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "virtual/build/text.h"

#define BLANKS	   " \t\r\v\f"
#define WORD_SHOWN 20 /* characters of a word in a message */

bool parser_next_line(struct parser *parser)
{
	if (!*parser->rest)
		return false;
	parser->at = parser->rest;
	parser->rest += strcspn(parser->rest, "\n");
	parser->rest += *parser->rest == '\n';
	parser->line++;
	return true;
}

bool parser_word(struct parser *parser, struct word *word)
{
	parser->at += strspn(parser->at, BLANKS);
	word->text = parser->at;
	word->length = strcspn(parser->at, BLANKS "\n#");
	parser->at += word->length;
	return word->length > 0;
}

bool word_is(struct word word, const char *name)
{
	return strlen(name) == word.length && memcmp(name, word.text, word.length) == 0;
}

/* -1: not a hex digit. */
static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool word_is_byte(struct word word)
{
	return word.length == 2 && digit_value(word.text[0]) >= 0 && digit_value(word.text[1]) >= 0;
}

int parser_fail(struct parser *parser, const char *format, ...)
{
	va_list args;
	int n = snprintf(parser->why, REASON_SIZE, "line %u: ", parser->line);

	va_start(args, format);
	if (n > 0)
		vsnprintf(parser->why + n, REASON_SIZE - (size_t)n, format, args);
	va_end(args);
	return -EINVAL;
}

int parser_fail_word(struct parser *parser, struct word word, const char *what)
{
	char shown[WORD_SHOWN + 1];
	size_t n = word.length < WORD_SHOWN ? word.length : WORD_SHOWN;

	for (size_t i = 0; i < n; i++)
		shown[i] = (char)(word.text[i] > ' ' && word.text[i] < 0x7f ? word.text[i] : '?');
	shown[n] = '\0';
	return parser_fail(parser, "'%s%s' %s", shown, n < word.length ? "..." : "", what);
}

int parser_wants(struct parser *parser, struct word word, const char *what)
{
	char is_not[80];

	if (word.length == 0)
		return parser_fail(parser, "%s is missing", what);
	snprintf(is_not, sizeof is_not, "is not %s", what);
	return parser_fail_word(parser, word, is_not);
}

int parser_end(struct parser *parser)
{
	struct word word;

	return parser_word(parser, &word) ? parser_fail_word(parser, word, "is too much") : 0;
}

int parser_number(struct parser *parser, unsigned int least, unsigned int most,
		  unsigned int *number)
{
	unsigned int value = 0;
	char what[48];
	struct word word;
	size_t i = 0;

	snprintf(what, sizeof what, "a number from %u to %u", least, most);
	parser_word(parser, &word);
	for (; i < word.length && word.text[i] >= '0' && word.text[i] <= '9'; i++) {
		value = value * 10 + (unsigned int)(word.text[i] - '0');
		if (value > most)
			break;
	}
	if (word.length == 0 || i < word.length || value < least)
		return parser_wants(parser, word, what);
	*number = value;
	return 0;
}

int parser_hex(struct parser *parser, size_t digits, bool any, int *value)
{
	int number = 0;
	struct word word;
	bool good;

	parser_word(parser, &word);
	if (any && word_is(word, "*")) {
		*value = -1;
		return 0;
	}
	good = word.length == digits;
	for (size_t i = 0; good && i < digits; i++) {
		int digit = digit_value(word.text[i]);

		good = digit >= 0;
		number = number << 4 | (digit & 0xf);
	}
	if (!good)
		return parser_wants(parser, word, digits == 2 ? "a byte" : "four hex digits");
	*value = number;
	return 0;
}

int parser_bytes(struct parser *parser, size_t *length)
{
	struct word word;

	for (; parser_word(parser, &word); ++*length) {
		if (!word_is_byte(word))
			return parser_wants(parser, word, "a byte");
		*parser->memory++ =
			(char)(digit_value(word.text[0]) << 4 | digit_value(word.text[1]));
	}
	parser->more = length;
	return 0;
}
