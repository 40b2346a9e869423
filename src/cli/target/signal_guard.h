/* SPDX-License-Identifier: MIT */
/* Ctrl-C and its like while kernel drivers are detached: they get their interfaces back first. */
#ifndef CUSB_CLI_INTERRUPT_H
#define CUSB_CLI_INTERRUPT_H

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

#include <cusb/core.h>

struct interrupt {
	struct cusb_device *dev;
	sigset_t signals;
	pthread_t thread;
	bool watching;
};

/* From now on SIGINT, SIGTERM and SIGHUP end the process only after the device is closed. */
void interrupt_watch(struct interrupt *interrupt, struct cusb_device *dev);
/* Does nothing when watch() was not called on the zeroed struct. */
void interrupt_unwatch(struct interrupt *interrupt);

#endif
