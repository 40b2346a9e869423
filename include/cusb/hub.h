/* SPDX-License-Identifier: MIT */
/*
 * Hubs: the devices at their ports, and ports kept from the kernel's drivers. The device is a hub.
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
 * @addresses: out: room for CUSB_HUB_PORTS_MAX; [0] is port 1; 0: no device.
 *
 * Opens the hub. Returns the number of ports, -ENODATA (the kernel's hub driver is not bound to the
 * hub), -EINVAL (not a hub), or -errno.
 */
CUSB_API int cusb_hub_ports(struct cusb_device *hub, uint8_t *addresses);

/**
 * cusb_claim_port - keep the kernel from configuring devices that are plugged into a port from now
 * on.
 * @port: from 1.
 *
 * Such a device has no driver and no configuration until a program sets one. The claim lasts until
 * cusb_release_port(), or until the hub is closed. Returns 0, -EBUSY (the port is claimed), -EINVAL
 * (not a hub, or no such port), or -errno.
 */
CUSB_API int cusb_claim_port(struct cusb_device *hub, unsigned int port);

/**
 * cusb_release_port - give a port back.
 *
 * Returns 0, -ENOENT (the port was not claimed), or an error of cusb_claim_port().
 */
CUSB_API int cusb_release_port(struct cusb_device *hub, unsigned int port);

#ifdef __cplusplus
}
#endif

#endif
