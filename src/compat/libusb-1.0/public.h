/* SPDX-License-Identifier: MIT */
/* libusb.h for the files that define its functions: these, and no others, are exported. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_PUBLIC_H
#define CUSB_COMPAT_LIBUSB_1_0_PUBLIC_H

#pragma GCC visibility push(default)
#include "compat/libusb-1.0/libusb.h"
#pragma GCC visibility pop

#endif
