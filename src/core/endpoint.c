/* SPDX-License-Identifier: MIT */
/* Halted endpoints. */
#include <cusb/cusb.h>

#include "core/active.h"

typedef int (*endpoint_fn)(struct cusb_handle *handle, unsigned int bEndpointAddress);

/* The interface is claimed first: the kernel would do it by itself, and not tell. */
static int call_locked(struct device *dev, endpoint_fn operation, unsigned int address,
		       const struct cusb_endpoint *only)
{
	const struct cusb_endpoint *ep;
	int err;

	if (address > 0xff || address & RESERVED_ADDRESS_BITS)
		return -EINVAL;
	if (!operation)
		return -ENOSYS;
	err = endpoint_claim_locked(dev, address, only, &ep);
	return err < 0 ? err : operation(device_handle(dev), address);
}

int cusb_clear_halt(struct cusb_device *public, unsigned int address)
{
	struct device *dev = device_of(public);

	device_enter(dev);
	return device_leave(dev, call_locked(dev, dev->backend->clear_halt, address, NULL));
}

int cusb_endpoint_clear_halt(const struct cusb_endpoint *ep)
{
	struct device *dev = device_of(ep->interface->configuration->device);

	device_enter(dev);
	return device_leave(dev,
			    call_locked(dev, dev->backend->clear_halt, ep->bEndpointAddress, ep));
}

int cusb_reset_endpoint(struct cusb_device *public, unsigned int address)
{
	struct device *dev = device_of(public);

	device_enter(dev);
	return device_leave(dev, call_locked(dev, dev->backend->reset_endpoint, address, NULL));
}
