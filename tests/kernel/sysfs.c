/* SPDX-License-Identifier: MIT */
/*
 * Waits until sysfs is as told: sysfs CONDITION...
 *
 * PATH exists; !PATH does not; PATH=TEXT holds that one line; PATH->NAME is a link to something of
 * that name. PATH is relative to /sys unless it begins with a slash. Exits 1 when a condition does
 * not hold within ten minutes.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 600000
#define STEP_MS	    20

/* Splits "PATHseparatorTEXT" in two; `text` is NULL if the separator is not there. */
static void split(const char *condition, const char *separator, char *path, size_t size,
		  const char **text)
{
	const char *at = strstr(condition, separator);
	int length = at ? (int)(at - condition) : (int)strlen(condition);

	snprintf(path, size, "%s%.*s", condition[0] == '/' ? "" : "/sys/", length, condition);
	*text = at ? at + strlen(separator) : NULL;
}

static bool links_to(const char *path, const char *name)
{
	char target[512];
	ssize_t n = readlink(path, target, sizeof target - 1);
	const char *base;

	if (n < 0)
		return false;
	target[n] = '\0';
	base = strrchr(target, '/');
	return strcmp(base ? base + 1 : target, name) == 0;
}

static bool reads(const char *path, const char *text)
{
	char line[512] = "";
	FILE *file = fopen(path, "re");

	if (!file)
		return false;
	if (!fgets(line, sizeof line, file))
		line[0] = '\0';
	fclose(file);
	line[strcspn(line, "\n")] = '\0';
	return strcmp(line, text) == 0;
}

static bool holds(const char *condition)
{
	char path[512];
	const char *text;

	if (condition[0] == '!') {
		split(condition + 1, "=", path, sizeof path, &text);
		return access(path, F_OK) != 0;
	}
	split(condition, "->", path, sizeof path, &text);
	if (text)
		return links_to(path, text);
	split(condition, "=", path, sizeof path, &text);
	return text ? reads(path, text) : access(path, F_OK) == 0;
}

static bool comes_to_hold(const char *condition)
{
	const struct timespec step = {.tv_nsec = STEP_MS * 1000000L};

	for (int waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
		if (holds(condition))
			return true;
		nanosleep(&step, NULL);
	}
	return holds(condition);
}

int main(int argc, char **argv)
{
	int status = argc < 2;

	for (int i = 1; i < argc; i++) {
		if (comes_to_hold(argv[i]))
			continue;
		printf("does not hold: %s\n", argv[i]);
		status = 1;
	}
	return status;
}
