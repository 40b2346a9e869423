/* SPDX-License-Identifier: MIT */
/* A file of command lines, one after another, in words. */
#ifndef CUSB_CLI_INPUT_COMMAND_FILE_H
#define CUSB_CLI_INPUT_COMMAND_FILE_H

#define WORDS_MAX 255

struct command_file {
	unsigned int number; /* of the line that command_file_next() gave, from 1 */
	char *text;
	char *rest;
};

/* Returns 0 or -errno; after a failure there is nothing to close. */
int command_file_open(const char *path, struct command_file *file);
void command_file_close(struct command_file *file);

/*
 * The next line that has words, which end with NULL and live as long as the open file. White space
 * is between words; '' and "" group; a # where a word could begin makes the rest a comment. Returns
 * how many there are, 0 at the end, -EINVAL (a quote is not closed) or -E2BIG; after an error one
 * may go on.
 */
int command_file_next(struct command_file *file, char *words[WORDS_MAX + 1]);

#endif
