/* SPDX-License-Identifier: MIT */
/*
 * Hubs: what is at their ports, and ports kept from the kernel's drivers. The device is a hub.
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
 * @addresses: out: room for CUSB_HUB_PORTS_MAX; [0] is port 1; 0: none.
 *
 * Returns how many ports the hub has, -ENODATA (the kernel's hub driver does not have the hub),
 * -EINVAL (not a hub), or -errno. Opens the hub.
 */
CUSB_API int cusb_hub_ports(struct cusb_device *hub, uint8_t *addresses);

/**
 * cusb_claim_port - keep the kernel from configuring what is plugged into a port from now on.
 * @port: 1 and up.
 *
 * No driver binds to such a device and it has no configuration, until a program sets one. Lasts
 * until cusb_release_port() or the hub is closed. Returns 0, -EBUSY (it is claimed), -EINVAL (no
 * hub, or no such port), or -errno.
 */
CUSB_API int cusb_claim_port(struct cusb_device *hub, unsigned int port);

/** cusb_release_port - give a port back. Returns 0, -ENOENT (it was not claimed), or as above. */
CUSB_API int cusb_release_port(struct cusb_device *hub, unsigned int port);

#ifdef __cplusplus
}
#endif

#endif
