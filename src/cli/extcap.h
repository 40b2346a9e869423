/* SPDX-License-Identifier: MIT */
/*
 * The tool as a source of captures for Wireshark, which runs the programs in its folders "extcap".
 */
#ifndef CUSB_CLI_EXTCAP_H
#define CUSB_CLI_EXTCAP_H

#include "cli/output/output.h"

#define EXTCAP_ARGUMENTS 5

enum extcap {
	EXTCAP_NONE,	/* Wireshark does not ask */
	EXTCAP_ANSWERED,
	EXTCAP_CAPTURE	/* the command that captures is in `command` */
};

/* Answers Wireshark's question, or makes a command of it: its words, and NULL. */
enum extcap extcap_ask(int argc, char **argv, struct output *out,
		       char *command[EXTCAP_ARGUMENTS + 1]);

#endif
