/* SPDX-License-Identifier: MIT */
/* An endpoint of a device in its current configuration and settings. */
#ifndef CUSB_CLI_TARGET_ENDPOINT_H
#define CUSB_CLI_TARGET_ENDPOINT_H

#include <cusb/core.h>

/* The endpoint as it is now, NULL: there is none with this address, or it cannot be known. */
const struct cusb_endpoint *endpoint_now(struct cusb_device *dev, unsigned int bEndpointAddress);

/* The bytes that the endpoint moves at a time; 0 when that cannot be known. */
size_t endpoint_packet(struct cusb_device *dev, unsigned int bEndpointAddress);

/*
 * How many bytes to move at once, at most about 1 MiB: a multiple of the endpoint's packet, so that
 * no packet is cut in two.
 */
size_t endpoint_chunk(struct cusb_device *dev, unsigned int bEndpointAddress);

#endif
