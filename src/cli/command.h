/* SPDX-License-Identifier: MIT */
/* A subcommand of the tool. */
#ifndef CUSB_CLI_COMMAND_H
#define CUSB_CLI_COMMAND_H

#include <stdint.h>

struct options;
struct output;
struct target;

enum status {
	STATUS_OK = 0,
	STATUS_FAILURE = 1,
	STATUS_USAGE = 2,
	STATUS_GONE = 3 /* the device left while the command used it */
};

struct command {
	const char *name;
	const char *arguments; /* as in its usage line: "DEV EP LENGTH" */
	const char *summary;   /* for `cusb --help`: one line */
	/* For `cusb NAME --help`: paragraphs, at most 80 columns; commands share some of them. */
	const char *help[9]; /* ends with NULL */
	const char *examples;
	uint64_t options; /* OPTION_BIT()s that it takes besides OPTIONS_COMMON */
	uint64_t without; /* OPTION_BIT()s of OPTIONS_COMMON that it does not take */
	int min_arguments;
	int max_arguments;
	/* The number of arguments is already checked. Reports its failures itself. */
	enum status (*run)(const struct options *opts, struct output *out);
	/*
	 * Of the commands that a script of `cusb run` may have; NULL of others. check() looks at the
	 * arguments, without a device. act() works on the open device.
	 */
	enum status (*check)(const struct options *opts);
	enum status (*act)(struct target *target, const struct options *opts, struct output *out);
};

/* NAME is commands/NAME.c, which defines NAME_command. In the order of `cusb --help`. */
#define COMMANDS(COMMAND)                                                                          \
	COMMAND(list)                                                                              \
	COMMAND(show)                                                                              \
	COMMAND(tree)                                                                              \
	COMMAND(read)                                                                              \
	COMMAND(write)                                                                             \
	COMMAND(control)                                                                           \
	COMMAND(run)                                                                               \
	COMMAND(reset)                                                                             \
	COMMAND(power)                                                                             \
	COMMAND(authorize)                                                                         \
	COMMAND(bind)                                                                              \
	COMMAND(unbind)                                                                            \
	COMMAND(autosuspend)                                                                       \
	COMMAND(config)                                                                            \
	COMMAND(monitor)                                                                           \
	COMMAND(wait)                                                                              \
	COMMAND(capture)                                                                           \
	COMMAND(top)                                                                               \
	COMMAND(share)                                                                             \
	COMMAND(attach)                                                                            \
	COMMAND(detach)                                                                            \
	COMMAND(emulate)                                                                           \
	COMMAND(replay)                                                                            \
	COMMAND(init)

#define COMMAND_DECLARE(name) extern const struct command name##_command;
COMMANDS(COMMAND_DECLARE)

#endif
