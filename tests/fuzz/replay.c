/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target over fixtures without a fuzzer: whole, cut at every byte, and with every byte
 * changed to what parsers trip over. FILE.hex has bytes as hex digits, any other file stands for
 * itself. With -w DIR also writes the bytes there, as the corpus of a fuzzer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run(const uint8_t *bytes, size_t length)
{
	struct hex copy = hex_copy(bytes, length);

	LLVMFuzzerTestOneInput(copy.bytes, copy.length);
	hex_free(&copy);
}

static unsigned long replay(struct hex *hex)
{
	static const uint8_t values[] = {0,    1,    2,	  4,   5,   7,	 8,    9,
					 0x0a, 0x0b, ' ', '#', '*', '0', 0x7f, 0xff};
	unsigned long runs = 0;

	for (size_t length = 0; length <= hex->length; length++, runs++)
		run(hex->bytes, length);
	for (size_t at = 0; at < hex->length; at++) {
		uint8_t good = hex->bytes[at];

		for (size_t i = 0; i < sizeof values; i++, runs++) {
			hex->bytes[at] = values[i];
			run(hex->bytes, hex->length);
		}
		hex->bytes[at] = good;
	}
	return runs;
}

static int write_bytes(const char *directory, const char *path, const struct hex *hex)
{
	const char *slash = strrchr(path, '/');
	char to[512];
	FILE *file;
	int good;

	snprintf(to, sizeof to, "%s/%s.bin", directory, slash ? slash + 1 : path);
	file = fopen(to, "wb");
	if (!file)
		return 0;
	good = fwrite(hex->bytes, 1, hex->length, file) == hex->length;
	return fclose(file) == 0 && good;
}

static struct hex load(const char *path)
{
	static uint8_t bytes[65536];
	const char *dot = strrchr(path, '.');
	struct hex hex;
	FILE *file;

	if (dot && strcmp(dot, ".hex") == 0)
		return hex_load_file(path);
	file = fopen(path, "rb");
	if (!file) {
		perror(path);
		exit(1);
	}
	hex = hex_copy(bytes, fread(bytes, 1, sizeof bytes, file));
	fclose(file);
	return hex;
}

int main(int argc, char **argv)
{
	const char *directory = argc > 2 && strcmp(argv[1], "-w") == 0 ? argv[2] : NULL;
	int first = directory ? 3 : 1;
	unsigned long runs = 0;

	if (first == argc) {
		fprintf(stderr, "usage: %s [-w DIR] FILE...\n", argv[0]);
		return 2;
	}
	for (int i = first; i < argc; i++) {
		struct hex hex = load(argv[i]);

		if (directory && !write_bytes(directory, argv[i], &hex)) {
			fprintf(stderr, "%s: cannot be written to %s\n", argv[i], directory);
			return 1;
		}
		runs += replay(&hex);
		hex_free(&hex);
	}
	printf("%d files, %lu inputs\n", argc - first, runs);
	return 0;
}
