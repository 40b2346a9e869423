/* SPDX-License-Identifier: MIT */
/*
 * Other programs that this one is when it is called by their names: lsusb, usbreset, uhubctl. They
 * take the options and print the formats that scripts rely on. A link makes them.
 */
#ifndef CUSB_CLI_APPLET_H
#define CUSB_CLI_APPLET_H

#include "cli/bus/bus.h"
#include "cli/command.h"

struct applet {
	const char *name;
	enum status (*run)(int argc, char **argv, struct output *out);
};

extern const struct applet lsusb_applet, usbreset_applet, uhubctl_applet;

/* ---- the command line of an applet ---- */

struct applet_option {
	char letter; /* 0 ends the table */
	const char *name;
	bool takes_value;
};

/* Zeroed at first, with argc and argv. */
struct applet_line {
	int argc;
	char **argv; /* [0] is the applet */
	int at;
	const char *letters; /* the rest of a word of letters */
	const char *value;   /* of the last option */
	struct options opts; /* with --virtual, which each applet takes */
};

/*
 * The next option of the line. Returns its letter; 0 at the first argument or the end: line->at is
 * its place then; '?' for a wrong option, which is reported.
 */
int applet_next(struct applet_line *line, const struct applet_option *options);

/* Opens the bus of the line. Returns 0 or -errno, reported. */
int applet_open(const struct applet_line *line, struct cli_bus *bus);

/* A message as the other program has it: without "cusb: ". Always returns STATUS_FAILURE. */
enum status applet_fail(const char *text);

#endif
