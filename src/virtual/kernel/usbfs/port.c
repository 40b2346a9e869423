/* SPDX-License-Identifier: MIT */
/*
 * The ports of hubs: HUB_PORTINFO, CLAIM_PORT, RELEASE_PORT.
 */
#include <errno.h>
#include <string.h>

#include <linux/usbdevice_fs.h>

#include "virtual/kernel/usbfs/usbfs.h"

int kernel_hub_portinfo(const struct usb *hub, void *data)
{
	struct usbdevfs_hub_portinfo info = {.nports = (char)kernel_hub_ports(hub)};

	if (info.nports == 0)
		return -ENOTTY;
	if (!data)
		return -EFAULT;
	for (unsigned int port = 1; port <= hub->ports; port++)
		info.port[port - 1] = (char)kernel_devnum_at(hub, port);
	memcpy(data, &info, sizeof info);
	return info.nports + 1;
}

/* The place of the port's owner; NULL: no such port. */
static struct file **owner_of(const struct file *file, const unsigned int *port)
{
	struct usb *hub = file->inode.dev;

	return *port == 0 || *port > kernel_hub_ports(hub) ? NULL : &hub->port_owners[*port - 1];
}

int ioctl_claim_port(struct file *file, void *arg)
{
	struct file **owner = owner_of(file, arg);

	if (!owner)
		return -EINVAL;
	if (*owner)
		return -EBUSY;
	*owner = file;
	return 0;
}

int ioctl_release_port(struct file *file, void *arg)
{
	struct file **owner = owner_of(file, arg);

	if (!owner)
		return -EINVAL;
	if (*owner != file)
		return -ENOENT;
	*owner = NULL;
	return 0;
}

void kernel_release_ports(struct file *file)
{
	for (unsigned int i = 0; i < ROOT_PORTS; i++)
		if (file->inode.dev->port_owners[i] == file)
			file->inode.dev->port_owners[i] = NULL;
}
