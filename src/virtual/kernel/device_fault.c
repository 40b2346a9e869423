/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "virtual/kernel/kernel_devices.h"
#include "virtual/kernel/kernel_internal.h"
#include "virtual/device/fault.h"

static int set_fault(struct usb *dev, const struct cusb_virtual_fault *fault)
{
	int err = fault_check(dev->device->model, fault);

	if (!err && fault->kind == CUSB_VIRTUAL_DELAY)
		err = kernel_clock_start(dev->kernel);
	return err ? err : fault_add(dev->device, fault);
}

int cusb_virtual_fault(struct cusb_virtual_kernel *kernel, const char *name,
		       const struct cusb_virtual_fault *fault)
{
	struct usb *dev;
	int err = -ENODEV;

	kernel_lock(kernel);
	dev = kernel_find(kernel, name);
	if (dev && dev->device && fault) {
		err = set_fault(dev, fault);
	} else if (dev && dev->device) {
		fault_forget(dev->device);
		hcd_run(dev->device);
		err = 0;
	}
	kernel_unlock(kernel);
	return err;
}
