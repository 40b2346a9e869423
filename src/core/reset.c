/* SPDX-License-Identifier: MIT */
/* Halted endpoints, and the reset by the port, which loses all claims. */
#include <cusb/cusb.h>

#include "core/active.h"
#include "core/claim.h"
#include "core/log.h"

typedef int (*endpoint_fn)(struct cusb_handle *handle, unsigned int bEndpointAddress);

/*
 * The interface is claimed first: otherwise the kernel would claim it, and this object would not
 * know. If the kernel refuses an endpoint that the remembered settings have, the settings are asked
 * for again.
 */
static int call_locked(struct device *dev, endpoint_fn operation, unsigned int address,
		       const struct cusb_endpoint *only)
{
	const struct cusb_endpoint *ep;
	int err;

	if (address > 0xff || address & RESERVED_ADDRESS_BITS)
		return refuse(-EINVAL, "%#x is not an endpoint address", address);
	if (!operation)
		return -ENOSYS;
	err = endpoint_claim_locked(dev, address, only, &ep);
	if (err < 0)
		return err;
	err = operation(device_handle(dev), address);
	if (err < 0 && settings_refused(&dev->settings, err)) {
		err = endpoint_claim_locked(dev, address, only, &ep);
		if (err == 0)
			err = operation(device_handle(dev), address);
	}
	return err;
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

/* A different device came back, or none: there is nothing to release. */
static void lost_locked(struct device *dev)
{
	settings_lose_claims(&dev->settings);
	dev->detached = (struct interface_set){{0}};
	dev->ports = (struct interface_set){{0}};
	device_close_locked(dev);
}

static int reset_locked(struct device *dev)
{
	int err = device_open_for_locked(dev, dev->backend->reset);
	struct interface_set claims;
	int again;

	if (err < 0)
		return err;
	if (dev->by_hand)
		return dev->by_hand->reset(dev);
	stop_all_locked(dev);
	err = dev->backend->reset(device_handle(dev));
	if (err == -ENODEV) {
		lost_locked(dev);
		return because(err, "no device or a different one came back");
	}
	/*
	 * Claiming a claimed interface changes nothing, and not every error tells which claims are
	 * lost.
	 */
	claims = settings_lose_claims(&dev->settings);
	again = claim_again_locked(dev, &claims);
	attach_detached_locked(dev);
	if (err == -EISDIR)
		return because(err, "a root hub cannot be reset");
	return err < 0 ? err : again;
}

int cusb_reset(struct cusb_device *public)
{
	struct device *dev = device_of(public);
	int err;

	device_enter(dev);
	err = device_leave(dev, reset_locked(dev));
	forget_texts(dev);
	return err;
}
