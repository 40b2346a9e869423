/* SPDX-License-Identifier: MIT */
/* Transfers have references, so that a program may cancel and free them after libusb_close(). */
#include <stdlib.h>

#include "compat/libusb-1.0/handle.h"

struct libusb_device_handle *handle_new(struct libusb_device *dev, struct cusb_device *core)
{
	struct libusb_device_handle *handle = calloc(1, sizeof *handle);

	if (!handle) {
		cusb_device_free(core);
		libusb_unref_device(dev);
		return NULL;
	}
	atomic_init(&handle->references, 1);
	handle->dev = dev;
	handle->core = core;
	handle->fd = -1;
	return handle;
}

struct libusb_device_handle *handle_ref(struct libusb_device_handle *handle)
{
	atomic_fetch_add_explicit(&handle->references, 1, memory_order_relaxed);
	return handle;
}

void handle_unref(struct libusb_device_handle *handle)
{
	if (!handle || atomic_fetch_sub_explicit(&handle->references, 1, memory_order_acq_rel) > 1)
		return;
	cusb_device_free(handle->core);
	libusb_unref_device(handle->dev);
	free(handle);
}

libusb_device *libusb_get_device(libusb_device_handle *handle)
{
	return handle->dev;
}
