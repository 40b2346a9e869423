/* SPDX-License-Identifier: MIT */
/* A virtual device in the running kernel, served by its own thread. */
#ifndef CUSB_CLI_BUS_EMULATED_H
#define CUSB_CLI_BUS_EMULATED_H

#include <pthread.h>
#include <stdatomic.h>

#include <cusb/vhci.h>

#include "model_arg.h"

/* Sent to this process when the thread of a device has ended. Blocked while there are devices. */
#define EMULATED_SIGNAL SIGUSR1

struct emulated {
	const char *text; /* NAME|FILE */
	struct model_arg arg;
	struct cusb_vhci *vhci; /* NULL: not plugged in */
	pthread_t thread;
	atomic_bool ended;
	int result;    /* the result of the thread, when it has ended */
	bool reported; /* its end was reported */
};

/* Plugs in a device whose model is open. Returns 0, an error of cusb_vhci_attach(), -EAGAIN. */
int emulated_plug(struct emulated *device);
/* Does nothing when the device is not plugged in. */
void emulated_unplug(struct emulated *device);

enum emulated_state { EMULATED_ABSENT, EMULATED_PRESENT, EMULATED_CONFIGURED };
/* The state of the device in the kernel. */
enum emulated_state emulated_state_now(const struct emulated *device);

#endif
