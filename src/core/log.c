/* SPDX-License-Identifier: MIT */
/* One log for the process. The first thread that logs reads the environment. */
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "core/log.h"

#define LINE_SIZE 512

static const char *const level_names[] = {"silent",  "critical", "error",
					  "warning", "info",	 "debug"};

static pthread_once_t file_once = PTHREAD_ONCE_INIT;
atomic_int log_level = LOG_LEVEL_UNKNOWN;
static int log_fd = STDERR_FILENO;
static cusb_log_fn log_fn;
static void *log_user;

/* Not before the first line, so that no empty file is left. */
static void open_file(void)
{
	const char *filename = secure_getenv("CUSB_LOG_FILENAME");
	int fd = -1;

	if (filename && *filename)
		fd = open(filename, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (fd >= 0)
		log_fd = fd;
}

/* One write per line, so that lines of several threads and processes do not mix. */
static void write_line(int fd, enum cusb_log_level level, const char *line)
{
	char out[LINE_SIZE + 32];
	int length = snprintf(out, sizeof out, "cusb: %s: %s\n", level_names[level], line);
	ssize_t written = write(fd, out, (size_t)length);

	(void)written; /* there is no place to report that a log line was not written */
}

/*
 * Writing is a point where a thread can be cancelled, and some callers hold a device's lock or have
 * a transfer in flight.
 */
static void put_line(enum cusb_log_level level, const char *line)
{
	int cancel_state;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	if (log_fn) {
		log_fn(level, line, log_user);
	} else {
		pthread_once(&file_once, open_file);
		write_line(log_fd, level, line);
	}
	pthread_setcancelstate(cancel_state, NULL);
}

/* On stderr, not in the file: a user who misses the log lines looks here. */
static void tell_wrong_level(void)
{
	int cancel_state;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	write_line(STDERR_FILENO, CUSB_LOG_ERROR, "CUSB_DEBUG: no such level");
	pthread_setcancelstate(cancel_state, NULL);
}

/* LOG_LEVEL_UNKNOWN: no level has the name. */
static int level_from_name(const char *name)
{
	for (int i = CUSB_LOG_SILENT; i <= CUSB_LOG_DEBUG; i++)
		if (strcmp(name, level_names[i]) == 0)
			return i;
	return LOG_LEVEL_UNKNOWN;
}

/*
 * Several threads may do this at once; one of them decides. secure_getenv(), here and above,
 * because the caller of a set-uid program must not choose which files it writes.
 */
int log_read_level(void)
{
	const char *name = secure_getenv("CUSB_DEBUG");
	int named = name && *name ? level_from_name(name) : CUSB_LOG_SILENT;
	int level = named == LOG_LEVEL_UNKNOWN ? CUSB_LOG_SILENT : named;
	int before = LOG_LEVEL_UNKNOWN;

	if (!atomic_compare_exchange_strong(&log_level, &before, level))
		return before;
	if (named == LOG_LEVEL_UNKNOWN)
		tell_wrong_level();
	return level;
}

void cusb_set_log(enum cusb_log_level level, cusb_log_fn fn, void *user)
{
	log_fn = fn;
	log_user = user;
	atomic_store(&log_level, (int)level);
}

/* `err` is 0, or the errno that the line belongs to. */
static void __attribute__((format(printf, 3, 0)))
put_format(enum cusb_log_level level, int err, const char *format, va_list args)
{
	char line[LINE_SIZE];
	bool enabled = log_enabled(level);

	if (!enabled && err == 0)
		return;
	vsnprintf(line, sizeof line, format, args);
	if (err != 0)
		error_keep(err, line);
	if (enabled)
		put_line(level, line);
}

void log_write(enum cusb_log_level level, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_format(level, 0, format, args);
	va_end(args);
}

int cusb_refuse(int err, const char *format, ...)
{
	va_list args;

	if (!format) {
		error_forget();
		return err;
	}
	va_start(args, format);
	put_format(CUSB_LOG_ERROR, err, format, args);
	va_end(args);
	return err;
}

int log_skipped(enum cusb_log_level level, const char *device, int err)
{
	if (is_shortage(err))
		return err;
	log_write(level, "%s: skipped: %s", device, cusb_strerror(err));
	return 0;
}
