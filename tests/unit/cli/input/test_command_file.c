/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/input/command_file.h"
#include "fail_alloc.h"
#include "unit.h"

static char path[] = "/tmp/command-file-XXXXXX";
static struct command_file file;
static char *words[WORDS_MAX + 1];

static void begin(void)
{
	int fd;

	strcpy(path + sizeof path - 7, "XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void end(void)
{
	unlink(path);
}

FIXTURE(begin, end)

static void open_with(const char *text, size_t length)
{
	FILE *stream = fopen(path, "w");

	ck_assert_ptr_nonnull(stream);
	ck_assert_uint_eq(fwrite(text, 1, length, stream), length);
	fclose(stream);
	ck_assert_int_eq(command_file_open(path, &file), 0);
}

/* The next line's words with '|' between. */
static const char *next(void)
{
	static char joined[64];
	int count = command_file_next(&file, words);

	joined[0] = '\0';
	for (int i = 0; i < count; i++)
		snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%s",
			 i ? "|" : "", words[i]);
	if (count >= 0)
		ck_assert_ptr_null(words[count]);
	return joined;
}

static const struct {
	const char *text;
	int count;
	const char *words;
	unsigned int number;
} lines[] = {
	{"", 0, "", 0},
	{"\n\n", 0, "", 2},
	{"a b", 2, "a|b", 1},
	{" \t a\tb\r\n", 2, "a|b", 1},
	{"# a\n\nb\n", 1, "b", 3},
	{"a # b", 1, "a", 1},
	{"a#b", 1, "a#b", 1},
	{"'a b' c", 2, "a b|c", 1},
	{"\"a b\"c", 1, "a bc", 1},
	{"a'b'\"c\"", 1, "abc", 1},
	{"\"it's\"", 1, "it's", 1},
	{"'' a", 2, "|a", 1},
	{"'#' a", 2, "#|a", 1},
	{"'a", -EINVAL, "", 1},
	{"a \"b\nc", -EINVAL, "", 1},
};

CASE_PER_ROW(line_is_split_into_words, lines)
{
	open_with(lines[_i].text, strlen(lines[_i].text));
	ck_assert_int_eq(command_file_next(&file, words), lines[_i].count);
	ck_assert_uint_eq(file.number, lines[_i].number);
	command_file_close(&file);
	open_with(lines[_i].text, strlen(lines[_i].text));
	ck_assert_str_eq(next(), lines[_i].words);
	command_file_close(&file);
}

CASE(lines_come_one_after_the_other_also_behind_a_wrong_one)
{
	static const char text[] = "a\n'b\nc d";

	open_with(text, strlen(text));
	ck_assert_str_eq(next(), "a");
	ck_assert_int_eq(command_file_next(&file, words), -EINVAL);
	ck_assert_str_eq(next(), "c|d");
	ck_assert_uint_eq(file.number, 3);
	ck_assert_int_eq(command_file_next(&file, words), 0);
	ck_assert_int_eq(command_file_next(&file, words), 0);
	command_file_close(&file);
}

CASE(line_with_a_nul_is_an_error_and_the_lines_after_it_are_read)
{
	static const char text[] = "a\nb\0c\n\0\nd\0";

	open_with(text, sizeof text - 1);
	ck_assert_str_eq(next(), "a");
	ck_assert_int_eq(command_file_next(&file, words), -EILSEQ);
	ck_assert_uint_eq(file.number, 2);
	ck_assert_int_eq(command_file_next(&file, words), -EILSEQ);
	ck_assert_int_eq(command_file_next(&file, words), -EILSEQ);
	ck_assert_uint_eq(file.number, 4);
	ck_assert_int_eq(command_file_next(&file, words), 0);
	command_file_close(&file);
}

CASE(line_has_at_most_255_words)
{
	char text[2 * (WORDS_MAX + 1)];

	for (size_t i = 0; i < sizeof text; i += 2)
		memcpy(text + i, "a ", 2);
	open_with(text, 2 * WORDS_MAX);
	ck_assert_int_eq(command_file_next(&file, words), WORDS_MAX);
	command_file_close(&file);
	open_with(text, sizeof text);
	ck_assert_int_eq(command_file_next(&file, words), -E2BIG);
	command_file_close(&file);
}

CASE(file_of_several_blocks_is_read_whole)
{
	static char text[10000];

	memset(text, '\n', sizeof text);
	text[sizeof text - 1] = 'x';
	open_with(text, sizeof text);
	ck_assert_str_eq(next(), "x");
	ck_assert_uint_eq(file.number, sizeof text);
	command_file_close(&file);
}

CASE(file_that_is_not_there_is_an_error)
{
	unlink(path);
	ck_assert_int_eq(command_file_open(path, &file), -ENOENT);
}

CASE(file_that_cannot_be_read_is_an_error)
{
	ck_assert_int_eq(command_file_open("/", &file), -EISDIR);
}

CASE(file_without_memory_is_an_error)
{
	int err;

	fail_alloc_start(1);
	err = command_file_open(path, &file);
	fail_alloc_stop();
	ck_assert_int_eq(err, -ENOMEM);
}
