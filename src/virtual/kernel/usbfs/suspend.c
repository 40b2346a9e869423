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

static bool may_suspend(const struct usb *dev)
{
	for (const struct file *file = dev->kernel->files; file; file = file->next)
		if (file->inode.kind == INODE_NODE && file->inode.dev == dev &&
		    !file->suspend_allowed)
			return false;
	return true;
}

int kernel_suspend(struct usb *dev)
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
		if (file->inode.dev == dev)
			file->awaits_resume = false;
	pthread_cond_broadcast(&dev->kernel->changed);
}

int ioctl_forbid_suspend(struct file *file, void *arg)
{
	(void)arg;
	file->suspend_allowed = false;
	kernel_resume(file->inode.dev);
	return 0;
}

int ioctl_allow_suspend(struct file *file, void *arg)
{
	(void)arg;
	file->awaits_resume = true;
	file->suspend_allowed = true;
	(void)kernel_suspend(file->inode.dev);
	return 0;
}

int ioctl_wait_for_resume(struct file *file, void *arg)
{
	struct cusb_virtual_kernel *kernel = file->kernel;

	while (file->awaits_resume)
		pthread_cond_wait(&kernel->changed, &kernel->lock);
	return file->step == CONNECTED ? ioctl_forbid_suspend(file, arg) : -EIO;
}
