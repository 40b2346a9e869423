/* SPDX-License-Identifier: MIT */
/*
 * The active configuration, the current alternate settings, and the endpoints in them. settings.h
 * remembers them; otherwise the kernel or the device is asked.
 */
#ifndef CUSB_CORE_ACTIVE_H
#define CUSB_CORE_ACTIVE_H

#include "core/device.h"

/* NULL: there is no such configuration. */
const struct cusb_configuration *configuration_by_value(const struct device *dev, int value);
/*
 * bConfigurationValue of the active configuration. The device is not configured: 0, or
 * -EHOSTUNREACH if 0 is the value of one of its configurations.
 */
int configuration_locked(struct device *dev);
/* -EHOSTUNREACH: the device is not configured. */
int active_configuration_locked(struct device *dev, const struct cusb_configuration **cfg);
/* bAlternateSetting of an interface; -ENOENT: there is no such interface. */
int altsetting_locked(struct device *dev, const struct cusb_configuration *cfg,
		      unsigned int number);

/* Refusals, with a line in the log: -EINVAL; -ENOENT for an interface that is not there. */
int refuse_interface_number(unsigned int number) __attribute__((cold));
int refuse_missing_interface(const struct device *dev, const struct cusb_configuration *cfg,
			     unsigned int number) __attribute__((cold));
/* -ENOENT: the endpoint is not in the current settings. */
int refuse_stale_endpoint(const struct device *dev, const struct cusb_endpoint *ep)
	__attribute__((cold));

static inline bool is_interface_number(unsigned int number)
{
	return number < INTERFACES_MAX;
}

/*
 * The interface that has an address in any of its alternate settings. In a configuration, Linux
 * lets an address belong to one interface. If no interface has the address, the interface that has
 * the address of the other direction. -ENOENT: none.
 */
int interface_of_endpoint_locked(struct device *dev, unsigned int address);
/* The endpoint that has an address now; -ENOENT: none. */
int endpoint_find_locked(struct device *dev, unsigned int address, const struct cusb_endpoint **ep);
/*
 * Finds the endpoint and claims its interface. -ENOENT: none, or it is not `only` (NULL: any).
 * After cusb_set_automatic() with false it only checks that the device is open, and does not set
 * *ep.
 */
int endpoint_resolve_locked(struct device *dev, unsigned int address,
			    const struct cusb_endpoint *only, const struct cusb_endpoint **ep);

/* The same, but looks into the remembered settings first. */
static inline int endpoint_claim_locked(struct device *dev, unsigned int address,
					const struct cusb_endpoint *only,
					const struct cusb_endpoint **out)
{
	const struct cusb_endpoint *ep = settings_endpoint(&dev->settings, address);

	if (!ep || (only && ep != only))
		return endpoint_resolve_locked(dev, address, only, out);
	*out = ep;
	return 0;
}

#endif
