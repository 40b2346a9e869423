/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "cli/options/number.h"
#include "input.h"

void input_open(struct input *input, const char *text, bool hex)
{
	input->text = text;
	input->hex = hex;
	input->high = -1;
	input->used = 0;
	input->filled = 0;
}

static ssize_t read_standard_input(void *data, size_t size)
{
	struct pollfd readable = {STDIN_FILENO, POLLIN, 0};
	ssize_t n;

	/* The process that opened this descriptor may have made it non-blocking. */
	do
		n = read(STDIN_FILENO, data, size);
	while (n < 0 && (errno == EINTR || (errno == EAGAIN && poll(&readable, 1, -1) >= 0)));
	return n < 0 ? -errno : n;
}

static ssize_t read_some(struct input *input, void *data, size_t size)
{
	size_t length;

	if (!input->text)
		return read_standard_input(data, size);
	length = strnlen(input->text, size);
	memcpy(data, input->text, length);
	input->text += length;
	return (ssize_t)length;
}

static ssize_t read_plain(struct input *input, uint8_t *data, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = read_some(input, data + done, size - done);

		if (n < 0)
			return n;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

/* Takes one character: 1 when it completes *byte, 0 when not, -EILSEQ. */
static int take(struct input *input, char c, uint8_t *byte)
{
	int value = digit_value(c);

	if (value < 0)
		return input->high < 0 && strchr(" \t\r\n", c) && c ? 0 : -EILSEQ;
	if (input->high < 0) {
		input->high = value;
		return 0;
	}
	*byte = (uint8_t)(input->high << 4 | value);
	input->high = -1;
	return 1;
}

/* 1 while there is text to take, 0 at its end. */
static int refill(struct input *input)
{
	ssize_t n;

	if (input->used < input->filled)
		return 1;
	n = read_some(input, input->buffer, sizeof input->buffer);
	if (n < 0)
		return (int)n;
	input->used = 0;
	input->filled = (size_t)n;
	return n > 0;
}

static ssize_t read_hex(struct input *input, uint8_t *data, size_t size)
{
	size_t done = 0;

	while (done < size) {
		int more = refill(input);

		if (more == 0 && input->high >= 0)
			return -EILSEQ;
		if (more == 0)
			break;
		if (more > 0)
			more = take(input, input->buffer[input->used++], &data[done]);
		if (more < 0)
			return more;
		done += (size_t)more;
	}
	return (ssize_t)done;
}

ssize_t input_read(struct input *input, void *data, size_t size)
{
	return input->hex ? read_hex(input, data, size) : read_plain(input, data, size);
}

ssize_t input_count(const char *text, bool hex)
{
	struct input input;
	uint8_t data[256];
	ssize_t count = 0, n;

	input_open(&input, text, hex);
	while ((n = input_read(&input, data, sizeof data)) > 0)
		count += n;
	return n < 0 ? n : count;
}
