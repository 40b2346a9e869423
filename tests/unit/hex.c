/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"

static void die(const char *path, const char *what)
{
	fprintf(stderr, "hex: %s: %s\n", path, what);
	abort();
}

struct hex hex_copy(const uint8_t *bytes, size_t length)
{
	struct hex hex = {malloc(length), length};

	/* Some C libraries have no block of 0 bytes. */
	if (!hex.bytes)
		hex.bytes = malloc(1);
	if (!hex.bytes)
		die("copy", "no memory");
	if (length > 0)
		memcpy(hex.bytes, bytes, length);
	return hex;
}

/* The bytes of one line, up to its comment. Returns how many are in the buffer then. */
static size_t add_line(uint8_t *bytes, size_t length, size_t room, char *line, const char *path)
{
	char *at = line, *end;

	line[strcspn(line, "#\n")] = '\0';
	for (;;) {
		unsigned long byte = strtoul(at, &end, 16);

		if (end == at)
			break;
		if (byte > 0xff || length == room)
			die(path, "not a byte, or too many");
		bytes[length++] = (uint8_t)byte;
		at = end;
	}
	if (at[strspn(at, " \t\r")] != '\0')
		die(path, "neither hex digits nor a comment");
	return length;
}

struct hex hex_load_file(const char *path)
{
	static uint8_t bytes[65536];
	FILE *file = fopen(path, "r");
	size_t length = 0;
	char line[512];

	if (!file)
		die(path, "cannot be opened");
	while (fgets(line, sizeof line, file))
		length = add_line(bytes, length, sizeof bytes, line, path);
	fclose(file);
	return hex_copy(bytes, length);
}

struct hex hex_load(const char *name)
{
	char path[256];

	snprintf(path, sizeof path, "%s/descriptors/%s.hex", FIXTURES, name);
	return hex_load_file(path);
}

void hex_free(struct hex *hex)
{
	free(hex->bytes);
	*hex = (struct hex){NULL, 0};
}
