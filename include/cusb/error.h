/* SPDX-License-Identifier: MIT */
/*
 * Errors. Every function that can fail returns a negative errno; 0 or more is success. The library
 * neither reads nor promises `errno`. Results go through the last pointer, on success only.
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
 * Returns a static sentence fragment in English, never NULL: "endpoint stalled" for -EPIPE. Numbers
 * without a special meaning here get the C library's text. The meanings follow the kernel's
 * Documentation/driver-api/usb/error-codes.rst. Does not block.
 */
CUSB_API const char *cusb_strerror(int err);

#ifdef __cplusplus
}
#endif

#endif
