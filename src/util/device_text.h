/* SPDX-License-Identifier: MIT */
#ifndef CUSB_UTIL_DEVICE_TEXT_H
#define CUSB_UTIL_DEVICE_TEXT_H

#include <stdbool.h>

#include <cusb/backend.h>

/*
 * string.c: a string of the device descriptor, as cusb_product(). If `ask` is false, the device
 * itself is not asked: -EIO means that only the device knows the string.
 */
int device_text(struct cusb_device *dev, enum cusb_device_string kind, bool ask,
		  const char **text);

#endif
