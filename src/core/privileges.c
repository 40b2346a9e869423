/* SPDX-License-Identifier: MIT */
/* Rights on the open device. */
#include <errno.h>

#include "core/device.h"

int cusb_drop_privileges(struct cusb_device *public, uint32_t interfaces)
{
	struct device *dev = device_of(public);
	int err;

	if (!dev->backend->drop_privileges)
		return -ENOSYS;
	pthread_mutex_lock(&dev->lock);
	err = device_open_locked(dev);
	if (err == 0)
		err = dev->backend->drop_privileges(dev->opening->handle, interfaces);
	pthread_mutex_unlock(&dev->lock);
	return err < 0 ? err : 0;
}
