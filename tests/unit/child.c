/* SPDX-License-Identifier: MIT */
#include "child.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

bool in_child(bool (*function)(void *user), void *user)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0)
		_exit(!function(user));
	ck_assert_int_gt(child, 0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return status == 0;
}

bool child_text_is(const char *got, const char *want)
{
	if (strcmp(got, want) == 0)
		return true;
	fprintf(stderr, "in the child: \"%s\", not \"%s\"\n", got, want);
	return false;
}
