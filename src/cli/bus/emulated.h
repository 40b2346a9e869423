/* SPDX-License-Identifier: MIT */
/* A virtual device in the running kernel, served by a thread of its own. */
#ifndef CUSB_CLI_BUS_EMULATED_H
#define CUSB_CLI_BUS_EMULATED_H

#include <pthread.h>
#include <stdatomic.h>

#include <cusb/vhci.h>

#include "model_arg.h"

/* Sent to this process when the service of a device has ended. Blocked while there are devices. */
#define EMULATED_SIGNAL SIGUSR1

struct emulated {
	const char *text; /* NAME|FILE */
	struct model_arg arg;
	struct cusb_vhci *vhci; /* NULL: not plugged in */
	pthread_t thread;
	atomic_bool ended;
	int result;    /* of the service, once it has ended */
	bool reported; /* that it has */
};

/* Plugs in a device whose model is open. Returns 0, an error of cusb_vhci_attach(), -EAGAIN. */
int emulated_plug(struct emulated *device);
/* Does nothing when it is not plugged in. */
void emulated_unplug(struct emulated *device);

enum emulated_state { EMULATED_ABSENT, EMULATED_PRESENT, EMULATED_CONFIGURED };
/* How far the kernel is with it. */
enum emulated_state emulated_state_now(const struct emulated *device);

#endif
