/* SPDX-License-Identifier: MIT */
/*
 * Claims of a device's interfaces and of a hub's ports, and the kernel drivers of these interfaces.
 */
#ifndef CUSB_CORE_CLAIM_H
#define CUSB_CORE_CLAIM_H

#include "core/device.h"

/*
 * Opens the device if necessary. Does nothing when this object has already claimed the interface.
 */
int claim_locked(struct device *dev, unsigned int number);
/* The same. May take the interface from a kernel driver, which release_locked() does not attach. */
int take_locked(struct device *dev, unsigned int number);
/* For a call that needs a claim. After cusb_set_automatic() with false it claims nothing. */
static inline int claim_for_call_locked(struct device *dev, unsigned int number)
{
	return dev->by_hand ? device_open_locked(dev) : claim_locked(dev, number);
}
/* Also attaches the driver that the claim detached. */
int release_locked(struct device *dev, unsigned int number);
void release_all_locked(struct device *dev);
/*
 * Claims the interfaces of `set` again after a reset or a new configuration, if necessary from a
 * kernel driver.
 */
int claim_again_locked(struct device *dev, const struct interface_set *set);

/* Detaches the drivers of all interfaces of a configuration. */
int detach_all_locked(struct device *dev, const struct cusb_configuration *cfg);
/* Attaches the detached drivers of unclaimed interfaces. */
void attach_detached_locked(struct device *dev);

void release_ports_locked(struct device *dev);

#endif
