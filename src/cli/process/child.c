/* SPDX-License-Identifier: MIT */
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"

static int start(posix_spawnattr_t *attributes, char **command, const struct child_options *options,
		 pid_t *child)
{
	short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_RESETIDS;
	sigset_t defaults;
	int err;

	sigemptyset(&defaults);
	if (!options->pipe_ignored)
		sigaddset(&defaults, SIGPIPE);
	if (options->own_group)
		flags |= POSIX_SPAWN_SETPGROUP;
	err = posix_spawnattr_setsigdefault(attributes, &defaults);
	if (!err)
		err = posix_spawnattr_setsigmask(attributes, options->mask);
	if (!err)
		err = posix_spawnattr_setflags(attributes, flags);
	return err ? err
		   : posix_spawnp(child, command[0], NULL, attributes, command,
				  options->environment ? options->environment : environ);
}

int child_start(char **command, const struct child_options *options, pid_t *child)
{
	posix_spawnattr_t attributes;
	int err = posix_spawnattr_init(&attributes);

	if (err)
		return -err;
	err = start(&attributes, command, options, child);
	posix_spawnattr_destroy(&attributes);
	return -err;
}

enum status child_status(int wait_status)
{
	if (WIFSIGNALED(wait_status))
		return (enum status)(128 + WTERMSIG(wait_status));
	return (enum status)WEXITSTATUS(wait_status);
}
