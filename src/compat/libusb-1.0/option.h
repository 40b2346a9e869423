/* SPDX-License-Identifier: MIT */
/* Options of a context. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_OPTION_H
#define CUSB_COMPAT_LIBUSB_1_0_OPTION_H

#include "compat/libusb-1.0/context.h"

/* Gives a new context the defaults, and then its own options. Returns an enum libusb_error. */
int options_begin(struct libusb_context *ctx, const struct libusb_init_option *options, int count);

#endif
