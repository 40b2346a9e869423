/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "virtual/kernel/kernel_devices.h"
#include "virtual/kernel/kernel_internal.h"

int cusb_virtual_call(struct cusb_virtual_kernel *kernel, const char *name,
		      int (*function)(struct cusb_virtual_device *dev, void *user), void *user)
{
	struct usb *dev;
	int result = -ENODEV;

	kernel_lock(kernel);
	dev = kernel_find(kernel, name);
	if (dev && dev->device) {
		result = function(dev->device, user);
		hcd_run(dev->device);
	}
	kernel_unlock(kernel);
	return result;
}
