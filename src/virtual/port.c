/* SPDX-License-Identifier: MIT */
/*
 * The ports of root hubs: HUB_PORTINFO, CLAIM_PORT, RELEASE_PORT.
 *
 * Kernel facts (hub.c, generic.c, driver.c of 6.1): what is plugged into a claimed port gets no
 * configuration, and no driver probes it. Without the hub driver a hub counts no ports.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>

#include "kernel_internal.h"

static unsigned int port_count(const struct usb *hub)
{
	const char *driver = hub->interfaces[0].driver;

	return kernel_is_root_hub(hub) && driver && strcmp(driver, "hub") == 0 ? ROOT_PORTS : 0;
}

static unsigned int devnum_at(const struct usb *hub, unsigned int port)
{
	char name[NAME_SIZE];
	const struct usb *dev;

	snprintf(name, sizeof name, "%u-%u", hub->bus, port);
	dev = kernel_find(hub->kernel, name);
	return dev ? dev->devnum : 0;
}

int kernel_hub_portinfo(const struct usb *hub, void *data)
{
	struct usbdevfs_hub_portinfo info = {.nports = (char)port_count(hub)};

	if (info.nports == 0)
		return -ENOTTY;
	if (!data)
		return -EFAULT;
	for (unsigned int port = 1; port <= ROOT_PORTS; port++)
		info.port[port - 1] = (char)devnum_at(hub, port);
	memcpy(data, &info, sizeof info);
	return info.nports + 1;
}

static int find_owner(struct file *file, const void *arg, struct file ***owner)
{
	struct usb *hub = file->place.dev;
	unsigned int port;

	memcpy(&port, arg, sizeof port);
	if (port == 0 || port > port_count(hub))
		return -EINVAL;
	*owner = &hub->port_owners[port - 1];
	return 0;
}

int ioctl_claim_port(struct file *file, void *arg)
{
	struct file **owner;
	int err = find_owner(file, arg, &owner);

	if (err)
		return err;
	if (*owner)
		return -EBUSY;
	*owner = file;
	return 0;
}

int ioctl_release_port(struct file *file, void *arg)
{
	struct file **owner;
	int err = find_owner(file, arg, &owner);

	if (err)
		return err;
	if (*owner != file)
		return -ENOENT;
	*owner = NULL;
	return 0;
}

void kernel_release_ports(struct file *file)
{
	for (unsigned int i = 0; i < ROOT_PORTS; i++)
		if (file->place.dev->port_owners[i] == file)
			file->place.dev->port_owners[i] = NULL;
}

bool kernel_port_is_claimed(const struct usb *dev)
{
	char name[NAME_SIZE];
	const struct usb *hub;
	unsigned long port;
	char *end;

	if (kernel_is_root_hub(dev))
		return false;
	port = strtoul(kernel_devpath(dev), &end, 10);
	snprintf(name, sizeof name, "usb%u", dev->bus);
	hub = kernel_find(dev->kernel, name);
	return hub && *end == '\0' && port >= 1 && port <= ROOT_PORTS && hub->port_owners[port - 1];
}
