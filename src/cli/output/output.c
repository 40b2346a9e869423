/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "output.h"

#define HEX_BYTES_PER_LINE 16

static int write_some(int fd, const char *data, size_t length, size_t *written)
{
	struct pollfd writable = {fd, POLLOUT, 0};
	ssize_t n = write(fd, data, length);

	if (n >= 0) {
		*written += (size_t)n;
		return 0;
	}
	if (errno == EINTR)
		return 0;
	/* The process that opened this descriptor may have made it non-blocking. */
	if (errno == EAGAIN && poll(&writable, 1, -1) >= 0)
		return 0;
	return -errno;
}

int output_write(int fd, const char *data, size_t length)
{
	size_t written = 0;
	int err = 0;

	while (!err && written < length)
		err = write_some(fd, data + written, length - written, &written);
	return err;
}

static void write_all(struct output *out, const char *data, size_t length)
{
	if (!out->err)
		out->err = output_write(STDOUT_FILENO, data, length);
}

void output_flush(struct output *out)
{
	write_all(out, out->buffer, out->used);
	out->used = 0;
}

void output_data(struct output *out, const void *data, size_t length)
{
	if (length > sizeof out->buffer - out->used)
		output_flush(out);
	if (length > sizeof out->buffer) {
		write_all(out, data, length);
		return;
	}
	memcpy(out->buffer + out->used, data, length);
	out->used += length;
}

void output_text(struct output *out, const char *text)
{
	output_data(out, text, strlen(text));
}

void output_format(struct output *out, const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	output_text(out, text);
}

void output_hex(struct output *out, const void *data, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *bytes = data;

	for (size_t i = 0; i < length; i++) {
		char text[3] = {' ', digits[bytes[i] >> 4], digits[bytes[i] & 15]};

		if (out->column == 0)
			output_data(out, text + 1, 2);
		else
			output_data(out, text, 3);
		if (++out->column == HEX_BYTES_PER_LINE)
			output_hex_end(out);
	}
}

void output_hex_end(struct output *out)
{
	if (out->column != 0)
		output_text(out, "\n");
	out->column = 0;
}
