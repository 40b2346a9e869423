/* SPDX-License-Identifier: MIT */
/*
 * Errors of the library.
 *
 * Every function that can fail returns a negative errno. 0 or more is success. The library does not
 * use `errno`, and promises nothing about it. A function writes its result through its last
 * pointer, and only on success. cusb_error_text() says what happened.
 */
#ifndef CUSB_ERROR_H
#define CUSB_ERROR_H

#include "descriptor.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * cusb_error_text - what happened in the call that has just failed in this thread.
 * @err: the negative errno that the call returned.
 *
 * The text says more than the number, where the library knows more. For a refused argument it says
 * which one, and why: "0x01 is an OUT endpoint". For an errno with several meanings it gives the
 * meaning in this call: -ENOENT is "there is no device node" from cusb_open(), and "the port was not
 * claimed" from cusb_release_port(). In all other cases it is the text of cusb_strerror().
 *
 * The text belongs to the last call that failed in this thread. No text of an earlier failure is
 * left, even if the numbers are equal. Ask before this thread calls a further function that can
 * fail. Functions without a result, such as cusb_close() and cusb_device_free(), leave the text: a
 * program may clean up first.
 *
 * The status of a transfer that cusb_reap() returned, the status of a packet, and `openable` of an
 * event are not results of a call. Use cusb_strerror() for them. Does not block.
 *
 * Returns a text in English, never NULL. It is valid until this thread calls a further function
 * that can fail, or ends.
 */
CUSB_API const char *cusb_error_text(int err);

/**
 * cusb_strerror - the meaning of an errno in all functions of the library.
 * @err: a negative errno of any function of the library; its positive form works too.
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
