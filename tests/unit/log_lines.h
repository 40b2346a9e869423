/* SPDX-License-Identifier: MIT */
/* The library's log lines of level error, kept for a test. */
#ifndef LOG_LINES_H
#define LOG_LINES_H

void log_lines_begin(void);
void log_lines_end(void);

/* The lines since the last time, separated by " | ". */
const char *log_lines(void);

#endif
