/* SPDX-License-Identifier: MIT */
/* The end of handles. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_OPEN_H
#define CUSB_COMPAT_LIBUSB_1_0_OPEN_H

#include "compat/libusb-1.0/handle.h"

/* Closes the device, and leaves the program its reference to a dead handle. */
void handle_close(struct libusb_device_handle *handle);

#endif
