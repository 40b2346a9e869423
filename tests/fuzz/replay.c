/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target without a fuzzer, with each FILE by its name:
 *
 *	FILE.corpus   many inputs, as they are: each is its length in four bytes, little endian, and
 *	              its bytes
 *	FILE.input    one input, as it is
 *	FILE.hex      bytes as hex digits: whole, cut at every byte, and with every byte of the
 *first CHANGED changed to values that parsers trip over others        the same with the bytes of
 *the file
 *
 * With -w DIR writes the inputs there, as the corpus of a fuzzer; with -p FILE.corpus packs files.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHANGED 400

static const char *directory; /* of -w */
static FILE *pack;	      /* of -p */

static _Noreturn void die(const char *path)
{
	perror(path);
	exit(1);
}

static bool ends_with(const char *path, const char *end)
{
	const char *dot = strrchr(path, '.');

	return dot && strcmp(dot, end) == 0;
}

static struct hex load(const char *path)
{
	static uint8_t bytes[1 << 20];
	struct hex hex;
	FILE *file;

	if (ends_with(path, ".hex"))
		return hex_load_file(path);
	file = fopen(path, "rb");
	if (!file)
		die(path);
	hex = hex_copy(bytes, fread(bytes, 1, sizeof bytes, file));
	fclose(file);
	return hex;
}

/* ---- running --------------------------------------------------------------------------------- */

static void run(const uint8_t *bytes, size_t length)
{
	struct hex copy = hex_copy(bytes, length);

	LLVMFuzzerTestOneInput(copy.bytes, copy.length);
	hex_free(&copy);
}

static unsigned long run_changed(const struct hex *hex)
{
	static const uint8_t values[] = {0,    1,    2,	  4,   5,   7,	 8,    9,
					 0x0a, 0x0b, ' ', '#', '*', '0', 0x7f, 0xff};
	unsigned long runs = 0;

	for (size_t length = 0; length <= hex->length; length++, runs++)
		run(hex->bytes, length);
	for (size_t at = 0; at < hex->length && at < CHANGED; at++) {
		uint8_t good = hex->bytes[at];

		for (size_t i = 0; i < sizeof values; i++, runs++) {
			hex->bytes[at] = values[i];
			run(hex->bytes, hex->length);
		}
		hex->bytes[at] = good;
	}
	return runs;
}

/* ---- writing --------------------------------------------------------------------------------- */

static void write_bytes(const char *path, unsigned int number, const uint8_t *bytes, size_t length)
{
	const char *slash = strrchr(path, '/');
	char to[512];
	FILE *file;

	snprintf(to, sizeof to, "%s/%s.%u", directory, slash ? slash + 1 : path, number);
	file = fopen(to, "wb");
	if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
		die(to);
}

static void pack_bytes(const uint8_t *bytes, size_t length)
{
	const uint8_t size[] = {(uint8_t)length, (uint8_t)(length >> 8), (uint8_t)(length >> 16),
				(uint8_t)(length >> 24)};

	if (fwrite(size, 1, sizeof size, pack) != sizeof size ||
	    fwrite(bytes, 1, length, pack) != length)
		die("-p");
}

/* ---- files ----------------------------------------------------------------------------------- */

static unsigned long take_one(const char *path, unsigned int number, const uint8_t *bytes,
			      size_t length)
{
	if (pack)
		pack_bytes(bytes, length);
	else if (directory)
		write_bytes(path, number, bytes, length);
	else
		run(bytes, length);
	return 1;
}

static unsigned long take_corpus(const char *path, const struct hex *hex)
{
	unsigned int count = 0;
	size_t at = 0, length;

	while (hex->length - at >= 4) {
		const uint8_t *size = hex->bytes + at;

		length = size[0] | (size_t)size[1] << 8 | (size_t)size[2] << 16 |
			 (size_t)size[3] << 24;
		at += 4;
		if (length > hex->length - at)
			break;
		take_one(path, count++, hex->bytes + at, length);
		at += length;
	}
	if (at == hex->length)
		return count;
	fprintf(stderr, "%s: not a corpus\n", path);
	exit(1);
}

static unsigned long take_file(const char *path)
{
	struct hex hex = load(path);
	unsigned long runs;

	if (ends_with(path, ".corpus"))
		runs = take_corpus(path, &hex);
	else if (directory || pack || ends_with(path, ".input"))
		runs = take_one(path, 0, hex.bytes, hex.length);
	else
		runs = run_changed(&hex);
	hex_free(&hex);
	return runs;
}

static int take_options(int argc, char **argv)
{
	if (argc < 4 || argv[1][0] != '-')
		return 1;
	if (argv[1][1] == 'w')
		directory = argv[2];
	else
		pack = fopen(argv[2], "wb");
	if (!directory && !pack)
		die(argv[2]);
	return 3;
}

int main(int argc, char **argv)
{
	int first = take_options(argc, argv);
	const char *slash = strrchr(argv[0], '/');
	unsigned long runs = 0;

	for (int i = first; i < argc; i++)
		runs += take_file(argv[i]);
	if (pack && fclose(pack) != 0)
		die(argv[2]);
	printf("%s: %d files, %lu inputs\n", slash ? slash + 1 : argv[0], argc - first, runs);
	return 0;
}
