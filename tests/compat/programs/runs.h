/* SPDX-License-Identifier: MIT */
/*
 * One run of a program on a stand-in, with the library of a directory.
 */
#ifndef RUNS_H
#define RUNS_H

#include <stdbool.h>

#include "stand_in.h"

struct run {
	char *output;	  /* what the program printed, without what differs from run to run */
	char *transcript; /* a line for each request and packet that the device was asked for */
};

/*
 * Plugs the device in, runs the command on it, and pulls it out. False, having said why, if the
 * command failed, took longer than @limit_s seconds (0: it may take for ever), did not take its
 * libusb-0.1.so.4 from there, or did not do its job. What is in @run may be NULL then.
 */
bool run_on(const char *library, const struct stand_in *stand_in, char **command,
	    unsigned int limit_s, struct run *run);
void run_free(struct run *run);

#endif
