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
#define INIT	"calling init: "

struct use {
	bool found, other;
};

void loader_prepare(const char *directory)
{
	setenv("LD_LIBRARY_PATH", directory, 1);
	setenv("LD_DEBUG", "libs", 1);
	setenv("LD_DEBUG_OUTPUT", ACCOUNT, 1);
}

/* Whether a line of the account tells of a library that there are two of. */
static const char *named_library(const char *line)
{
	static const char *const names[] = {"/libusb-0.1.so", "/libusb-1.0.so", "/libopenusb.so"};
	const char *init = strstr(line, INIT);

	for (size_t i = 0; init && i < sizeof names / sizeof names[0]; i++)
		if (strstr(init, names[i]))
			return init + strlen(INIT);
	return NULL;
}

/* Reads one process's account, and takes it away. */
static void read_account(const char *path, const char *directory, const char *library,
			 struct use *use)
{
	FILE *file = fopen(path, "re");
	size_t length = strlen(directory);
	char line[512];

	while (file && fgets(line, sizeof line, file)) {
		const char *used = named_library(line);

		line[strcspn(line, "\n")] = '\0';
		if (!used)
			continue;
		if (strncmp(used, directory, length) != 0 || used[length] != '/')
			use->other = true;
		else if (strcmp(used + length + 1, library) == 0)
			use->found = true;
	}
	if (file)
		fclose(file);
	unlink(path);
}

bool loader_used(const char *directory, const char *library)
{
	struct use use = {false, false};
	glob_t files;

	if (glob(ACCOUNT ".*", 0, NULL, &files) != 0)
		return false;
	for (size_t i = 0; i < files.gl_pathc; i++)
		read_account(files.gl_pathv[i], directory, library, &use);
	globfree(&files);
	return use.found && !use.other;
}
