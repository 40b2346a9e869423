/* SPDX-License-Identifier: MIT */
/* Whether a device is what a CUSB_MATCH list asks for. */
#ifndef CUSB_CORE_DEVICE_MATCH_H
#define CUSB_CORE_DEVICE_MATCH_H

#include "core/device.h"

/*
 * 0; -EINVAL: a field that devices do not have, a value that cannot be asked for, or a backend of
 * another version.
 */
int device_match_check(const struct cusb_match *match);
/* The backend that the match names, else the default one. */
struct cusb_backend *device_match_backend(const struct cusb_match *match);

/*
 * Compares the cheapest first: descriptor and place on the stack, then strings, then the rest and
 * the caller's functions, for which the device is made.
 *
 * 1: *dev is a new device; 0: it does not match. Below 0 it cannot be told: -EBADMSG (no device
 * descriptor), -ENODEV (just gone), a shortage, or an error of address(); or, with *custom set, a
 * custom match returned that.
 */
int device_match(struct cusb_backend *backend, const struct cusb_candidate *candidate,
		 const struct cusb_match *match, struct device **dev, bool *custom);

#endif
