/* SPDX-License-Identifier: MIT */
/* Runtime suspend. */
#include <cusb/power.h>

#include <errno.h>

#include "core/device.h"

static int power_operation(struct device *dev, int (*operation)(struct cusb_handle *handle))
{
	int err;

	if (!operation)
		return -ENOSYS;
	pthread_mutex_lock(&dev->lock);
	err = device_open_locked(dev);
	if (err == 0)
		err = operation(dev->opening->handle);
	pthread_mutex_unlock(&dev->lock);
	return err < 0 ? err : 0;
}

int cusb_allow_suspend(struct cusb_device *public)
{
	struct device *dev = device_of(public);

	return power_operation(dev, dev->backend->allow_suspend);
}

int cusb_forbid_suspend(struct cusb_device *public)
{
	struct device *dev = device_of(public);

	return power_operation(dev, dev->backend->forbid_suspend);
}

int cusb_wait_for_resume(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	struct session *opening;
	int err;

	if (!dev->backend->wait_for_resume)
		return -ENOSYS;
	pthread_mutex_lock(&dev->lock);
	err = session_get_locked(dev, &opening);
	pthread_mutex_unlock(&dev->lock);
	if (err < 0)
		return err;
	err = dev->backend->wait_for_resume(opening->handle);
	session_put(opening);
	return err < 0 ? err : 0;
}
