/* SPDX-License-Identifier: MIT */
/*
 * Runs commands one after another, until one fails: sequence COMMAND... [, COMMAND...]...
 * A word that is a comma alone ends a command.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int run(char **command)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		execvp(command[0], command);
		fprintf(stderr, "%s: %s\n", command[0], strerror(errno));
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return 1;
	return WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	int first = 1;

	for (int i = 1; i <= argc; i++) {
		int status;

		if (i < argc && strcmp(argv[i], ",") != 0)
			continue;
		if (i == first) {
			fprintf(stderr, "usage: sequence COMMAND... [, COMMAND...]...\n");
			return 2;
		}
		argv[i] = NULL;
		status = run(argv + first);
		if (status != 0)
			return status;
		first = i + 1;
	}
	return 0;
}
