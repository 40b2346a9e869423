/* SPDX-License-Identifier: MIT */
/* The log's inner side; any layer may use it. */
#ifndef CUSB_CORE_LOG_H
#define CUSB_CORE_LOG_H

#include <stdatomic.h>
#include <stdbool.h>

#include <cusb/log.h>

#define LOG_LEVEL_UNKNOWN (-1) /* nobody has asked yet */

extern atomic_int log_level;

/* What the environment says, remembered in log_level. */
int log_read_level(void);

/* Whether a line of that level goes anywhere; ask before work that only feeds the log. */
static inline bool log_enabled(enum cusb_log_level level)
{
	int enabled = atomic_load_explicit(&log_level, memory_order_relaxed);

	if (enabled == LOG_LEVEL_UNKNOWN)
		enabled = log_read_level();
	return (int)level <= enabled;
}

/* printf into one line, cut at 512 bytes. */
void log_write(enum cusb_log_level level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same, and nothing when the level is not enabled: then the arguments are not looked at. */
#define log_line(level, ...)                                                                       \
	do {                                                                                       \
		if (log_enabled(level))                                                            \
			log_write(level, __VA_ARGS__);                                             \
	} while (0)

/*
 * For a device that cannot be read: returns an error that means a shortage in the process or the
 * system; logs any other, and returns 0.
 */
int log_passed_over(enum cusb_log_level level, const char *device, int err);

#endif
