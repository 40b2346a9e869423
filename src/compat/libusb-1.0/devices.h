/* SPDX-License-Identifier: MIT */
/* The devices of a context. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_DEVICES_H
#define CUSB_COMPAT_LIBUSB_1_0_DEVICES_H

#include "compat/libusb-1.0/context.h"
#include "compat/libusb-1.0/device.h"

/* The list is empty, until somebody asks for it. */
void devices_begin(struct libusb_context *ctx);
/* The devices that the program has references to stay, without a context. */
void devices_end(struct libusb_context *ctx);

/* Brings the list up to date. Returns 0 or -errno. */
int devices_update(struct libusb_context *ctx);

/* The listed device that `core` stands for; NULL: none. */
struct libusb_device *devices_find_locked(struct libusb_context *ctx,
					  const struct cusb_device *core);
/* Takes a reference of its own. Does not list a malformed device. Returns 0 or -ENOMEM. */
int devices_add_locked(struct libusb_context *ctx, struct cusb_device *core);
void devices_remove_locked(struct libusb_context *ctx, struct libusb_device *dev);

#endif
