/* SPDX-License-Identifier: MIT */
/*
 * SETCONFIGURATION, SETINTERFACE, CLEAR_HALT, RESETEP, RESET.
 *
 * Kernel facts (hub.c, devio.c of 6.1): RESET first unbinds usbfs and every driver that does not
 * know about resets; those interfaces are then offered to kernel drivers again.
 */
#include <errno.h>

#include <linux/usbdevice_fs.h>

#include "virtual/kernel/usbfs/usbfs.h"

int ioctl_setconfiguration(struct file *file, void *arg)
{
	struct usb *dev = file->inode.dev;
	int value = *(const int *)arg, number = -1;

	while ((number = kernel_next_interface(dev, number)) >= 0)
		if (kernel_is_claimed(dev, (unsigned int)number))
			return -EBUSY;
	if (dev->configured && dev->configuration == value)
		return dev->suspended ? -EHOSTUNREACH : kernel_reset_configuration(dev);
	kernel_resume(dev);
	return kernel_change_configuration(dev, value);
}

int ioctl_setinterface(struct file *file, void *arg)
{
	const struct usbdevfs_setinterface *set = arg;
	int err = kernel_check_claim(file, set->interface);

	if (err)
		return err;
	async_kill(file, (int)set->interface);
	return kernel_set_altsetting(file->inode.dev, set->interface, set->altsetting);
}

int ioctl_clear_halt(struct file *file, void *arg)
{
	unsigned int address = *(const unsigned int *)arg;
	int number = kernel_check_endpoint_claim(file, address);

	return number < 0 ? number : kernel_clear_halt(file->inode.dev, address);
}

int ioctl_resetep(struct file *file, void *arg)
{
	int number = kernel_check_endpoint_claim(file, *(const unsigned int *)arg);

	/* The host has no toggle here. */
	return number < 0 ? number : 0;
}

/* A file without privileges may reset only if no other file has interfaces. */
static bool may_reset(const struct file *file)
{
	const struct usb *dev = file->inode.dev;

	for (unsigned int i = 0; i < INTERFACES && file->privileges_dropped; i++)
		if (kernel_is_claimed(dev, i) && dev->interfaces[i].owner != file)
			return false;
	return true;
}

int ioctl_reset(struct file *file, void *arg)
{
	struct usb *dev = file->inode.dev;
	bool bound[INTERFACES] = {false};
	int err = 0;

	(void)arg;
	if (!may_reset(file))
		return -EACCES;
	if (kernel_is_root_hub(dev))
		return -EISDIR;
	kernel_resume(dev);
	if (dev->lost_on_reset) {
		kernel_replace(dev, dev->after_reset);
		return -ENODEV;
	}
	for (unsigned int i = 0; i < INTERFACES; i++) {
		bound[i] = kernel_is_claimed(dev, i);
		kernel_unbind(dev, i);
	}
	if (dev->device->gone)
		return -ENODEV;
	kernel_flush(dev, true);
	hcd_reset(dev->device);
	if (dev->configured)
		err = kernel_send_configuration(dev, dev->configuration);
	if (dev->device->gone)
		return -ENODEV;
	if (err) {
		kernel_replace(dev, dev->device->model);
		return -ENODEV;
	}
	kernel_first_altsettings(dev);
	for (unsigned int i = 0; i < INTERFACES; i++)
		if (bound[i])
			kernel_probe(dev, i);
	return 0;
}
