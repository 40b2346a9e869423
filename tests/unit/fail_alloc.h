/* SPDX-License-Identifier: MIT */
/*
 * Allocations that fail. The program is linked with -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,
 * which redirects the calls of the tested code, and of a libcheck that is linked statically: so
 * failing is to be stopped before anything is asserted.
 */
#ifndef FAIL_ALLOC_H
#define FAIL_ALLOC_H

#include <stdbool.h>

/* The nth allocation from now fails, from 1. */
void fail_alloc_start(unsigned int nth);
/* No further one fails. Returns whether one has. */
bool fail_alloc_stop(void);

#endif
