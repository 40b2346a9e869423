/* SPDX-License-Identifier: MIT */
/* The private part of the log. Every layer may use this header. */
#ifndef CUSB_CORE_LOG_H
#define CUSB_CORE_LOG_H

#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <cusb/log.h>

#define LOG_LEVEL_UNKNOWN INT_MAX /* not read from the environment yet; above each level */

extern atomic_int log_level;

/* Reads the level from the environment and remembers it in log_level. */
int log_read_level(void);

/* Whether lines of that level are written. Ask before work that is only for the log. */
static inline bool log_enabled(enum cusb_log_level level)
{
	int enabled = atomic_load_explicit(&log_level, memory_order_relaxed);

	if ((int)level > enabled)
		return false;
	return enabled != LOG_LEVEL_UNKNOWN || (int)level <= log_read_level();
}

/* If the level is enabled, writes one line, formatted as by printf() and cut at 511 bytes. */
void log_write(enum cusb_log_level level, const char *format, ...)
	__attribute__((format(printf, 2, 3), cold, noinline));

/* The same, but does not evaluate its arguments when the level is known not to be enabled. */
#define log_line(level, ...)                                                                       \
	do {                                                                                       \
		if ((int)(level) <= atomic_load_explicit(&log_level, memory_order_relaxed))        \
			log_write(level, __VA_ARGS__);                                             \
	} while (0)

/*
 * Refuses an argument of the caller: a line names the argument and the reason. Returns `err`. Also
 * for a refusal of the kernel, if the program made the mistake. Not for a wrong answer of a device
 * or a backend.
 */
#define refuse(err, ...) cusb_refuse(err, __VA_ARGS__)

/*
 * For a device that cannot be read. Returns the error if it is a shortage. Otherwise logs the error
 * and returns 0.
 */
int log_skipped(enum cusb_log_level level, const char *device, int err);

#endif
