/* SPDX-License-Identifier: MIT */
/*
 * The progress of a long read or write: a line on standard error that is updated, and removed at
 * the end. Only on a terminal, and not in the first second.
 */
#ifndef CUSB_CLI_OUTPUT_PROGRESS_H
#define CUSB_CLI_OUTPUT_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* For --help. */
extern const char progress_help[];

struct progress {
	bool active;
	unsigned long long total; /* bytes; 0: not known */
	struct timespec start;
	long long shown_ms; /* since the start; 0: not yet */
	size_t width;	    /* the width of the text on the terminal */
	long long part_ms;  /* the end of the last part */
	size_t part;
};

/*
 * `clear`: no other output, such as data on standard output, goes to a terminal meanwhile. `packet`
 * is the smallest part, 0 if unknown.
 */
void progress_begin(struct progress *progress, unsigned long long total, bool clear, size_t packet);
/*
 * The number of bytes to move next, whole packets of at most `chunk`. All of them without progress;
 * otherwise as many as take a fraction of a second.
 */
size_t progress_part(struct progress *progress, size_t chunk);
void progress_update(struct progress *progress, unsigned long long moved);
void progress_end(struct progress *progress);

#endif
