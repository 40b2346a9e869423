/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "normalize.h"

#define DIGITS		 3
#define RUN_MAX_S	 1000
#define UNIX_TIME_DIGITS 10

/* Programs write 003.017, 003:017, or "Bus 003 Device 017", or the second half of that. */
static bool is_number(const char *text, const char *at, const char *bus, const char *number)
{
	const char *line = at, *named;

	while (line > text && line[-1] != '\n')
		line--;
	if (strncmp(at, number, DIGITS) != 0)
		return false;
	if (at - line > DIGITS && (at[-1] == '.' || at[-1] == ':'))
		return strncmp(at - 1 - DIGITS, bus, DIGITS) == 0;
	if (at - line < 6 || strncmp(at - 6, "evice ", 6) != 0)
		return false;
	named = memmem(line, (size_t)(at - line), "us ", 3);
	return !named || strncmp(named + 3, bus, DIGITS) == 0;
}

static bool follows(const char *text, const char *at, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(at - text) >= length && strncmp(at - length, word, length) == 0;
}

/*
 * dfu-util writes devnum=17, which may be the number before the device came back; lsusb -t "Dev 17"
 * below a line with "/:  Bus 03."
 */
static bool is_short_number(const char *text, const char *at, const char *bus, const char *number)
{
	const char *line = at;

	if (follows(text, at, "devnum="))
		return true;
	if (!follows(text, at, "Dev ") || atoi(at) != atoi(number))
		return false;
	while (line > text && strncmp(line, "/:  Bus ", 8) != 0)
		line--;
	return strncmp(line, "/:  Bus ", 8) == 0 && atoi(line + 8) == atoi(bus);
}

static bool is_now(const char *at)
{
	long age = (long)time(NULL) - atol(at);

	return age >= 0 && age < RUN_MAX_S;
}

char *normalize(const char *text, const char *bus, const char *number)
{
	char *normal = NULL;
	size_t size, digits;
	FILE *to = open_memstream(&normal, &size);

	for (const char *at = text; to && *at; at += digits ? digits : 1) {
		digits = strspn(at, "0123456789");
		if (digits == UNIX_TIME_DIGITS && is_now(at)) {
			fputs("(now)", to);
			if (at[digits] == '.')
				digits += 1 + strspn(at + digits + 1, "0123456789");
		} else if (digits && follows(text, at, "libusb-1.0."))
			fputs("(version)", to);
		else if ((digits == DIGITS && is_number(text, at, bus, number)) ||
			 (digits && is_short_number(text, at, bus, number)))
			fputs("(number)", to);
		else
			fwrite(at, 1, digits ? digits : 1, to);
	}
	if (to)
		fclose(to);
	return normal;
}
