/* SPDX-License-Identifier: MIT */
/*
 * Errors. Every function that can fail returns a negative errno; 0 or more is success. `errno`
 * itself is never read nor promised. Results go through the last pointer, on success only.
 */
#ifndef CUSB_ERROR_H
#define CUSB_ERROR_H

#include "descriptor.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * cusb_strerror - what an error means when it comes from a USB operation.
 * @err: a negative errno as returned by any cusb function (its positive form does as well).
 *
 * Returns a static sentence fragment in English, never NULL: "endpoint stalled" for -EPIPE; the C
 * library's text for numbers without a meaning of their own here. Does not block.
 * The meanings follow the kernel's Documentation/driver-api/usb/error-codes.rst.
 */
CUSB_API const char *cusb_strerror(int err);

#ifdef __cplusplus
}
#endif

#endif
