/* SPDX-License-Identifier: MIT */
/* An endpoint of a device in its current configuration and settings. */
#ifndef CUSB_CLI_TARGET_ENDPOINT_H
#define CUSB_CLI_TARGET_ENDPOINT_H

#include <cusb/core.h>

/* The endpoint with this address that the kernel has now; NULL: none, or unknown. */
const struct cusb_endpoint *endpoint_now(struct cusb_device *dev, unsigned int bEndpointAddress);

/* The number of bytes that the endpoint moves at a time; 0: unknown. */
size_t endpoint_packet(struct cusb_device *dev, unsigned int bEndpointAddress);

/*
 * The number of bytes to move at once, in whole packets: one packet of an interrupt endpoint, which
 * is a report by itself; 128 of an isochronous one, which take well below a second; otherwise about
 * 1 MiB.
 */
size_t endpoint_chunk(struct cusb_device *dev, unsigned int bEndpointAddress);

#endif
