/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/wait.h>

#include "cli/process/child.h"
#include "unit.h"

/* The status that a shell command ends with. */
static int run(char *command, bool pipe_ignored)
{
	char *words[] = {(char[]){"sh"}, (char[]){"-c"}, command, NULL};
	sigset_t none;
	int status;
	pid_t child;

	sigemptyset(&none);
	ck_assert_int_eq(
		child_start(words,
			    &(struct child_options){.mask = &none, .pipe_ignored = pipe_ignored},
			    &child),
		0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return (int)child_status(status);
}

CASE(status_is_that_of_the_program)
{
	ck_assert_int_eq(run((char[]){"exit 0"}, false), 0);
	ck_assert_int_eq(run((char[]){"exit 7"}, false), 7);
}

CASE(program_that_a_signal_ended_has_128_and_its_number)
{
	ck_assert_int_eq(run((char[]){"kill -TERM $$"}, false), 128 + SIGTERM);
}

CASE(sigpipe_ends_a_program_again_unless_it_was_ignored_before)
{
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);

	ck_assert_int_eq(run((char[]){"kill -PIPE $$"}, false), 128 + SIGPIPE);
	ck_assert_int_eq(run((char[]){"kill -PIPE $$"}, true), 0);
	signal(SIGPIPE, before);
}

/* Under an emulator whose vfork() is a fork(), the child is what tells: by status 127. */
CASE(program_that_is_not_there_cannot_be_started)
{
	char *words[] = {(char[]){"/nowhere/nothing"}, NULL};
	int err, status;
	sigset_t none;
	pid_t child;

	sigemptyset(&none);
	err = child_start(words, &(struct child_options){.mask = &none}, &child);
	if (err == 0) {
		ck_assert_int_eq(waitpid(child, &status, 0), child);
		ck_assert_int_eq((int)child_status(status), 127);
	} else {
		ck_assert_int_eq(err, -ENOENT);
	}
}
