/* SPDX-License-Identifier: MIT */
/* Kernel drivers. */
#include <errno.h>
#include <stdio.h>

#include "compat/libusb-0.1/internal.h"

int usb_get_driver_np(usb_dev_handle *handle, int interface, char *name, unsigned int namelen)
{
	char driver[DRIVER_NAME_SIZE];
	int err = cusb_kernel_driver(handle->dev, (unsigned int)interface, driver, sizeof driver);

	/* As the kernel's GETDRIVER: a missing interface has no driver. */
	if (err == -ENOENT)
		err = -ENODATA;
	if (err == 0)
		snprintf(name, namelen, "%s", driver);
	return keep_error(err, "could not get bound driver");
}

int usb_detach_kernel_driver_np(usb_dev_handle *handle, int interface)
{
	int err = cusb_detach_kernel_driver(handle->dev, (unsigned int)interface);

	return keep_error(err, "could not detach kernel driver from interface %d", interface);
}
