/* SPDX-License-Identifier: MIT */
/*
 * Errors of the library.
 *
 * If a function fails, it returns a negative errno. 0 or more is success. The variable `errno` has
 * no meaning after a call. A function writes its result through its last pointer, and only on
 * success. cusb_error_text() gives the reason of a failure as a text.
 */
#ifndef CUSB_ERROR_H
#define CUSB_ERROR_H

#include "descriptor.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * cusb_error_text - the reason why a call has just failed in this thread.
 * @err: the negative errno that the call returned.
 *
 * If an argument was refused, the text names the argument and the reason: "0x01 is an OUT
 * endpoint". If the errno has several meanings, the text gives the meaning in this call: -ENOENT is
 * "there is no device node" from cusb_open(), and "the port was not claimed" from
 * cusb_release_port(). In all other cases it is the text of cusb_strerror().
 *
 * The text belongs to the last call that failed in this thread, never to an earlier one, even if
 * the numbers are equal. Call this function before the thread calls another function that can fail.
 * Functions without a result, such as cusb_close() and cusb_device_free(), do not change the text,
 * so a program may clean up first.
 *
 * The status of a transfer that cusb_reap() returned, the status of a packet, and `openable` of an
 * event are not results of a call. Use cusb_strerror() for them. Does not block.
 *
 * Returns a text in English, never NULL. It is valid until this thread ends, or calls another
 * function that can fail.
 */
CUSB_API const char *cusb_error_text(int err);

/**
 * cusb_strerror - the meaning of an errno in all functions of the library.
 * @err: a negative errno of any function of the library. The positive number works, too.
 *
 * Each errno has one text: "in use" for -EBUSY. A number without a special meaning for USB gets the
 * text of the C library. The meanings follow the kernel's
 * Documentation/driver-api/usb/error-codes.rst. Does not block.
 *
 * Returns a static text in English, never NULL.
 */
CUSB_API const char *cusb_strerror(int err);

#ifdef __cplusplus
}
#endif

#endif
