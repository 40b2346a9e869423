/* SPDX-License-Identifier: MIT */
/*
 * In the place of the original's private header, for its tests set_option and init_context. Without
 * ENABLE_LOGGING they look at no private member.
 */
#ifndef COMPAT_SUITES_LIBUSBI_H
#define COMPAT_SUITES_LIBUSBI_H

#include <libusb.h>

#define UNUSED(parameter) ((void)(parameter))

#endif
