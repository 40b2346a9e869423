/* SPDX-License-Identifier: MIT */
/* Descriptors for programs with a loop of their own. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_POLLFDS_H
#define CUSB_COMPAT_LIBUSB_1_0_POLLFDS_H

#include "compat/libusb-1.0/handle.h"

/* Tell the program, if it has asked for descriptors. */
void pollfds_add(struct libusb_context *ctx, struct libusb_device_handle *handle);
void pollfds_remove(struct libusb_context *ctx, struct libusb_device_handle *handle);

#endif
