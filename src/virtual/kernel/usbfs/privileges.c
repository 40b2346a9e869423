/* SPDX-License-Identifier: MIT */
/*
 * DROP_PRIVILEGES.
 *
 * Kernel facts (devio.c of 6.1): the rights are the open file's and only shrink; of interfaces from
 * 32 on none may be claimed. SETCONFIGURATION is not among what is refused.
 */
#include <errno.h>
#include <string.h>

#include "virtual/kernel/usbfs/usbfs.h"

int ioctl_drop_privileges(struct file *file, void *arg)
{
	uint32_t mask;

	memcpy(&mask, arg, sizeof mask);
	file->refused_interfaces |= ~mask;
	file->privileges_dropped = true;
	return 0;
}

bool kernel_may_claim(const struct file *file, unsigned int number)
{
	return !file->privileges_dropped ||
	       (number < 32 && !(file->refused_interfaces >> number & 1));
}

bool kernel_may_reset(const struct file *file)
{
	const struct usb *dev = file->inode.dev;

	for (unsigned int i = 0; i < INTERFACES && file->privileges_dropped; i++)
		if (kernel_is_claimed(dev, i) && dev->interfaces[i].owner != file)
			return false;
	return true;
}
