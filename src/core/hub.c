/* SPDX-License-Identifier: MIT */
/* Hubs, and ports kept from the kernel's drivers. */
#include <cusb/hub.h>

#include <errno.h>

#include "core/device.h"

int cusb_hub_ports(struct cusb_device *public, uint8_t *addresses)
{
	struct device *dev = device_of(public);
	int result;

	if (public->bDeviceClass != CUSB_CLASS_HUB)
		return -EINVAL;
	if (!dev->backend->hub)
		return -ENOSYS;
	pthread_mutex_lock(&dev->lock);
	result = device_open_locked(dev);
	if (result == 0)
		result = dev->backend->hub->ports(dev->opening->handle, addresses);
	pthread_mutex_unlock(&dev->lock);
	return result;
}

typedef int (*port_fn)(struct cusb_handle *handle, unsigned int port);

/* What is claimed is remembered, because not every close of a node gives it back. */
static int port_operation(struct device *dev, port_fn operation, unsigned int port, bool claimed)
{
	int err;

	if (dev->public.bDeviceClass != CUSB_CLASS_HUB || port < 1 || port > CUSB_HUB_PORTS_MAX)
		return -EINVAL;
	if (!operation)
		return -ENOSYS;
	pthread_mutex_lock(&dev->lock);
	err = device_open_locked(dev);
	if (err == 0)
		err = operation(dev->opening->handle, port);
	if (err == 0 && claimed)
		interface_add(&dev->ports, port);
	else if (err == 0)
		interface_remove(&dev->ports, port);
	pthread_mutex_unlock(&dev->lock);
	return err;
}

int cusb_claim_port(struct cusb_device *public, unsigned int port)
{
	struct device *dev = device_of(public);

	return port_operation(dev, OPERATION(dev, hub, claim_port), port, true);
}

int cusb_release_port(struct cusb_device *public, unsigned int port)
{
	struct device *dev = device_of(public);

	return port_operation(dev, OPERATION(dev, hub, release_port), port, false);
}

void release_ports_locked(struct device *dev)
{
	for (unsigned int port = 1; port <= CUSB_HUB_PORTS_MAX; port++) {
		if (!interface_in(&dev->ports, port))
			continue;
		interface_remove(&dev->ports, port);
		if (dev->backend->hub)
			dev->backend->hub->release_port(dev->opening->handle, port);
	}
}
