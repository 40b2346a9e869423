/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "cli/input/input.h"
#include "unit.h"

static struct input input;
static int kept; /* standard input as it was */

static void begin(void)
{
	kept = dup(STDIN_FILENO);
}

static void end(void)
{
	dup2(kept, STDIN_FILENO);
	close(kept);
}

FIXTURE(begin, end)

static const struct {
	const char *text;
	bool hex;
	ssize_t length; /* or -errno */
	const char *data;
} texts[] = {
	{"", false, 0, ""},
	{"a b\n", false, 4, "a b\n"},
	{"", true, 0, ""},
	{" \t\r\n", true, 0, ""},
	{"0a1B", true, 2, "\x0a\x1b"},
	{"0a 1b", true, 2, "\x0a\x1b"},
	{" 0a\n\t1b ", true, 2, "\x0a\x1b"},
	{"0", true, -EILSEQ, NULL},
	{"0a 1", true, -EILSEQ, NULL},
	{"0 a", true, -EILSEQ, NULL},
	{"0x0a", true, -EILSEQ, NULL},
	{"zz", true, -EILSEQ, NULL},
	{"0a,1b", true, -EILSEQ, NULL},
};

CASE_PER_ROW(data_of_the_command_line_is_read, texts)
{
	char data[16];

	input_open(&input, texts[_i].text, texts[_i].hex);
	ck_assert_int_eq(input_read(&input, data, sizeof data), texts[_i].length);
	if (texts[_i].length > 0)
		ck_assert_mem_eq(data, texts[_i].data, texts[_i].length);
}

CASE_PER_ROW(data_of_the_command_line_is_counted, texts)
{
	ck_assert_int_eq(input_count(texts[_i].text, texts[_i].hex), texts[_i].length);
}

CASE(counting_goes_past_one_buffer)
{
	char text[1001];

	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	ck_assert_int_eq(input_count(text, false), 1000);
	ck_assert_int_eq(input_count(text, true), 500);
}

CASE_PER_NUMBER(reading_in_parts_gives_the_same_bytes, 1, 5)
{
	char data[8] = "";
	size_t done = 0;
	ssize_t n;

	input_open(&input, "61 62 63 64", true);
	do {
		n = input_read(&input, data + done, (size_t)_i);
		ck_assert_int_ge(n, 0);
		done += (size_t)n;
	} while (n == _i);
	ck_assert_str_eq(data, "abcd");
}

/* Standard input is a pipe that has `text` and then ends. */
static void read_from(const char *text)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], text, strlen(text)), (ssize_t)strlen(text));
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
}

CASE(standard_input_is_read_to_its_end)
{
	char data[8];

	read_from("abc");
	input_open(&input, NULL, false);
	ck_assert_int_eq(input_read(&input, data, 2), 2);
	ck_assert_int_eq(input_read(&input, data, 2), 1);
	ck_assert_int_eq(data[0], 'c');
	ck_assert_int_eq(input_read(&input, data, 2), 0);
}

CASE(standard_input_may_be_hexadecimal)
{
	char data[8];

	read_from("61 62\n6");
	input_open(&input, NULL, true);
	ck_assert_int_eq(input_read(&input, data, 2), 2);
	ck_assert_mem_eq(data, "ab", 2);
	ck_assert_int_eq(input_read(&input, data, 2), -EILSEQ);
}

static void *write_abc_and_close(void *end)
{
	int fd = *(int *)end;
	bool written;

	usleep(20000);
	written = write(fd, "abc", 3) == 3;

	close(fd);
	return written ? end : NULL;
}

CASE(standard_input_that_does_not_block_is_waited_for)
{
	pthread_t writer;
	char data[8];
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	ck_assert_int_eq(read(STDIN_FILENO, data, 1), -1);
	ck_assert_int_eq(pthread_create(&writer, NULL, write_abc_and_close, &ends[1]), 0);
	input_open(&input, NULL, false);
	ck_assert_int_eq(input_read(&input, data, sizeof data), 3);
	ck_assert_mem_eq(data, "abc", 3);
	pthread_join(writer, NULL);
}

CASE(standard_input_that_cannot_be_read_is_an_error)
{
	char data[8];

	close(STDIN_FILENO);
	input_open(&input, NULL, false);
	ck_assert_int_eq(input_read(&input, data, 2), -EBADF);
}
