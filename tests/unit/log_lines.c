/* SPDX-License-Identifier: MIT */
#include "log_lines.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include <cusb/log.h>

static char lines[1024], taken[sizeof lines];

static void add(enum cusb_log_level level, const char *line, void *user)
{
	size_t length = strlen(lines);

	(void)user;
	ck_assert_int_eq(level, CUSB_LOG_ERROR);
	snprintf(lines + length, sizeof lines - length, "%s%s", length ? " | " : "", line);
}

void log_lines_begin(void)
{
	lines[0] = '\0';
	cusb_set_log(CUSB_LOG_ERROR, add, NULL);
}

void log_lines_end(void)
{
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
}

const char *log_lines(void)
{
	strcpy(taken, lines);
	lines[0] = '\0';
	return taken;
}
