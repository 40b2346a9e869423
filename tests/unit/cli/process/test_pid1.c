/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/process/pid1.h"
#include "unit.h"

/*
 * Makes a process whose parent ends at once, and whose id goes to `out`. It ends when nobody can
 * write to `life` any more.
 */
static void make_orphan(int life, int out)
{
	pid_t child = fork();
	char byte;

	if (child == 0 && fork() == 0) {
		pid_t own = getpid();
		bool told = write(out, &own, sizeof own) == sizeof own;

		close(out);
		_exit(!told || read(life, &byte, 1) != 0);
	}
	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
}

/* Stands for the first process: the orphans become its children. */
static pid_t start_first(const int life[2], const int out[2])
{
	pid_t first = fork();

	if (first != 0)
		return first;
	close(life[1]);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
		_exit(1);
	make_orphan(life[0], out[1]);
	close(out[1]);
	pid1_stay();
}

static void await_state(pid_t process, char state)
{
	char path[40], line[256], seen = 0;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
	while (seen != state) {
		FILE *file = fopen(path, "r");

		ck_assert_ptr_nonnull(file);
		ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
		fclose(file);
		seen = strrchr(line, ')')[2];
		usleep(1000);
	}
}

/* A process that was ended stays as a zombie until it is reaped. */
CASE(orphans_are_reaped_for_ever)
{
	int life[2], out[2];
	pid_t first, orphan;

	ck_assert_int_eq(pipe(life), 0);
	ck_assert_int_eq(pipe(out), 0);
	first = start_first(life, out);
	close(life[0]);
	close(out[1]);
	ck_assert_int_eq(read(out[0], &orphan, sizeof orphan), sizeof orphan);
	await_state(first, 'S');
	close(life[1]);
	while (kill(orphan, 0) == 0)
		usleep(1000);
	close(out[0]);
	kill(first, SIGKILL);
	waitpid(first, NULL, 0);
}
