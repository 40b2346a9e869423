/* SPDX-License-Identifier: MIT */
/* A file of command lines, one after another, in words. */
#ifndef CUSB_CLI_LINES_H
#define CUSB_CLI_LINES_H

#define WORDS_MAX 255

struct lines {
	unsigned int number; /* of the line that lines_next() gave, from 1 */
	char *text;
	char *rest;
};

/* Returns 0 or -errno; after a failure there is nothing to close. */
int lines_open(const char *path, struct lines *lines);
void lines_close(struct lines *lines);

/*
 * The next line that has words, which end with NULL and live as long as `lines`. White space is
 * between words; '' and "" group; a # where a word could begin makes the rest a comment. Returns how
 * many there are, 0 at the end, -EINVAL (a quote is not closed) or -E2BIG; after an error one may go
 * on.
 */
int lines_next(struct lines *lines, char *words[WORDS_MAX + 1]);

#endif
