/* SPDX-License-Identifier: MIT */
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"

static int start(posix_spawnattr_t *attributes, char **command, const sigset_t *mask,
		 bool pipe_ignored, pid_t *child)
{
	sigset_t defaults;
	int err;

	sigemptyset(&defaults);
	if (!pipe_ignored)
		sigaddset(&defaults, SIGPIPE);
	err = posix_spawnattr_setsigdefault(attributes, &defaults);
	if (!err)
		err = posix_spawnattr_setsigmask(attributes, mask);
	if (!err)
		err = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF |
								   POSIX_SPAWN_SETSIGMASK |
								   POSIX_SPAWN_RESETIDS);
	return err ? err : posix_spawnp(child, command[0], NULL, attributes, command, environ);
}

int child_start(char **command, const sigset_t *mask, bool pipe_ignored, pid_t *child)
{
	posix_spawnattr_t attributes;
	int err = posix_spawnattr_init(&attributes);

	if (err)
		return -err;
	err = start(&attributes, command, mask, pipe_ignored, child);
	posix_spawnattr_destroy(&attributes);
	return -err;
}

enum status child_status(int wait_status)
{
	if (WIFSIGNALED(wait_status))
		return (enum status)(128 + WTERMSIG(wait_status));
	return (enum status)WEXITSTATUS(wait_status);
}
