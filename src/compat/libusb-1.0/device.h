/* SPDX-License-Identifier: MIT */
/* A device of libusb: the core's object, with a count of references. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_DEVICE_H
#define CUSB_COMPAT_LIBUSB_1_0_DEVICE_H

#include <stdatomic.h>
#include <stdbool.h>

#include <cusb/core.h>

#include "compat/libusb-1.0/configuration.h"

struct libusb_device {
	atomic_int references; /* one is the list's, as long as the device is plugged in */
	_Atomic(struct libusb_context *) ctx; /* NULL: in no list */
	atomic_bool plugged;
	bool wrapped; /* of libusb_wrap_sys_device() */
	bool seen;    /* by the last search; needs the lock of the context */
	struct cusb_device *core;     /* never opened, except of a wrapped device */
	struct libusb_device *parent; /* a reference */
	struct libusb_device *next;   /* in the list */
};

/*
 * @core, @parent: the device takes these references.
 * NULL: no memory; the references are dropped.
 */
struct libusb_device *make_device(struct libusb_context *ctx, struct cusb_device *core,
				 struct libusb_device *parent);

/* Lent. */
struct bytes device_bytes(const struct libusb_device *dev);

#endif
