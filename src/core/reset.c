/* SPDX-License-Identifier: MIT */
/* Reset by the port, which costs every claim. */
#include <errno.h>

#include "core/device.h"

static int reset_locked(struct device *dev)
{
	static const struct interface_set none;
	struct interface_set claims;
	int err;

	if (!dev->backend->reset)
		return -ENOSYS;
	err = device_open_locked(dev);
	if (err < 0)
		return err;
	err = dev->backend->reset(dev->opening->handle);
	if (err < 0 && err != -ENODEV)
		return err;
	claims = dev->claimed;
	dev->claimed = none;
	forget_settings_locked(dev);
	if (err == 0) {
		err = claim_again_locked(dev, &claims);
		attach_detached_locked(dev);
		return err;
	}
	dev->detached = none;
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
