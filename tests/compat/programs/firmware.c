/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "firmware.h"

#define RECORD_DATA 0
#define RECORD_END  1

/* Whether the memory has a record's bytes: two hex digits each, in memory order. */
static bool has(const char *digits, unsigned int count, const uint8_t *memory)
{
	for (unsigned int i = 0; i < count; i++) {
		unsigned int byte;

		if (sscanf(digits + 2 * (size_t)i, "%2x", &byte) != 1 || memory[i] != byte)
			return false;
	}
	return true;
}

bool firmware_is(const char *path, const uint8_t *memory, size_t size)
{
	unsigned int count, address, type = RECORD_DATA;
	FILE *file = fopen(path, "re");
	bool good = file;
	char line[600];

	while (good && type == RECORD_DATA) {
		good = fgets(line, sizeof line, file) &&
		       sscanf(line, ":%2x%4x%2x", &count, &address, &type) == 3;
		if (good && type == RECORD_DATA)
			good = address + count <= size && has(line + 9, count, memory + address);
	}
	if (file)
		fclose(file);
	return good && type == RECORD_END;
}
