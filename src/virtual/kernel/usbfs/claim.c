/* SPDX-License-Identifier: MIT */
/*
 * Who has an interface: an open file through usbfs, or a kernel driver.
 *
 * Kernel facts (devio.c, driver.c of 6.1): a claim belongs to the open file. Unbinding, of
 * whichever driver, ends the URBs on the interface's endpoints with -ESHUTDOWN and sends
 * SET_INTERFACE 0 when another setting is in force.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>

#include <cusb/util.h>

#include "virtual/kernel/usbfs/usbfs.h"
#include "virtual/kernel/state/driver.h"
#include "virtual/kernel/state/device.h"
#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"
#include "virtual/kernel/usbfs/urb.h"

bool kernel_is_claimed(const struct usb *dev, unsigned int number)
{
	return number < INTERFACES &&
	       (dev->interfaces[number].owner || dev->interfaces[number].driver);
}

const char *kernel_driver_name(const struct usb *dev, unsigned int number)
{
	if (number >= INTERFACES)
		return NULL;
	return dev->interfaces[number].owner ? "usbfs" : dev->interfaces[number].driver;
}

int kernel_claim(struct file *file, unsigned int number)
{
	struct usb *dev = file->place.dev;

	if (number >= INTERFACES)
		return -EINVAL;
	if (dev->interfaces[number].owner == file)
		return 0;
	if (!kernel_may_claim(file, number))
		return -EACCES;
	if (!kernel_interface(dev, number))
		return -ENOENT;
	if (kernel_is_claimed(dev, number))
		return -EBUSY;
	dev->interfaces[number].owner = file;
	return 0;
}

int kernel_check_claim(struct file *file, unsigned int number)
{
	if (!file->place.dev->configured || file->place.dev->suspended)
		return -EHOSTUNREACH;
	return kernel_claim(file, number);
}

void kernel_unbind(struct usb *dev, unsigned int number)
{
	struct interface *intf;
	struct file *owner;

	if (!kernel_is_claimed(dev, number))
		return;
	intf = &dev->interfaces[number];
	owner = intf->owner;
	kernel_flush_interface(dev, number);
	intf->owner = NULL;
	if (owner)
		kernel_kill(owner, (int)number);
	kernel_forget_streams(dev, number);
	if (intf->driver) {
		free(intf->detached);
		intf->detached = intf->driver;
		intf->driver = NULL;
		intf->configuration = dev->configuration;
	}
	if (intf->altsetting != 0)
		(void)kernel_set_altsetting(dev, number, 0);
}

int kernel_release(struct file *file, unsigned int number)
{
	struct usb *dev = file->place.dev;

	if (number >= INTERFACES)
		return -EINVAL;
	if (!kernel_interface(dev, number))
		return -ENOENT;
	if (dev->interfaces[number].owner != file)
		return -EINVAL;
	kernel_unbind(dev, number);
	return 0;
}

void kernel_release_all(struct file *file)
{
	for (unsigned int i = 0; i < INTERFACES; i++)
		if (file->place.dev->interfaces[i].owner == file)
			kernel_unbind(file->place.dev, i);
}

void kernel_probe(struct usb *dev, unsigned int number)
{
	struct interface *intf;

	if (number >= INTERFACES || kernel_is_claimed(dev, number) || kernel_port_is_claimed(dev))
		return;
	intf = &dev->interfaces[number];
	if (!intf->detached || intf->configuration != dev->configuration)
		return;
	intf->driver = intf->detached;
	intf->detached = NULL;
}

void kernel_forget_drivers(struct usb *dev)
{
	for (unsigned int i = 0; i < INTERFACES; i++) {
		dev->interfaces[i].owner = NULL;
		free(dev->interfaces[i].driver);
		free(dev->interfaces[i].detached);
		dev->interfaces[i].driver = NULL;
		dev->interfaces[i].detached = NULL;
	}
}

static int bind_driver(struct usb *dev, unsigned int number, const char *driver)
{
	char *copy = driver ? strdup(driver) : NULL;

	if (driver && !copy)
		return -ENOMEM;
	if (number < INTERFACES && kernel_interface(dev, number)) {
		if (!dev->interfaces[number].owner) {
			free(dev->interfaces[number].driver);
			free(dev->interfaces[number].detached);
			dev->interfaces[number].driver = copy;
			dev->interfaces[number].detached = NULL;
			return 0;
		}
		free(copy);
		return -EBUSY;
	}
	free(copy);
	return -EINVAL;
}

int cusb_virtual_bind_driver(struct cusb_virtual_kernel *kernel, const char *name,
			     unsigned int interface, const char *driver)
{
	struct usb *dev;
	int err = -ENODEV;

	kernel_lock(kernel);
	dev = kernel_find(kernel, name);
	if (dev && dev->device)
		err = bind_driver(dev, interface, driver);
	kernel_unlock(kernel);
	return err;
}

int kernel_check_recipient(struct file *file, const struct cusb_setup *setup)
{
	unsigned int index = setup->wIndex & 0xff;
	int number;

	if (file->place.dev->suspended)
		return -EHOSTUNREACH;
	if ((setup->bmRequestType & CUSB_CTRL_TYPE_MASK) == CUSB_CTRL_TYPE_VENDOR)
		return 0;
	switch (setup->bmRequestType & CUSB_CTRL_RECIPIENT_MASK) {
	case CUSB_CTRL_RECIPIENT_INTERFACE:
		return kernel_check_claim(file, index);
	case CUSB_CTRL_RECIPIENT_ENDPOINT:
		if ((index & 0x7f) == 0)
			return 0;
		/* The kernel lets a wrong direction pass. */
		number = kernel_interface_of(file->place.dev, index);
		if (number < 0)
			number = kernel_interface_of(file->place.dev, index ^ 0x80);
		return number < 0 ? number : kernel_check_claim(file, (unsigned int)number);
	default:
		return 0;
	}
}

