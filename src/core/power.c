/* SPDX-License-Identifier: MIT */
/* Runtime suspend. */
#include <cusb/power.h>

#include "core/device.h"

static int result_of(int err)
{
	if (err == -EIO)
		return because(err, "the device could not resume");
	return err < 0 ? err : 0;
}

static int power_enter(struct device *dev)
{
	device_enter(dev);
	return device_open_for_locked(dev, dev->backend->power);
}

int cusb_allow_suspend(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int err = power_enter(dev);

	if (err == 0)
		err = dev->backend->power->allow_suspend(device_handle(dev));
	return device_leave(dev, result_of(err));
}

int cusb_forbid_suspend(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int err = power_enter(dev);

	if (err == 0)
		err = dev->backend->power->forbid_suspend(device_handle(dev));
	return device_leave(dev, result_of(err));
}

int cusb_wait_for_resume(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	struct session *session = NULL;
	int err = power_enter(dev);

	if (err == 0)
		err = session_get_locked(dev, &session);
	device_leave(dev, err);
	if (err != 0)
		return err;
	err = dev->backend->power->wait_for_resume(session->handle);
	session_put(session);
	return result_of(err);
}
