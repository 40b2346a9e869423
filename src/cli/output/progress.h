/* SPDX-License-Identifier: MIT */
/*
 * How far a long read or write has come: a line on standard error that is written over and, in the
 * end, taken away. Only on a terminal, and not in the first second.
 */
#ifndef CUSB_CLI_OUTPUT_PROGRESS_H
#define CUSB_CLI_OUTPUT_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* For --help. */
#define PROGRESS_HELP                                                                              \
	"What takes more than a second shows on standard error how far it has come, when\n"        \
	"that is a terminal and the data does not come from or go to one.\n"

struct progress {
	bool active;
	unsigned long long total; /* bytes; 0: not known */
	struct timespec start;
	long long shown_ms; /* from the start on; 0: not yet */
	size_t width;	    /* of the text that stands there */
	long long part_ms;  /* when the last part ended */
	size_t part;
};

/*
 * `clear` tells that nothing else, data on standard output for instance, goes to a terminal
 * meanwhile. `packet` is the smallest part, 0 if it is not known.
 */
void progress_begin(struct progress *progress, unsigned long long total, bool clear, size_t packet);
/*
 * The bytes to move next, whole packets of at most `chunk`: all, unless progress is to be told.
 * Then it is as many as take a fraction of a second.
 */
size_t progress_part(struct progress *progress, size_t chunk);
void progress_update(struct progress *progress, unsigned long long moved);
void progress_end(struct progress *progress);

#endif
