/* SPDX-License-Identifier: MIT */
/*
 * FORBID_SUSPEND, ALLOW_SUSPEND, WAIT_FOR_RESUME.
 *
 * Kernel facts (devio.c, hcd.c of 6.1): each open node keeps its device awake unless it allows
 * otherwise. Suspending ends the URBs with -ESHUTDOWN. WAIT_FOR_RESUME waits for a resume after the
 * last ALLOW_SUSPEND, or for the device to leave, which is -EIO, and then forbids. Here a device is
 * suspended as soon as it may be.
 */
#include <errno.h>

#include "virtual/kernel/usbfs/usbfs.h"
#include "virtual/kernel/state/device.h"
#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"
#include "virtual/kernel/usbfs/urb.h"

static bool may_suspend(const struct usb *dev)
{
	for (const struct file *file = dev->kernel->files; file; file = file->next)
		if (file->place.kind == PLACE_NODE && file->place.dev == dev &&
		    !file->suspend_allowed)
			return false;
	return true;
}

static int suspend(struct usb *dev)
{
	if (!may_suspend(dev))
		return -EBUSY;
	dev->suspended = true;
	kernel_flush(dev, true);
	return 0;
}

void kernel_resume(struct usb *dev)
{
	if (!dev->suspended)
		return;
	dev->suspended = false;
	for (struct file *file = dev->kernel->files; file; file = file->next)
		if (file->place.dev == dev)
			file->awaits_resume = false;
	pthread_cond_broadcast(&dev->kernel->changed);
}

int ioctl_forbid_suspend(struct file *file, void *arg)
{
	(void)arg;
	file->suspend_allowed = false;
	kernel_resume(file->place.dev);
	return 0;
}

int ioctl_allow_suspend(struct file *file, void *arg)
{
	(void)arg;
	file->awaits_resume = true;
	file->suspend_allowed = true;
	(void)suspend(file->place.dev);
	return 0;
}

int ioctl_wait_for_resume(struct file *file, void *arg)
{
	struct cusb_virtual_kernel *kernel = file->kernel;

	while (file->awaits_resume)
		pthread_cond_wait(&kernel->changed, &kernel->lock);
	return file->step == CONNECTED ? ioctl_forbid_suspend(file, arg) : -EIO;
}

int cusb_virtual_suspend(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev;
	int err = -ENODEV;

	kernel_lock(kernel);
	dev = kernel_find(kernel, name);
	if (dev && dev->device)
		err = suspend(dev);
	kernel_unlock(kernel);
	return err;
}

int cusb_virtual_resume(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev;

	kernel_lock(kernel);
	dev = kernel_find(kernel, name);
	if (dev)
		kernel_resume(dev);
	kernel_unlock(kernel);
	return dev ? 0 : -ENODEV;
}
