/* SPDX-License-Identifier: MIT */
/* Interfaces, configurations, endpoints, and the device as a whole. */
#include <errno.h>

#include <cusb/log.h>

#include "compat/libusb-0.1/internal.h"

int usb_claim_interface(usb_dev_handle *handle, int interface)
{
	int err = cusb_claim_interface(handle->dev, (unsigned int)interface);

	if (err < 0)
		return keep_error(err, "could not claim interface %d", interface);
	handle->interface = interface;
	return 0;
}

/* 0: this handle has claimed it. If another one had, the second claim would fail. */
static int check_claimed(struct cusb_device *dev, unsigned int interface)
{
	char driver[DRIVER_NAME_SIZE];
	int err = cusb_kernel_driver(dev, interface, driver, sizeof driver);

	if (err < 0 && err != -ENODATA && err != -ENOSYS)
		return err;
	if (err == -ENODATA || cusb_claim_interface(dev, interface) < 0)
		return cusb_refuse(-EINVAL, "interface %d is not claimed", (int)interface);
	return 0;
}

int usb_release_interface(usb_dev_handle *handle, int interface)
{
	int err = check_claimed(handle->dev, (unsigned int)interface);

	if (err == 0)
		err = cusb_release_interface(handle->dev, (unsigned int)interface);
	if (err == 0)
		handle->interface = -1;
	return keep_error(err, "could not release intf %d", interface);
}

int usb_set_altinterface(usb_dev_handle *handle, int alternate)
{
	int err;

	if (handle->interface < 0)
		err = cusb_refuse(-EINVAL, "no interface is claimed");
	else if (alternate < 0)
		err = cusb_refuse(-EINVAL, "alternate setting %d is below 0", alternate);
	else
		err = cusb_set_altsetting(handle->dev, handle->interface, alternate);
	return keep_error(err, "could not set alt intf %d/%d", handle->interface, alternate);
}

int usb_set_configuration(usb_dev_handle *handle, int configuration)
{
	int err = cusb_set_configuration(handle->dev,
					 configuration < 0 ? CUSB_UNCONFIGURED : configuration);

	return keep_error(err, "could not set config %d", configuration);
}

int usb_clear_halt(usb_dev_handle *handle, unsigned int ep)
{
	return keep_error(cusb_clear_halt(handle->dev, ep), "could not clear/halt ep %u", ep);
}

int usb_resetep(usb_dev_handle *handle, unsigned int ep)
{
	return keep_error(cusb_reset_endpoint(handle->dev, ep), "could not reset ep %u", ep);
}

int usb_reset(usb_dev_handle *handle)
{
	return keep_error(cusb_reset(handle->dev), "could not reset");
}
