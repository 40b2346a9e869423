/* SPDX-License-Identifier: MIT */
/* The command line, taken apart. */
#ifndef CUSB_CLI_OPTIONS_H
#define CUSB_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/output/message.h"
#include "cli/output/output.h"

enum option {
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_VIRTUAL,
	OPTION_HEX,
	OPTION_TIMEOUT,
	OPTION_CONFIGURATION,
	OPTION_INTERFACE,
	OPTION_ALTSETTING,
	OPTION_CLEAR_HALT,
	OPTION_DETACH,
	OPTION_JSON,
	OPTION_EXISTING,
	OPTION_EVENTS,
	OPTION_RAW,
	OPTION_COUNT
};

#define OPTION_BIT(option) (1U << (option))
/* What every command takes, and what those that talk to a device take as well. */
#define OPTIONS_COMMON                                                                             \
	(OPTION_BIT(OPTION_HELP) | OPTION_BIT(OPTION_VERSION) | OPTION_BIT(OPTION_VIRTUAL))
#define OPTIONS_TRANSFER                                                                           \
	(OPTION_BIT(OPTION_HEX) | OPTION_BIT(OPTION_TIMEOUT) | OPTION_BIT(OPTION_CONFIGURATION) |  \
	 OPTION_BIT(OPTION_INTERFACE) | OPTION_BIT(OPTION_ALTSETTING) | OPTION_BIT(OPTION_DETACH))

#define VIRTUAL_NAMES_MAX 16

struct options {
	unsigned int given;	   /* OPTION_BIT()s */
	int numbers[OPTION_COUNT]; /* of the options that take one */
	const char *virtual_names[VIRTUAL_NAMES_MAX];
	size_t virtual_count;
	char **arguments; /* [0] is the command; ends with NULL */
	int argument_count;
	int dashes; /* how many arguments were before `--`; all, without one */
};

/*
 * Sorts argv: what is no option moves to its front, in order. Options may stand anywhere before
 * `--`. Returns 0; -EINVAL: the reason is in *why.
 */
int options_parse(int argc, char **argv, struct options *opts, struct error_message *why);

bool option_given(const struct options *opts, enum option option);

/* The first given option that is not in `allowed`, as "--name"; NULL if there is none. */
const char *options_foreign(const struct options *opts, unsigned int allowed);

/* One line for each of the options in `mask`. */
void options_print(unsigned int mask, struct output *out);

/* A number as in C: decimal, 0x hexadecimal or 0 octal. 0, -EINVAL, or -ERANGE above `max`. */
int parse_number(const char *text, unsigned long long max, unsigned long long *number);

#endif
