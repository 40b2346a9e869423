/* SPDX-License-Identifier: MIT */
/* The log's inner side; any layer may use it. */
#ifndef CUSB_CORE_LOG_H
#define CUSB_CORE_LOG_H

#include <stdbool.h>

#include <cusb/log.h>

/* Whether a line of that level goes anywhere; ask before work that only feeds the log. */
bool log_enabled(enum cusb_log_level level);

/* printf into one line, cut at 512 bytes; nothing when the level is not enabled. */
void log_line(enum cusb_log_level level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
