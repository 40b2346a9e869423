/* SPDX-License-Identifier: MIT */
/* Rules that are true for every input of a fuzz target. */
#ifndef FUZZ_DEMAND_H
#define FUZZ_DEMAND_H

#include <stdio.h>
#include <stdlib.h>

/* Ends the program with a signal, and prints the broken rule. */
#define demand(law) ((law) ? (void)0 : demand_failed(__FILE__, __LINE__, #law))

static inline void demand_failed(const char *file, int line, const char *law)
{
	fprintf(stderr, "%s:%d: broken: %s\n", file, line, law);
	abort();
}

#endif
