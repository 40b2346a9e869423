/* SPDX-License-Identifier: MIT */
/* Hubs, and ports that the kernel's drivers may not use. */
#include <cusb/hub.h>

#include "core/answer.h"
#include "core/device.h"
#include "core/log.h"

/* The backend refuses ports that the hub does not have. */
static int refuse_port(const struct device *dev, unsigned int port)
{
	return refuse(-EINVAL, "%s has no port %u", dev->public.name, port);
}

static int hub_enter(struct device *dev)
{
	device_enter(dev);
	if (dev->public.bDeviceClass != CUSB_CLASS_HUB)
		return refuse(-EINVAL, "%s is not a hub", dev->public.name);
	return device_open_for_locked(dev, dev->backend->hub);
}

static int port_enter(struct device *dev, unsigned int port)
{
	if (port >= 1 && port <= CUSB_HUB_PORTS_MAX)
		return hub_enter(dev);
	device_enter(dev);
	return refuse(-EINVAL, "port %u is not 1 to %d", port, CUSB_HUB_PORTS_MAX);
}

int cusb_hub_ports(struct cusb_device *public, uint8_t *addresses)
{
	struct device *dev = device_of(public);
	int result = hub_enter(dev);

	if (result == 0)
		result = answer_number(dev->backend, "ports",
				       dev->backend->hub->ports(device_handle(dev), addresses),
				       CUSB_HUB_PORTS_MAX);
	if (result == -ENODATA)
		because(result, "the kernel's hub driver is not bound");
	return device_leave(dev, result);
}

static int claim_port_locked(struct device *dev, unsigned int port)
{
	int err = dev->backend->hub->claim_port(device_handle(dev), port);

	if (err == -EINVAL)
		return refuse_port(dev, port);
	return err == -EBUSY ? because(err, "the port is claimed already") : err;
}

static int release_port_locked(struct device *dev, unsigned int port)
{
	int err = dev->backend->hub->release_port(device_handle(dev), port);

	if (err == -EINVAL)
		return refuse_port(dev, port);
	return err == -ENOENT ? because(err, "the port was not claimed") : err;
}

/* Claimed ports are remembered, because closing a node does not always release them. */
int cusb_claim_port(struct cusb_device *public, unsigned int port)
{
	struct device *dev = device_of(public);
	int err = port_enter(dev, port);

	if (err == 0)
		err = claim_port_locked(dev, port);
	if (err == 0)
		interface_add(&dev->ports, port);
	return device_leave(dev, err);
}

int cusb_release_port(struct cusb_device *public, unsigned int port)
{
	struct device *dev = device_of(public);
	int err = port_enter(dev, port);

	if (err == 0 && !session_is_inherited(dev->session))
		err = release_port_locked(dev, port);
	if (err == 0)
		interface_remove(&dev->ports, port);
	return device_leave(dev, err);
}
