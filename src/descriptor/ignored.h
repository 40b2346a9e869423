/* SPDX-License-Identifier: MIT */
/*
 * Endpoints that Linux ignores: no transfer reaches them. The tree contains them, because it shows
 * all bytes that the device sent.
 *
 * Kernel facts (usb_parse_interface, usb_parse_endpoint, config_endpoint_is_duplicate). Linux skips
 * - the second descriptor of an alternate setting, with its endpoints
 * - an endpoint whose address belongs to an earlier endpoint of the same setting, or of another
 *   interface; two settings of one interface may share an address, and a control endpoint occupies
 *   its number in both directions
 * - endpoints beyond bNumEndpoints
 * - an endpoint with number 0, or with a reserved bit in its address
 */
#ifndef CUSB_DESCRIPTOR_IGNORED_H
#define CUSB_DESCRIPTOR_IGNORED_H

#include <stdbool.h>

#include <cusb/descriptor.h>

bool endpoint_is_ignored(const struct cusb_endpoint *ep);

#endif
