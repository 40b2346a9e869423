/* SPDX-License-Identifier: MIT */
/* A subcommand of the tool: one file each, listed in main.c. */
#ifndef CUSB_CLI_COMMAND_H
#define CUSB_CLI_COMMAND_H

struct options;
struct output;

enum status { STATUS_OK = 0, STATUS_FAILURE = 1, STATUS_USAGE = 2 };

struct command {
	const char *name;
	const char *arguments; /* as in its usage line: "DEV EP LENGTH" */
	const char *summary;   /* for `cusb --help`: one line */
	const char *help;      /* for its own --help: paragraphs, at most 80 columns */
	const char *examples;
	unsigned int options; /* OPTION_BIT()s it takes besides those that all take */
	unsigned int without; /* and those of all that it does not take */
	int min_arguments;
	int max_arguments;
	/* Arguments are already counted. Failures are reported where they happen. */
	enum status (*run)(const struct options *opts, struct output *out);
};

extern const struct command list_command;
extern const struct command show_command;
extern const struct command tree_command;
extern const struct command read_command;
extern const struct command write_command;
extern const struct command control_command;
extern const struct command reset_command;
extern const struct command monitor_command;
extern const struct command wait_command;
extern const struct command emulate_command;
extern const struct command init_command;

/* NULL: there is none. */
const struct command *command_named(const char *name);

#endif
