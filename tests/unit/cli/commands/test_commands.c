/* SPDX-License-Identifier: MIT */
/* The list of command.h, which the help, init and the commands themselves must agree with. */
#include <string.h>

#include "cli/options/options.h"
#include "unit.h"

#define ROW(name) {#name, &name##_command},

static const struct {
	const char *name;
	const struct command *command;
} commands[] = {COMMANDS(ROW)};

CASE_PER_ROW(command_has_the_name_of_the_list, commands)
{
	ck_assert_str_eq(commands[_i].command->name, commands[_i].name);
}

CASE_PER_ROW(command_tells_what_it_does, commands)
{
	const struct command *command = commands[_i].command;

	ck_assert_uint_gt(strlen(command->summary), 0);
	ck_assert_uint_gt(strlen(command->help[0]), 0);
	ck_assert_ptr_nonnull(strstr(command->examples, commands[_i].name));
	ck_assert_int_le(command->min_arguments, command->max_arguments);
}

CASE_PER_ROW(command_takes_options_that_there_are, commands)
{
	const struct command *command = commands[_i].command;

	ck_assert_uint_eq(command->options >> OPTIONS_END, 0);
	ck_assert_uint_eq(command->options & OPTIONS_COMMON, 0);
	ck_assert_uint_eq(command->without & ~OPTIONS_COMMON, 0);
}
