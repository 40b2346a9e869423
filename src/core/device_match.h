/* SPDX-License-Identifier: MIT */
/*
 * Whether a device is what a CUSB_MATCH list asks for. Asked in steps, the cheap ones first, so that
 * only a device that passes becomes an object:
 *
 *	err = matching_check(match);                                       once
 *	found = matching_candidate(backend, candidate, match, &dev);       fields and place
 *	found = matching_attributes(dev, match);                           what costs a look
 *	found = matching_custom(dev, match);                               the caller's functions
 */
#ifndef CUSB_CORE_MATCHING_H
#define CUSB_CORE_MATCHING_H

#include <errno.h>

#include "core/device.h"

/* What the process or the system is short of is no fault of the device that was to be read. */
static inline bool is_shortage(int err)
{
	return err == -EMFILE || err == -ENFILE || err == -ENOMEM;
}

/*
 * 0; -EINVAL: a field that devices do not have, or a value that cannot be asked for, a backend
 * of another version.
 */
int matching_check(const struct cusb_match *match);
/* find.c: the backend that the match names, else the default one. */
struct cusb_backend *matching_backend(const struct cusb_match *match);

/*
 * 1: descriptor and place hold, and *dev is a new device; 0: they do not; below 0 it cannot be
 * told: -EBADMSG (no device descriptor), -ENODEV (just gone), a shortage, or what address() gave.
 */
int matching_candidate(struct cusb_backend *backend, const struct cusb_candidate *candidate,
		       const struct cusb_match *match, struct device **dev);
/* 1, 0, or a shortage. */
int matching_attributes(struct device *dev, const struct cusb_match *match);
/* 1, 0, or what a custom match gave below 0. */
int matching_custom(struct device *dev, const struct cusb_match *match);

#endif
