/* SPDX-License-Identifier: MIT */
/*
 * CLAIMINTERFACE, RELEASEINTERFACE, GETDRIVER, IOCTL, DISCONNECT_CLAIM, DROP_PRIVILEGES, and the
 * claims that other ioctls need.
 *
 * Kernel facts (devio.c of 6.1): a claim belongs to the open file. So do its rights, which only
 * shrink; of interfaces from 32 on none may then be claimed. SETCONFIGURATION is not refused. An
 * interface that is not authorized cannot be claimed, and the error is -ENODEV (driver.c).
 */
#include <errno.h>
#include <string.h>

#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>

#include <cusb/util.h>

#include "virtual/kernel/usbfs/usbfs.h"

static bool may_claim(const struct file *file, unsigned int number)
{
	return !file->privileges_dropped ||
	       (number < 32 && !(file->refused_interfaces >> number & 1));
}

static int claim_interface(struct file *file, unsigned int number)
{
	struct usb *dev = file->inode.dev;

	if (number >= INTERFACES)
		return -EINVAL;
	if (dev->interfaces[number].owner == file)
		return 0;
	if (!may_claim(file, number))
		return -EACCES;
	if (!kernel_interface(dev, number))
		return -ENOENT;
	if (kernel_is_claimed(dev, number))
		return -EBUSY;
	if (dev->interfaces[number].unauthorized)
		return -ENODEV;
	dev->interfaces[number].owner = file;
	return 0;
}

int kernel_check_claim(struct file *file, unsigned int number)
{
	if (!file->inode.dev->configured || file->inode.dev->suspended)
		return -EHOSTUNREACH;
	return claim_interface(file, number);
}

int kernel_check_endpoint_claim(struct file *file, unsigned int address)
{
	int number = kernel_interface_of(file->inode.dev, address);
	int err = number < 0 ? number : kernel_check_claim(file, (unsigned int)number);

	return err ? err : number;
}

void kernel_release_all(struct file *file)
{
	for (unsigned int i = 0; i < INTERFACES; i++)
		if (file->inode.dev->interfaces[i].owner == file)
			kernel_unbind(file->inode.dev, i);
}

int kernel_check_recipient(struct file *file, const struct cusb_setup *setup)
{
	unsigned int index = setup->wIndex & 0xff;
	int number;

	if (file->inode.dev->suspended)
		return -EHOSTUNREACH;
	if ((setup->bmRequestType & CUSB_CTRL_TYPE_MASK) == CUSB_CTRL_TYPE_VENDOR)
		return 0;
	switch (setup->bmRequestType & CUSB_CTRL_RECIPIENT_MASK) {
	case CUSB_CTRL_RECIPIENT_INTERFACE:
		return kernel_check_claim(file, index);
	case CUSB_CTRL_RECIPIENT_ENDPOINT:
		if ((index & 0x7f) == 0)
			return 0;
		/* The kernel accepts a wrong direction. */
		number = kernel_interface_of(file->inode.dev, index);
		if (number < 0)
			number = kernel_interface_of(file->inode.dev, index ^ 0x80);
		return number < 0 ? number : kernel_check_claim(file, (unsigned int)number);
	default:
		return 0;
	}
}

int ioctl_claiminterface(struct file *file, void *arg)
{
	return claim_interface(file, *(const unsigned int *)arg);
}

int ioctl_releaseinterface(struct file *file, void *arg)
{
	unsigned int number = *(const unsigned int *)arg;
	struct usb *dev = file->inode.dev;

	if (number >= INTERFACES)
		return -EINVAL;
	if (!kernel_interface(dev, number))
		return -ENOENT;
	if (dev->interfaces[number].owner != file)
		return -EINVAL;
	kernel_unbind(dev, number);
	return 0;
}

int ioctl_getdriver(struct file *file, void *arg)
{
	struct usbdevfs_getdriver *get = arg;
	const char *name = kernel_driver_name(file->inode.dev, get->interface);

	if (!name || !kernel_interface(file->inode.dev, get->interface))
		return -ENODATA;
	memset(get->driver, 0, sizeof get->driver);
	memcpy(get->driver, name, strnlen(name, sizeof get->driver - 1));
	return 0;
}

int ioctl_ioctl(struct file *file, void *arg)
{
	const struct usbdevfs_ioctl *inner = arg;
	struct usb *dev = file->inode.dev;
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
	struct usb *dev = file->inode.dev;
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
	return claim_interface(file, claim->interface);
}

int ioctl_drop_privileges(struct file *file, void *arg)
{
	file->refused_interfaces |= ~*(const uint32_t *)arg;
	file->privileges_dropped = true;
	return 0;
}
