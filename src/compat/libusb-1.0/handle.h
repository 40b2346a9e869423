/* SPDX-License-Identifier: MIT */
/* A handle: an opening of a device. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_HANDLE_H
#define CUSB_COMPAT_LIBUSB_1_0_HANDLE_H

#include "compat/libusb-1.0/context.h"
#include "compat/libusb-1.0/device.h"

struct libusb_device_handle {
	atomic_int references;	    /* the program's, and one of each of its transfers */
	_Atomic(struct libusb_context *) ctx; /* NULL after libusb_close() and libusb_exit() */
	struct libusb_device *dev;  /* a reference */
	struct cusb_device *core;   /* the handle's own */
	struct libusb_device_handle *next;
	atomic_uint claimed; /* bits of interfaces */
	/* transfer.c */
	atomic_int in_flight; /* the transfers that the program has not been told of */
	struct cusb_transfer *const *taken; /* transfers that the handler has taken, and tells next */
	int taken_count;
	bool auto_detach;
	atomic_bool closed;
	int fd; /* of pollfds.c; -1: not told */
};

/* @dev, @core: the handle takes these references. NULL: no memory; the references are dropped. */
struct libusb_device_handle *handle_new(struct libusb_device *dev, struct cusb_device *core);
struct libusb_device_handle *handle_ref(struct libusb_device_handle *handle);
/* NULL is allowed. */
void handle_unref(struct libusb_device_handle *handle);

#endif
