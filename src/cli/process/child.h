/* SPDX-License-Identifier: MIT */
/* Another program, run by the tool. */
#ifndef CUSB_CLI_PROCESS_CHILD_H
#define CUSB_CLI_PROCESS_CHILD_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "cli/command.h"

struct child_options {
	char *const *environment; /* ends with NULL; NULL: that of this process */
	const sigset_t *mask;	  /* its blocked signals */
	bool pipe_ignored;	  /* otherwise SIGPIPE ends it */
	bool own_group;		  /* it leads a process group of its own */
};

/*
 * Starts a program, with the rights of the user even if the tool is set-uid. Returns 0 or -errno;
 * -ENOENT: no program of that name.
 */
int child_start(char **command, const struct child_options *options, pid_t *child);

/* The status as in a shell: the program's, or 128 + N when signal N ended it. */
enum status child_status(int wait_status);

#endif
