/* SPDX-License-Identifier: MIT */
/* The bytes to send: DATA of the command line or standard input, as bytes or in hexadecimal. */
#ifndef CUSB_CLI_INPUT_H
#define CUSB_CLI_INPUT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct input {
	const char *text; /* NULL: standard input */
	bool hex;
	int high; /* the first digit of a byte, -1 between bytes */
	size_t used;
	size_t filled;
	char buffer[4096];
};

/* `text` is DATA, or NULL for standard input. */
void input_open(struct input *input, const char *text, bool hex);

/*
 * Fills `data`; a result below `size` is the end. Returns the number of bytes, -EILSEQ (not
 * hexadecimal), or the -errno of read(2).
 */
ssize_t input_read(struct input *input, void *data, size_t size);

/* The number of bytes in DATA; -EILSEQ as above. */
ssize_t input_count(const char *text, bool hex);

#endif
