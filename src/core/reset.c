/* SPDX-License-Identifier: MIT */
/* Reset by the port, which costs every claim. */
#include <cusb/cusb.h>

#include "core/claim.h"

/* A different device came back, or none: there is nothing to release. */
static void lost_locked(struct device *dev)
{
	settings_lose_claims(&dev->settings);
	dev->detached = (struct interface_set){{0}};
	dev->ports = (struct interface_set){{0}};
	device_close_locked(dev);
}

static int reset_locked(struct device *dev)
{
	int err = device_open_for_locked(dev, dev->backend->reset);
	struct interface_set claims;
	int again;

	if (err < 0)
		return err;
	stop_all_locked(dev);
	err = dev->backend->reset(device_handle(dev));
	if (err == -ENODEV) {
		lost_locked(dev);
		return err;
	}
	/* Claiming a held claim changes nothing, and not every error tells which ones were lost. */
	claims = settings_lose_claims(&dev->settings);
	again = claim_again_locked(dev, &claims);
	attach_detached_locked(dev);
	return err < 0 ? err : again;
}

int cusb_reset(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int err;

	device_enter(dev);
	err = device_leave(dev, reset_locked(dev));
	forget_texts(dev);
	return err;
}
