/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "compat/libusb-1.0/log.h"

#define LINE_SIZE 1024

static struct timespec begun;
static atomic_int fixed_level = -1;
static _Atomic(libusb_log_cb) global_callback;

void log_begin(void)
{
	const char *debug = getenv("LIBUSB_DEBUG");
	int level;

	if (begun.tv_sec == 0 && begun.tv_nsec == 0)
		clock_gettime(CLOCK_MONOTONIC, &begun);
	if (!debug)
		return;
	level = atoi(debug);
	if (level > LIBUSB_LOG_LEVEL_DEBUG)
		level = LIBUSB_LOG_LEVEL_DEBUG;
	if (level > LIBUSB_LOG_LEVEL_NONE)
		fixed_level = level;
}

int log_fixed_level(void)
{
	return fixed_level;
}

void log_set_global_callback(libusb_log_cb callback)
{
	global_callback = callback;
}

static void tell(struct libusb_context *ctx, enum libusb_log_level level, const char *line)
{
	libusb_log_cb global = global_callback, own = ctx ? ctx->log_callback : NULL;

	if (global)
		global(NULL, level, line);
	else
		fputs(line, stderr);
	if (own)
		own(ctx, level, line);
}

/* At level debug each line has a time and a thread in front. Returns the length. */
static int write_stamp(struct libusb_context *ctx, char *line)
{
	static atomic_flag told = ATOMIC_FLAG_INIT;
	struct timespec now;
	long microseconds;

	clock_gettime(CLOCK_MONOTONIC, &now);
	microseconds = (now.tv_nsec - begun.tv_nsec) / 1000;
	now.tv_sec -= begun.tv_sec;
	if (microseconds < 0) {
		now.tv_sec--;
		microseconds += 1000000;
	}
	if (!atomic_flag_test_and_set(&told)) {
		tell(ctx, LIBUSB_LOG_LEVEL_DEBUG,
		     "[seconds] [thread] libusb: level [function] text\n");
		tell(ctx, LIBUSB_LOG_LEVEL_DEBUG,
		     "----------------------------------------"
		     "----------------------------------------\n");
	}
	return snprintf(line, LINE_SIZE, "[%2d.%06d] [%08lx] ", (int)now.tv_sec, (int)microseconds,
			(unsigned long)gettid());
}

void log_text(struct libusb_context *ctx, enum libusb_log_level level, const char *function,
	      const char *format, ...)
{
	static const char *const levels[] = {"", "error", "warning", "info", "debug"};
	int enabled = ctx ? ctx->log_level : fixed_level, used = 0;
	char line[LINE_SIZE];
	va_list args;

	if ((int)level > enabled)
		return;
	if (enabled == LIBUSB_LOG_LEVEL_DEBUG)
		used = write_stamp(ctx, line);
	used += snprintf(line + used, sizeof line - (size_t)used, "libusb: %s [%s] ", levels[level],
			 function);
	va_start(args, format);
	used += vsnprintf(line + used, sizeof line - (size_t)used, format, args);
	va_end(args);
	if ((size_t)used > sizeof line - 2)
		used = sizeof line - 2;
	memcpy(line + used, "\n", 2);
	tell(ctx, level, line);
}
