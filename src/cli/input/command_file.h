/* SPDX-License-Identifier: MIT */
/* A file of command lines, one after another, in words. */
#ifndef CUSB_CLI_INPUT_COMMAND_FILE_H
#define CUSB_CLI_INPUT_COMMAND_FILE_H

#define WORDS_MAX 255

struct command_file {
	unsigned int number; /* the line of the last command_file_next(), from 1 */
	char *text;
	char *rest;
	char *end;
};

/* "-" is standard input. Returns 0 or -errno; after an error there is nothing to close. */
int command_file_open(const char *path, struct command_file *file);
void command_file_close(struct command_file *file);

/*
 * The next line with words. The words end with NULL and live as long as the open file. White space
 * separates words; '' and "" group; # at the beginning of a word makes the rest of the line a
 * comment. Returns the number of words, 0 at the end, -EINVAL (a quote is not closed), -E2BIG or
 * -EILSEQ (the line has a NUL byte); after an error the next call reads on.
 */
int command_file_next(struct command_file *file, char *words[WORDS_MAX + 1]);

/* The same for one line, whose text becomes the words. */
int command_file_split(char *line, char *words[WORDS_MAX + 1]);

/* The meaning of a negative result, for a person. */
const char *command_file_fault(int err);

#endif
