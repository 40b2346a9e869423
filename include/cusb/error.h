/* SPDX-License-Identifier: MIT */
/*
 * Errors of the library.
 *
 * Every function that can fail returns a negative errno. 0 or more is success. The library does not
 * use `errno`, and promises nothing about it. A function writes its result through its last
 * pointer, and only on success.
 */
#ifndef CUSB_ERROR_H
#define CUSB_ERROR_H

#include "descriptor.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * cusb_strerror - the meaning of an error of a USB operation.
 * @err: a negative errno of any function of the library; its positive form works too.
 *
 * A number without a special meaning for USB gets the text of the C library. The meanings follow
 * the kernel's Documentation/driver-api/usb/error-codes.rst. Does not block.
 *
 * Returns a static text in English, never NULL: "endpoint stalled" for -EPIPE.
 */
CUSB_API const char *cusb_strerror(int err);

#ifdef __cplusplus
}
#endif

#endif
