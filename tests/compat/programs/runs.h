/* SPDX-License-Identifier: MIT */
/*
 * One run of a program on a stand-in, with the libraries of a directory.
 */
#ifndef RUNS_H
#define RUNS_H

#include <stdbool.h>

#include "stand_in.h"

struct run {
	char *output;	  /* what the program printed, without what differs from run to run */
	char *transcript; /* a line for each request and packet that a device was asked for */
};

/*
 * Plugs the devices in, runs the command on them, and pulls them out. False, having said why, if
 * the command failed, took longer than @limit_s seconds (0: it may take for ever), did not take its
 * libraries from the directory, or did not do its job. What is in @run may be NULL then.
 */
bool run_on(const char *directory, const struct stand_in *stand_in, char **command,
	    unsigned int limit_s, struct run *run);
void run_free(struct run *run);

#endif
