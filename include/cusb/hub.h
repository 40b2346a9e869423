/* SPDX-License-Identifier: MIT */
/*
 * Hubs: the devices at their ports, and ports with devices that the kernel does not configure. The
 * device that each function gets is a hub.
 */
#ifndef CUSB_HUB_H
#define CUSB_HUB_H

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CUSB_HUB_PORTS_MAX 127

/**
 * cusb_hub_ports - the addresses of the devices at a hub's ports.
 * @addresses: out: room for CUSB_HUB_PORTS_MAX addresses. [0] is for port 1. 0: no device.
 *
 * Opens the hub.
 *
 * Returns:
 *   >= 0      the number of ports
 *   -ENODATA  the kernel's hub driver is not bound to the hub
 *   -EINVAL   the device is not a hub
 *   < 0       another -errno
 */
CUSB_API int cusb_hub_ports(struct cusb_device *hub, uint8_t *addresses);

/**
 * cusb_claim_port - claim a port: the kernel does not configure devices that are plugged into it.
 * @port: from 1.
 *
 * Holds for devices that are plugged in from now on. Such a device has no configuration and no
 * drivers until a program sets a configuration. The claim lasts until cusb_release_port(), or until
 * the hub is closed.
 *
 * Returns:
 *   0        claimed
 *   -EBUSY   the port is claimed already
 *   -EINVAL  the device is not a hub, or has no such port
 *   < 0      another -errno
 */
CUSB_API int cusb_claim_port(struct cusb_device *hub, unsigned int port);

/**
 * cusb_release_port - give a port back.
 *
 * Returns:
 *   0        released
 *   -ENOENT  the port was not claimed
 *   < 0      an error of cusb_claim_port()
 */
CUSB_API int cusb_release_port(struct cusb_device *hub, unsigned int port);

#ifdef __cplusplus
}
#endif

#endif
