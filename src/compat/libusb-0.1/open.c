/* SPDX-License-Identifier: MIT */
/* Opening and closing. */
#include <errno.h>
#include <stdlib.h>

#include "compat/libusb-0.1/internal.h"

/*
 * A device object for this handle only, for the device that is plugged in now. If that is not the
 * listed device, the list's object: every call on it returns that its device is gone.
 */
static int own_object(struct cusb_device *listed, struct cusb_device **own)
{
	int err = cusb_find(CUSB_MATCH(name, listed->name, backend, devfs_backend()), own);

	if (err == -ENOMEM || (err == 0 && cusb_same_device(*own, listed)))
		return err;
	if (err == 0)
		cusb_device_free(*own);
	*own = cusb_device_ref(listed);
	return 0;
}

static int failed(int err, const struct usb_device *dev)
{
	return keep_error(err, "failed to open %s/%s", dev->bus ? dev->bus->dirname : "gone",
			  dev->filename);
}

usb_dev_handle *usb_open(struct usb_device *dev)
{
	usb_dev_handle *handle = malloc(sizeof *handle);
	int err = handle ? own_object(core_device(dev), &handle->dev) : -ENOMEM;

	if (err < 0) {
		failed(err, dev);
		free(handle);
		return NULL;
	}
	handle->device = dev;
	handle->interface = -1;
	listed_device_ref(dev);
	failed(cusb_open(handle->dev), dev);
	return handle;
}

int usb_close(usb_dev_handle *handle)
{
	cusb_device_free(handle->dev);
	listed_device_unref(handle->device);
	free(handle);
	return 0;
}

struct usb_device *usb_device(usb_dev_handle *handle)
{
	return handle->device;
}
