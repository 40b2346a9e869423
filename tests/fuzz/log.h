/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_LOG_H
#define FUZZ_LOG_H

#include <stdbool.h>

/*
 * Hides the library's log lines. With `all` every line is made. The environment variable FUZZ_TRACE
 * prints every line: the system calls that an input leads to.
 */
void log_begin(bool all);

#endif
