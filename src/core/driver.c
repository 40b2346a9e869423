/* SPDX-License-Identifier: MIT */
/* The names of drivers; detaching and attaching them is in claim.c. */
#include <errno.h>

#include "core/device.h"

static bool has_interface(const struct cusb_configuration *cfg, unsigned int number)
{
	const struct cusb_interface *intf;

	cusb_for_each_interface (cfg, intf)
		if (intf->bInterfaceNumber == number)
			return true;
	return false;
}

static int active(struct device *dev, const struct cusb_configuration **cfg)
{
	int err;

	pthread_mutex_lock(&dev->lock);
	forget_unheld_settings_locked(dev);
	err = active_configuration_locked(dev, cfg);
	pthread_mutex_unlock(&dev->lock);
	return err == -EHOSTUNREACH ? -ENOENT : err;
}

int cusb_kernel_driver(struct cusb_device *public, unsigned int number, char *name, size_t size)
{
	struct device *dev = device_of(public);
	const struct cusb_configuration *cfg;
	int err;

	if (!dev->backend->driver)
		return -ENOSYS;
	err = active(dev, &cfg);
	if (err < 0)
		return err;
	if (!has_interface(cfg, number))
		return -ENOENT;
	return dev->backend->driver(dev->backend, public, cfg->bConfigurationValue, number, name,
				    size);
}
