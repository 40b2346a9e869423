/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <unistd.h>

#include <cusb/core.h>

#include "emulated.h"

static void *serve(void *user)
{
	struct emulated *device = user;

	device->result = cusb_vhci_serve(device->vhci);
	atomic_store(&device->ended, true);
	kill(getpid(), EMULATED_SIGNAL);
	return NULL;
}

int emulated_plug(struct emulated *device)
{
	int err = cusb_vhci_attach(device->arg.model, &device->vhci);

	if (err)
		return err;
	err = -pthread_create(&device->thread, NULL, serve, device);
	if (err) {
		cusb_vhci_detach(device->vhci);
		device->vhci = NULL;
	}
	return err;
}

void emulated_unplug(struct emulated *device)
{
	if (!device->vhci)
		return;
	cusb_vhci_unplug(device->vhci);
	pthread_join(device->thread, NULL);
	cusb_vhci_detach(device->vhci);
	device->vhci = NULL;
}

enum emulated_state emulated_state_now(const struct emulated *device)
{
	const struct cusb_configuration *cfg;
	struct cusb_device *dev;
	int err = cusb_find(CUSB_MATCH(name, cusb_vhci_name(device->vhci)), &dev);

	if (err)
		return EMULATED_ABSENT;
	err = cusb_active_configuration(dev, &cfg);
	cusb_device_free(dev);
	return err ? EMULATED_PRESENT : EMULATED_CONFIGURED;
}
