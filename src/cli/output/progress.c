/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "progress.h"

const char progress_help[] =
	"A transfer of more than a second shows its progress on standard error, if this\n"
	"is a terminal and the data does not come from a terminal or go to one.\n";

#define QUIET_MS    1000
#define INTERVAL_MS 200
#define PART_MS	    100 /* a part that took less may be followed by one of twice the size */
#define LINE_SIZE   128

static long long elapsed_ms(const struct progress *progress)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)(now.tv_sec - progress->start.tv_sec) * 1000 +
	       (now.tv_nsec - progress->start.tv_nsec) / 1000000;
}

void progress_begin(struct progress *progress, unsigned long long total, bool clear, size_t packet)
{
	memset(progress, 0, sizeof *progress);
	if (!clear || !isatty(STDERR_FILENO))
		return;
	progress->active = true;
	progress->total = total;
	progress->part = packet;
	clock_gettime(CLOCK_MONOTONIC, &progress->start);
}

size_t progress_part(struct progress *progress, size_t chunk)
{
	long long now;

	if (!progress->active || progress->part == 0)
		return chunk;
	now = elapsed_ms(progress);
	if (now - progress->part_ms < PART_MS && progress->part <= chunk / 2)
		progress->part *= 2;
	progress->part_ms = now;
	return progress->part < chunk ? progress->part : chunk;
}

static size_t add_bytes(char *text, size_t size, unsigned long long bytes)
{
	static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
	unsigned long long tenths = bytes;
	size_t unit = 0;

	if (bytes < 1024)
		return (size_t)snprintf(text, size, "%llu B", bytes);
	for (; bytes >= 1024 && unit + 1 < sizeof units / sizeof units[0]; unit++) {
		tenths = bytes % 1024 * 10 / 1024;
		bytes /= 1024;
	}
	return (size_t)snprintf(text, size, "%llu.%llu %s", bytes, tenths, units[unit]);
}

/* Below 100 until all bytes are moved. */
static unsigned int percent(unsigned long long moved, unsigned long long total)
{
	return (unsigned int)(total > 1000000 ? moved / (total / 100) : moved * 100 / total);
}

/* Standard error is a terminal; an error of writing to it does not matter. */
static void show(struct progress *progress, const char *line)
{
	char text[2 * LINE_SIZE + 2];
	size_t width = strlen(line);
	size_t blanks = progress->width > width ? progress->width - width : 0;
	int length = snprintf(text, sizeof text, "\r%s%*s%s", line, (int)blanks, "",
			      width == 0 ? "\r" : "");

	progress->width = width;
	if (write(STDERR_FILENO, text, (size_t)length) < 0)
		progress->active = false;
}

void progress_update(struct progress *progress, unsigned long long moved)
{
	char line[LINE_SIZE];
	long long now;
	size_t n;

	if (!progress->active)
		return;
	now = elapsed_ms(progress);
	if (now < QUIET_MS || (progress->shown_ms && now - progress->shown_ms < INTERVAL_MS))
		return;
	progress->shown_ms = now;
	n = add_bytes(line, sizeof line, moved);
	if (progress->total) {
		n += (size_t)snprintf(line + n, sizeof line - n, " of ");
		n += add_bytes(line + n, sizeof line - n, progress->total);
		n += (size_t)snprintf(line + n, sizeof line - n, " (%u%%)",
				      percent(moved, progress->total));
	}
	n += (size_t)snprintf(line + n, sizeof line - n, ", ");
	n += add_bytes(line + n, sizeof line - n,
		       moved < ~0ULL / 1000 ? moved * 1000 / (unsigned long long)now
					    : moved / ((unsigned long long)now / 1000));
	snprintf(line + n, sizeof line - n, "/s");
	show(progress, line);
}

void progress_end(struct progress *progress)
{
	if (progress->active && progress->width > 0)
		show(progress, "");
	progress->active = false;
}
