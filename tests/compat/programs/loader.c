/* SPDX-License-Identifier: MIT */
/*
 * ld.so(8): with LD_DEBUG=libs it tells, among other things, each library that it initializes, in a
 * file for each process, whose name ends with the process's number.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loader.h"

#define ACCOUNT "/tmp/loader"

void loader_prepare(const char *directory)
{
	setenv("LD_LIBRARY_PATH", directory, 1);
	setenv("LD_DEBUG", "libs", 1);
	setenv("LD_DEBUG_OUTPUT", ACCOUNT, 1);
}

/* Reads one process's account, and takes it away. */
static void read_account(const char *path, const char *wanted, bool *found, bool *other)
{
	FILE *file = fopen(path, "re");
	char line[512];

	while (file && fgets(line, sizeof line, file)) {
		const char *init = strstr(line, "calling init: ");

		if (init && strstr(init, "/libusb-0.1"))
			*(strcmp(init, wanted) == 0 ? found : other) = true;
	}
	if (file)
		fclose(file);
	unlink(path);
}

bool loader_used(const char *directory)
{
	bool found = false, other = false;
	char wanted[64];
	glob_t files;

	snprintf(wanted, sizeof wanted, "calling init: %s/libusb-0.1.so.4\n", directory);
	if (glob(ACCOUNT ".*", 0, NULL, &files) != 0)
		return false;
	for (size_t i = 0; i < files.gl_pathc; i++)
		read_account(files.gl_pathv[i], wanted, &found, &other);
	globfree(&files);
	return found && !other;
}
