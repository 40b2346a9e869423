/* SPDX-License-Identifier: MIT */
/* Claims of a device's interfaces and of a hub's ports, and the kernel drivers in their way. */
#ifndef CUSB_CORE_CLAIM_H
#define CUSB_CORE_CLAIM_H

#include "core/device.h"

/* Opens the device if need be. Nothing is done when this object has the interface already. */
int claim_locked(struct device *dev, unsigned int number);
/* The driver that the claim detached comes back. */
int release_locked(struct device *dev, unsigned int number);
void release_all_locked(struct device *dev);
/* Claims what a reset or a configuration change took away, from a kernel driver if it must. */
int claim_again_locked(struct device *dev, const struct interface_set *set);

/* Detaches the drivers of all interfaces of a configuration. */
int detach_all_locked(struct device *dev, const struct cusb_configuration *cfg);
/* Attaches the detached drivers of unclaimed interfaces. */
void attach_detached_locked(struct device *dev);

void release_ports_locked(struct device *dev);

#endif
