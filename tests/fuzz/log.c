/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <cusb/log.h>

#include "demand.h"
#include "log.h"

static void take_line(enum cusb_log_level level, const char *line, void *user)
{
	bool *prints = user;

	(void)level;
	demand(!strchr(line, '\n'));
	if (*prints)
		fprintf(stderr, "%s\n", line);
}

void log_begin(bool all)
{
	static bool prints;

	prints = getenv("FUZZ_TRACE") != NULL;
	cusb_set_log(all || prints ? CUSB_LOG_DEBUG : CUSB_LOG_ERROR, take_line, &prints);
}
