/* SPDX-License-Identifier: MIT */
/*
 * The clock of the tested code. It stands still until a target lets time pass, so an input always
 * takes the same way, and no wait takes real time. The program is linked with CLOCK_WRAP of
 * fuzz.mk.
 */
#ifndef FUZZ_CLOCK_H
#define FUZZ_CLOCK_H

#include <time.h>

void clock_begin(void);
void clock_pass(struct timespec time);

#endif
