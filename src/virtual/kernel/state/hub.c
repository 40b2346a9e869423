/* SPDX-License-Identifier: MIT */
/*
 * The hub driver and its ports.
 *
 * Kernel facts (hub.c, generic.c, driver.c of 6.1): a device in a claimed port gets no
 * configuration, and no driver probes it. Without the hub driver a hub counts no ports. The ports
 * of a hub that says in GET_STATUS that it is self-powered, and of a root hub, feed five unit loads
 * or, at super speed, six; any other hub's one.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <cusb/control.h>
#include <cusb/descriptor.h>

#include "virtual/kernel/state/kernel.h"

#define HUB_DESCRIPTOR 0x29

/* bNbrPorts of the hub's descriptor, USB 2.0 11.23.2.1; 0: it does not answer. */
static unsigned int ask_ports(struct usb *hub)
{
	uint8_t desc[7] = {0};
	const struct cusb_setup setup = {
		.bmRequestType = 0xa0,
		.bRequest = CUSB_REQ_GET_DESCRIPTOR,
		.wValue = HUB_DESCRIPTOR << 8,
		.wLength = sizeof desc,
	};

	if (kernel_message(hub, &setup, desc) < 0)
		return 0;
	return desc[2] < ROOT_PORTS ? desc[2] : ROOT_PORTS;
}

static bool is_self_powered(struct usb *hub)
{
	uint8_t status[2] = {0};
	const struct cusb_setup setup = {
		.bmRequestType = 0x80,
		.bRequest = CUSB_REQ_GET_STATUS,
		.wLength = sizeof status,
	};

	return kernel_message(hub, &setup, status) == 2 && status[0] & 1;
}

static unsigned int unit_load_ma(const struct usb *dev)
{
	return dev->device->model->speed >= CUSB_SPEED_SUPER ? 150 : 100;
}

static unsigned int full_load_ma(const struct usb *dev)
{
	return dev->device->model->speed >= CUSB_SPEED_SUPER ? 900 : 500;
}

unsigned int kernel_port_ma(const struct usb *dev)
{
	char name[NAME_SIZE];
	const struct usb *hub = NULL;

	if (!kernel_is_root_hub(dev)) {
		kernel_port_of(dev->name, name);
		hub = kernel_find(dev->kernel, name);
	}
	return hub && hub->port_ma ? hub->port_ma : full_load_ma(dev);
}

int kernel_hub_probe(struct usb *dev)
{
	bool is_root = kernel_is_root_hub(dev);

	if (dev->descriptor[4] != CUSB_CLASS_HUB || !dev->configured)
		return 0;
	dev->ports = is_root ? ROOT_PORTS : ask_ports(dev);
	if (dev->ports == 0)
		return 0;
	dev->port_ma = is_root || is_self_powered(dev) ? full_load_ma(dev) : unit_load_ma(dev);
	dev->autosuspends = true;
	dev->autosuspend_ms = 0;
	dev->interfaces[0].driver = strdup("hub");
	return dev->interfaces[0].driver ? 0 : -ENOMEM;
}

bool kernel_port_exists(struct cusb_virtual_kernel *kernel, const char *name)
{
	char hub_name[NAME_SIZE];
	unsigned int port = kernel_port_of(name, hub_name);
	const struct usb *hub = kernel_find(kernel, hub_name);

	if (!strchr(name, '.'))
		return port <= ROOT_PORTS;
	return !hub || !hub->device || port <= hub->ports;
}

unsigned int kernel_hub_ports(const struct usb *hub)
{
	const char *driver = hub->interfaces[0].driver;

	return driver && strcmp(driver, "hub") == 0 ? hub->ports : 0;
}

unsigned int kernel_devnum_at(const struct usb *hub, unsigned int port)
{
	char name[NAME_SIZE + 16];
	const struct usb *dev;

	if (kernel_is_root_hub(hub))
		snprintf(name, sizeof name, "%u-%u", hub->bus, port);
	else
		snprintf(name, sizeof name, "%s.%u", hub->name, port);
	dev = kernel_find(hub->kernel, name);
	return dev ? dev->devnum : 0;
}

bool kernel_port_is_claimed(const struct usb *dev)
{
	char name[NAME_SIZE];
	const struct usb *hub;
	unsigned int port;

	if (kernel_is_root_hub(dev))
		return false;
	port = kernel_port_of(dev->name, name);
	hub = kernel_find(dev->kernel, name);
	return hub && port >= 1 && port <= ROOT_PORTS && hub->port_owners[port - 1];
}