int ioctl_claiminterface(struct file *file, void *arg)
{
	unsigned int number;

	memcpy(&number, arg, sizeof number);
	return kernel_claim(file, number);
}

int ioctl_releaseinterface(struct file *file, void *arg)
{
	unsigned int number;

	memcpy(&number, arg, sizeof number);
	return kernel_release(file, number);
}

int ioctl_getdriver(struct file *file, void *arg)
{
	struct usbdevfs_getdriver *get = arg;
	const char *name = kernel_driver_name(file->place.dev, get->interface);

	if (!name || !kernel_interface(file->place.dev, get->interface))
		return -ENODATA;
	memset(get->driver, 0, sizeof get->driver);
	memcpy(get->driver, name, strnlen(name, sizeof get->driver - 1));
	return 0;
}

int ioctl_ioctl(struct file *file, void *arg)
{
	const struct usbdevfs_ioctl *inner = arg;
	struct usb *dev = file->place.dev;
	unsigned int number = (unsigned int)inner->ifno;

	if (file->privileges_dropped)
		return -EACCES;
	if (!dev->configured || dev->suspended)
		return -EHOSTUNREACH;
	if (!kernel_interface(dev, number))
		return -EINVAL;
	switch ((unsigned int)inner->ioctl_code) {
	case USBDEVFS_DISCONNECT:
		if (!kernel_is_claimed(dev, number))
			return -ENODATA;
		kernel_unbind(dev, number);
		return 0;
	case USBDEVFS_CONNECT:
		if (kernel_is_claimed(dev, number))
			return -EBUSY;
		kernel_probe(dev, number);
		return kernel_is_claimed(dev, number);
	case USBDEVFS_HUB_PORTINFO:
		return kernel_hub_portinfo(dev, inner->data);
	default:
		return -ENOTTY;
	}
}

int ioctl_disconnect_claim(struct file *file, void *arg)
{
	const struct usbdevfs_disconnect_claim *claim = arg;
	struct usb *dev = file->place.dev;
	const char *name = kernel_driver_name(dev, claim->interface);
	bool same = name && strncmp(claim->driver, name, sizeof claim->driver) == 0;

	if (!kernel_interface(dev, claim->interface))
		return -EINVAL;
	if (name && file->privileges_dropped)
		return -EACCES;
	if (name) {
		if (claim->flags & USBDEVFS_DISCONNECT_CLAIM_IF_DRIVER && !same)
			return -EBUSY;
		if (claim->flags & USBDEVFS_DISCONNECT_CLAIM_EXCEPT_DRIVER && same)
			return -EBUSY;
		kernel_unbind(dev, claim->interface);
	}
	return kernel_claim(file, claim->interface);
}
