/* SPDX-License-Identifier: MIT */
/*
 * Ctrl-C and similar signals while kernel drivers are detached, or while data is read: the drivers
 * get their interfaces back, and the data that has come is written out, before the process ends.
 */
#ifndef CUSB_CLI_TARGET_SIGNAL_GUARD_H
#define CUSB_CLI_TARGET_SIGNAL_GUARD_H

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <cusb/core.h>

struct signal_guard {
	struct cusb_device *dev;
	sigset_t signals;
	pthread_t thread;
	bool watching;
	atomic_uint drained; /* bEndpointAddress of the endpoint in use; 0: none */
	atomic_int number;   /* of the signal that came; 0: none */
};

/* Adds SIGINT, SIGTERM and SIGHUP. One that the parent process ignores stays ignored. */
void ending_signals_add(sigset_t *signals);
/* Blocks these signals. Returns a descriptor that shows POLLIN when one has come, or -errno. */
int ending_signals_open(void);

/* From now on these signals end the process only after the device is closed. */
void signal_guard_begin(struct signal_guard *guard, struct cusb_device *dev);
/*
 * The same, for a program that reads this endpoint: a signal cancels the transfers, and the program
 * takes their data and calls signal_guard_end(). A second signal ends the process at once, as
 * does the first one when standard output takes nothing.
 */
void signal_guard_begin_reading(struct signal_guard *guard, struct cusb_device *dev,
				unsigned int bEndpointAddress);
/* From now on a signal ends the process at once again, after closing the device. */
void signal_guard_end_reading(struct signal_guard *guard);
/* Whether a signal came while an endpoint is read. */
bool signal_guard_has_signal(const struct signal_guard *guard);
/* Ends the process by the signal that came meanwhile. Does nothing on a zeroed struct. */
void signal_guard_end(struct signal_guard *guard);

#endif
