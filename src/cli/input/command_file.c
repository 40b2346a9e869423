/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command_file.h"

#define BLANKS " \t\r\v\f"
#define STEP   4096

/* Reads the whole file, with a NUL at the end. */
static int read_all(int fd, struct command_file *file)
{
	char *buffer = NULL, *larger;
	size_t size = 0, used = 0;
	ssize_t n = 1;

	while (n > 0) {
		if (size - used < 2) {
			larger = realloc(buffer, size + STEP);
			if (!larger)
				break;
			buffer = larger;
			size += STEP;
		}
		n = read(fd, buffer + used, size - used - 1);
		used += n > 0 ? (size_t)n : 0;
	}
	if (n != 0) {
		int err = n < 0 ? -errno : -ENOMEM;

		free(buffer);
		return err;
	}
	buffer[used] = '\0';
	file->text = file->rest = buffer;
	file->end = buffer + used;
	return 0;
}

int command_file_open(const char *path, struct command_file *file)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	err = read_all(fd, file);
	if (!standard)
		close(fd);
	file->number = 0;
	return err;
}

void command_file_close(struct command_file *file)
{
	free(file->text);
}

/* Works in place: a word never needs more room than its text in the line. */
int command_file_split(char *line, char *words[WORDS_MAX + 1])
{
	char *out = line, quote = 0;
	int count = 0;

	for (;;) {
		line += strspn(line, BLANKS);
		if (*line == '\0' || *line == '#')
			break;
		if (count == WORDS_MAX)
			return -E2BIG;
		words[count++] = out;
		for (; *line && (quote || !strchr(BLANKS, *line)); line++) {
			if (quote ? *line == quote : *line == '\'' || *line == '"')
				quote = quote ? 0 : *line;
			else
				*out++ = *line;
		}
		if (quote)
			return -EINVAL;
		line += *line != '\0';
		*out++ = '\0';
	}
	words[count] = NULL;
	return count;
}

int command_file_next(struct command_file *file, char *words[WORDS_MAX + 1])
{
	int count = 0;

	while (count == 0 && file->rest < file->end) {
		char *line = file->rest;
		char *newline = memchr(line, '\n', (size_t)(file->end - line));
		char *end = newline ? newline : file->end;

		file->rest = newline ? newline + 1 : end;
		file->number++;
		*end = '\0';
		count = strlen(line) < (size_t)(end - line) ? -EILSEQ
							    : command_file_split(line, words);
	}
	return count;
}

const char *command_file_fault(int err)
{
	if (err == -EINVAL)
		return "a quote is not closed";
	if (err == -EILSEQ)
		return "the line has a NUL byte";
	return "too many words";
}
