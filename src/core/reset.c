/* SPDX-License-Identifier: MIT */
/* Reset by the port, which costs every claim. */
#include <errno.h>

#include "core/device.h"

static const struct interface_set none;

/* Claiming what is still claimed changes nothing, and what was lost is not told by every error. */
static int claim_what_was_claimed_locked(struct device *dev)
{
	struct interface_set claims = dev->claimed;
	int err;

	dev->claimed = none;
	forget_settings_locked(dev);
	err = claim_again_locked(dev, &claims);
	attach_detached_locked(dev);
	return err;
}

static int reset_locked(struct device *dev)
{
	int err, again;

	if (!dev->backend->reset)
		return -ENOSYS;
	err = device_open_locked(dev);
	if (err < 0)
		return err;
	stop_all_locked(dev);
	err = dev->backend->reset(dev->opening->handle);
	if (err != -ENODEV) {
		again = claim_what_was_claimed_locked(dev);
		return err < 0 ? err : again;
	}
	dev->claimed = none;
	dev->detached = none;
	dev->ports = none;
	forget_settings_locked(dev);
	device_close_locked(dev);
	return err;
}

int cusb_reset(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int err;

	pthread_mutex_lock(&dev->lock);
	err = reset_locked(dev);
	pthread_mutex_unlock(&dev->lock);
	forget_texts(dev);
	return err;
}
