/* SPDX-License-Identifier: MIT */
/*
 * Runs a command and looks for texts in what it prints: expect TEXT... -- COMMAND...
 *
 * Shows the output too. Exits 0 if the command did and each TEXT is in its standard output or
 * standard error; -s N before the texts expects exit status N instead.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char output[1 << 20];

/* Starts the command, its output in a pipe. */
static pid_t start(char **command, int *from)
{
	int ends[2];
	pid_t child;

	if (pipe(ends) != 0)
		return -1;
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		execvp(command[0], command);
		fprintf(stderr, "%s: %s\n", command[0], strerror(errno));
		_exit(127);
	}
	close(ends[1]);
	*from = ends[0];
	return child;
}

static void collect(int from)
{
	size_t length = 0;
	ssize_t n;

	while (length < sizeof output - 1) {
		n = read(from, output + length, sizeof output - 1 - length);
		if (n <= 0)
			break;
		fwrite(output + length, 1, (size_t)n, stdout);
		fflush(stdout);
		length += (size_t)n;
	}
	output[length] = '\0';
	close(from);
}

static bool exited(pid_t child, int wanted)
{
	int status;

	if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) {
		printf("expect: the command did not exit\n");
		return false;
	}
	if (WEXITSTATUS(status) != wanted)
		printf("expect: exit status %d, not %d\n", WEXITSTATUS(status), wanted);
	return WEXITSTATUS(status) == wanted;
}

int main(int argc, char **argv)
{
	int wanted = 0, first = 1, dashes, from;
	bool good;
	pid_t child;

	if (argc > 2 && strcmp(argv[1], "-s") == 0) {
		wanted = atoi(argv[2]);
		first = 3;
	}
	for (dashes = first; dashes < argc && strcmp(argv[dashes], "--") != 0; dashes++)
		;
	if (dashes + 1 >= argc) {
		fprintf(stderr, "usage: expect [-s STATUS] TEXT... -- COMMAND...\n");
		return 2;
	}
	child = start(argv + dashes + 1, &from);
	if (child < 0) {
		perror("expect");
		return 2;
	}
	collect(from);
	good = exited(child, wanted);
	for (int i = first; i < dashes; i++) {
		if (strstr(output, argv[i]))
			continue;
		printf("expect: not in the output: %s\n", argv[i]);
		good = false;
	}
	return !good;
}
