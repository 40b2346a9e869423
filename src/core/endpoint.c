/* SPDX-License-Identifier: MIT */
/* From an endpoint address to the endpoint it means now. */
#include <errno.h>
#include <string.h>

#include "core/device.h"

void forget_endpoints_locked(struct device *dev)
{
	memset(dev->endpoints, 0, sizeof dev->endpoints);
}

static const struct cusb_endpoint *endpoint_of(const struct cusb_interface *intf,
					       unsigned int address)
{
	const struct cusb_endpoint *ep;

	cusb_for_each_endpoint (intf, ep) {
		if (ep->bEndpointAddress == address)
			return ep;
	}
	return NULL;
}

int endpoint_find_locked(struct device *dev, unsigned int address, const struct cusb_endpoint **out)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	int err = active_configuration_locked(dev, &cfg);
	int asked = UNKNOWN, alternate = UNKNOWN;

	if (err < 0)
		return err;
	/* The settings of an interface come together; it is asked about once. */
	cusb_for_each_interface (cfg, intf) {
		const struct cusb_endpoint *ep = endpoint_of(intf, address);

		if (!ep)
			continue;
		if (intf->bInterfaceNumber != asked)
			alternate = altsetting_locked(dev, cfg, intf->bInterfaceNumber);
		if (alternate < 0)
			return alternate;
		asked = intf->bInterfaceNumber;
		if (alternate == intf->bAlternateSetting) {
			*out = ep;
			return 0;
		}
	}
	return -ENOENT;
}

/*
 * Claiming may take the interface from a driver, which sets it back to alternate setting 0; then
 * the address may mean another endpoint, even of another interface.
 */
static int claim_for_locked(struct device *dev, unsigned int address,
			    const struct cusb_endpoint **ep)
{
	while (!interface_in(&dev->claimed, (*ep)->interface->bInterfaceNumber)) {
		unsigned int number = (*ep)->interface->bInterfaceNumber;
		int err = claim_locked(dev, number);

		if (err == 0 && interface_in(&dev->detached, number))
			err = endpoint_find_locked(dev, address, ep);
		else if (err == 0)
			dev->altsettings[number] = (*ep)->interface->bAlternateSetting;
		if (err < 0)
			return err;
	}
	return 0;
}

int endpoint_claim_locked(struct device *dev, unsigned int address,
			  const struct cusb_endpoint *only, const struct cusb_endpoint **out)
{
	const struct cusb_endpoint *ep = dev->endpoints[endpoint_slot(address)];
	int err;

	if (!ep) {
		forget_unheld_settings_locked(dev);
		err = endpoint_find_locked(dev, address, &ep);
		if (err < 0)
			return err;
		if (only && ep != only)
			return -ENOENT;
		err = claim_for_locked(dev, address, &ep);
		if (err < 0)
			return err;
		dev->endpoints[endpoint_slot(address)] = ep;
	}
	if (only && ep != only)
		return -ENOENT;
	*out = ep;
	return 0;
}

typedef int (*endpoint_fn)(struct cusb_handle *handle, unsigned int bEndpointAddress);

static int endpoint_operation(struct device *dev, endpoint_fn operation, unsigned int address,
			      const struct cusb_endpoint *only)
{
	const struct cusb_endpoint *ep;
	int err;

	if (address > 0xff || address & RESERVED_ADDRESS_BITS)
		return -EINVAL;
	if (!operation)
		return -ENOSYS;
	pthread_mutex_lock(&dev->lock);
	err = endpoint_claim_locked(dev, address, only, &ep);
	if (err == 0)
		err = operation(dev->opening->handle, address);
	pthread_mutex_unlock(&dev->lock);
	return err;
}

int cusb_clear_halt(struct cusb_device *public, unsigned int address)
{
	struct device *dev = device_of(public);

	return endpoint_operation(dev, dev->backend->clear_halt, address, NULL);
}

int cusb_endpoint_clear_halt(const struct cusb_endpoint *ep)
{
	struct device *dev = device_of(ep->interface->configuration->device);

	return endpoint_operation(dev, dev->backend->clear_halt, ep->bEndpointAddress, ep);
}

int cusb_reset_endpoint(struct cusb_device *public, unsigned int address)
{
	struct device *dev = device_of(public);

	return endpoint_operation(dev, dev->backend->reset_endpoint, address, NULL);
}
