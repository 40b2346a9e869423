/* SPDX-License-Identifier: MIT */
/* What a check that does not hold says. _exit: other threads may be anywhere by then. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cusb/cusb.h>

#include "case.h"

void check_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: %s\n", file, line, what);
	fflush(stderr);
	_exit(1);
}

static const char *meaning(long long value)
{
	return value < 0 && value > -4096 ? cusb_strerror((int)value) : "";
}

static void print_int(char *text, size_t size, long long value)
{
	if (*meaning(value))
		snprintf(text, size, "%lld (%s)", value, meaning(value));
	else
		snprintf(text, size, "%lld (0x%llx)", value, (unsigned long long)value);
}

void check_either(const char *file, int line, const char *what, long long got, long long want1,
		  long long want2)
{
	char text[1024], got_text[160], want1_text[160], want2_text[160];

	if (got == want1 || got == want2)
		return;
	print_int(got_text, sizeof got_text, got);
	print_int(want1_text, sizeof want1_text, want1);
	print_int(want2_text, sizeof want2_text, want2);
	snprintf(text, sizeof text, "%s is %s, not %s%s%s", what, got_text, want1_text,
		 want1 == want2 ? "" : " or ", want1 == want2 ? "" : want2_text);
	check_failed(file, line, text);
}

void check_int(const char *file, int line, const char *what, long long got, long long want)
{
	check_either(file, line, what, got, want, want);
}

void check_str(const char *file, int line, const char *what, const char *got, const char *want)
{
	char text[1024];

	if (got && strcmp(got, want) == 0)
		return;
	snprintf(text, sizeof text, "%s is \"%s\", not \"%s\"", what, got ? got : "(null)", want);
	check_failed(file, line, text);
}

void check_bytes(const char *file, int line, const char *what, const void *got, const void *want,
		 size_t length)
{
	const unsigned char *a = got, *b = want;
	char text[256];

	for (size_t i = 0; i < length; i++) {
		if (a[i] == b[i])
			continue;
		snprintf(text, sizeof text, "%s: byte %zu of %zu is %02x, not %02x", what, i,
			 length, a[i], b[i]);
		check_failed(file, line, text);
	}
}
