/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "input.h"

void source_open(struct source *source, const char *text, bool hex)
{
	source->text = text;
	source->hex = hex;
	source->high = -1;
	source->used = 0;
	source->filled = 0;
}

static ssize_t read_some(struct source *source, void *data, size_t size)
{
	size_t length;
	ssize_t n;

	if (!source->text) {
		do
			n = read(STDIN_FILENO, data, size);
		while (n < 0 && errno == EINTR);
		return n < 0 ? -errno : n;
	}
	length = strnlen(source->text, size);
	memcpy(data, source->text, length);
	source->text += length;
	return (ssize_t)length;
}

static ssize_t read_plain(struct source *source, uint8_t *data, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = read_some(source, data + done, size - done);

		if (n < 0)
			return n;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Takes one character: 1 when it completes *byte, 0 when not, -EILSEQ. */
static int take(struct source *source, char c, uint8_t *byte)
{
	int value = digit(c);

	if (value < 0)
		return source->high < 0 && strchr(" \t\r\n", c) && c ? 0 : -EILSEQ;
	if (source->high < 0) {
		source->high = value;
		return 0;
	}
	*byte = (uint8_t)(source->high << 4 | value);
	source->high = -1;
	return 1;
}

/* 1 while there is text to take, 0 at its end. */
static int refill(struct source *source)
{
	ssize_t n;

	if (source->used < source->filled)
		return 1;
	n = read_some(source, source->buffer, sizeof source->buffer);
	if (n < 0)
		return (int)n;
	source->used = 0;
	source->filled = (size_t)n;
	return n > 0;
}

static ssize_t read_hex(struct source *source, uint8_t *data, size_t size)
{
	size_t done = 0;

	while (done < size) {
		int more = refill(source);

		if (more == 0 && source->high >= 0)
			return -EILSEQ;
		if (more == 0)
			break;
		if (more > 0)
			more = take(source, source->buffer[source->used++], &data[done]);
		if (more < 0)
			return more;
		done += (size_t)more;
	}
	return (ssize_t)done;
}

ssize_t source_read(struct source *source, void *data, size_t size)
{
	return source->hex ? read_hex(source, data, size) : read_plain(source, data, size);
}

ssize_t source_count(const char *text, bool hex)
{
	struct source source;
	uint8_t data[256];
	ssize_t count = 0, n;

	source_open(&source, text, hex);
	while ((n = source_read(&source, data, sizeof data)) > 0)
		count += n;
	return n < 0 ? n : count;
}
