/* SPDX-License-Identifier: MIT */
/* Standard output, buffered. After the first failure the functions do nothing. */
#ifndef CUSB_CLI_OUTPUT_H
#define CUSB_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

struct output {
	int err;	     /* 0 or a negative errno */
	unsigned int column; /* of output_hex() */
	bool pipe_ignored;   /* SIGPIPE was ignored when the tool started */
	size_t used;
	char buffer[4096];
};

/* Writes all to a descriptor; waits for one that does not block. 0 or a negative errno. */
int output_write(int fd, const char *data, size_t length);

void output_data(struct output *out, const void *data, size_t length);
void output_text(struct output *out, const char *text);
/* For short texts: a longer text is cut at 255 bytes. */
void output_format(struct output *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* "0a 1b ...", 16 bytes in a line; continues the line of the last call. */
void output_hex(struct output *out, const void *data, size_t length);
/* Ends a line that output_hex() has begun. */
void output_hex_end(struct output *out);
void output_flush(struct output *out);

#endif
