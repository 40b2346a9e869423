/* SPDX-License-Identifier: MIT */
/* Another program, run by the tool. */
#ifndef CUSB_CLI_PROCESS_CHILD_H
#define CUSB_CLI_PROCESS_CHILD_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "cli/command.h"

/*
 * Starts a program with a signal mask, and with the rights of the user even if the tool is set-uid.
 * SIGPIPE ends it, unless `pipe_ignored`. Returns 0 or -errno; -ENOENT: no program of that name.
 */
int child_start(char **command, const sigset_t *mask, bool pipe_ignored, pid_t *child);

/* The status as in a shell: the program's, or 128 + N when signal N ended it. */
enum status child_status(int wait_status);

#endif
