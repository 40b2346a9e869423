/* SPDX-License-Identifier: MIT */
/*
 * Ctrl-C and similar signals while kernel drivers are detached: the drivers get their interfaces
 * back first.
 */
#ifndef CUSB_CLI_TARGET_SIGNAL_GUARD_H
#define CUSB_CLI_TARGET_SIGNAL_GUARD_H

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

#include <cusb/core.h>

struct signal_guard {
	struct cusb_device *dev;
	sigset_t signals;
	pthread_t thread;
	bool watching;
};

/* Adds SIGINT, SIGTERM and SIGHUP. One that the parent process ignores stays ignored. */
void ending_signals_add(sigset_t *signals);

/* From now on these signals end the process only after the device is closed. */
void signal_guard_begin(struct signal_guard *guard, struct cusb_device *dev);
/* Does nothing on a zeroed struct. */
void signal_guard_end(struct signal_guard *guard);

#endif
