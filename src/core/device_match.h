/* SPDX-License-Identifier: MIT */
/* Whether a device matches a CUSB_MATCH list. */
#ifndef CUSB_CORE_DEVICE_MATCH_H
#define CUSB_CORE_DEVICE_MATCH_H

#include "core/device.h"

/* 0; -EINVAL: a field that devices do not have, a NULL value, or a backend of another version. */
int device_match_check(const struct cusb_match *match);
/* The backend that the match names, else the default one. */
struct cusb_backend *device_match_backend(const struct cusb_match *match);

/*
 * Compares the cheapest pairs first: device descriptor and place on the stack, then strings. Only
 * then makes the device, for the other fields and the caller's functions.
 * 1: *dev is a new device; 0: it does not match. Below 0: an error. -EBADMSG (no device
 * descriptor), -ENODEV (just left), a shortage, or an error of address(); with *custom set, a
 * result of a custom match.
 */
int device_match(struct cusb_backend *backend, const struct cusb_candidate *candidate,
		 const struct cusb_match *match, struct device **dev, bool *custom);

#endif
