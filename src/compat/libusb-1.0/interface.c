/* SPDX-License-Identifier: MIT */
/* Interfaces and their drivers. */
#include <errno.h>

#include "compat/libusb-1.0/error.h"
#include "compat/libusb-1.0/handle.h"

#define INTERFACES_MAX 32

static bool is_number(int interface)
{
	return interface >= 0 && interface < INTERFACES_MAX;
}

static bool is_claimed(const struct libusb_device_handle *handle, int interface)
{
	return handle->claimed >> interface & 1;
}

/* ---- claims ---------------------------------------------------------------------------------- */

static int claim(struct libusb_device_handle *handle, unsigned int interface)
{
	if (handle->auto_detach)
		return error_of(cusb_claim_from_driver(handle->core, interface),
				{-EBUSY, LIBUSB_ERROR_BUSY}, {-EINVAL, LIBUSB_ERROR_INVALID_PARAM},
				{-ENOENT, LIBUSB_ERROR_NOT_FOUND});
	return error_of(cusb_claim_interface(handle->core, interface), {-EBUSY, LIBUSB_ERROR_BUSY},
			{-ENOENT, LIBUSB_ERROR_NOT_FOUND});
}

int libusb_claim_interface(libusb_device_handle *handle, int interface)
{
	int result;

	if (!is_number(interface))
		return LIBUSB_ERROR_INVALID_PARAM;
	if (!handle->dev->plugged)
		return LIBUSB_ERROR_NO_DEVICE;
	if (is_claimed(handle, interface))
		return LIBUSB_SUCCESS;
	result = claim(handle, (unsigned int)interface);
	if (result == LIBUSB_SUCCESS)
		handle->claimed |= 1u << interface;
	return result;
}

int libusb_release_interface(libusb_device_handle *handle, int interface)
{
	int result;

	if (!is_number(interface))
		return LIBUSB_ERROR_INVALID_PARAM;
	if (!is_claimed(handle, interface))
		return LIBUSB_ERROR_NOT_FOUND;
	result = usual_error(cusb_release_interface(handle->core, (unsigned int)interface));
	if (result < 0)
		return result;
	handle->claimed &= ~(1u << interface);
	/* A driver that was never there may come, too. */
	if (handle->auto_detach)
		cusb_attach_kernel_driver(handle->core, (unsigned int)interface);
	return LIBUSB_SUCCESS;
}

int libusb_set_interface_alt_setting(libusb_device_handle *handle, int interface, int setting)
{
	if (!is_number(interface) || setting < 0 || setting > UINT8_MAX)
		return LIBUSB_ERROR_INVALID_PARAM;
	if (!handle->dev->plugged)
		return LIBUSB_ERROR_NO_DEVICE;
	if (!is_claimed(handle, interface))
		return LIBUSB_ERROR_NOT_FOUND;
	return error_of(cusb_set_altsetting(handle->core, interface, setting),
			{-EINVAL, LIBUSB_ERROR_NOT_FOUND}, {-ENOENT, LIBUSB_ERROR_NOT_FOUND});
}

/* A reset has taken all claims away, and a driver may have come instead. */
static int claim_again(struct libusb_device_handle *handle)
{
	int result = LIBUSB_SUCCESS;

	for (unsigned int i = 0; i < INTERFACES_MAX; i++) {
		if (!is_claimed(handle, (int)i) || cusb_claim_from_driver(handle->core, i) == 0)
			continue;
		handle->claimed &= ~(1u << i);
		result = LIBUSB_ERROR_NOT_FOUND;
	}
	return result;
}

int libusb_reset_device(libusb_device_handle *handle)
{
	int err;

	if (!handle->dev->plugged)
		return LIBUSB_ERROR_NO_DEVICE;
	err = cusb_reset(handle->core);
	return err < 0 ? error_of(err, {-ENODEV, LIBUSB_ERROR_NOT_FOUND}, {err, LIBUSB_ERROR_OTHER})
		       : claim_again(handle);
}

/* ---- drivers --------------------------------------------------------------------------------- */

int libusb_kernel_driver_active(libusb_device_handle *handle, int interface)
{
	int active;

	if (!is_number(interface))
		return LIBUSB_ERROR_INVALID_PARAM;
	if (!handle->dev->plugged)
		return LIBUSB_ERROR_NO_DEVICE;
	active = cusb_is_kernel_driver_active(handle->core, (unsigned int)interface);
	return active < 0 ? error_of(active, {-ENOENT, LIBUSB_SUCCESS}) : active;
}

int libusb_detach_kernel_driver(libusb_device_handle *handle, int interface)
{
	if (!is_number(interface))
		return LIBUSB_ERROR_INVALID_PARAM;
	if (!handle->dev->plugged)
		return LIBUSB_ERROR_NO_DEVICE;
	/* -EBUSY: a program has the interface. */
	return error_of(cusb_detach_kernel_driver(handle->core, (unsigned int)interface),
			{-ENODATA, LIBUSB_ERROR_NOT_FOUND}, {-EBUSY, LIBUSB_ERROR_NOT_FOUND},
			{-EINVAL, LIBUSB_ERROR_INVALID_PARAM});
}

int libusb_attach_kernel_driver(libusb_device_handle *handle, int interface)
{
	if (!is_number(interface))
		return LIBUSB_ERROR_INVALID_PARAM;
	if (!handle->dev->plugged)
		return LIBUSB_ERROR_NO_DEVICE;
	return error_of(cusb_attach_kernel_driver(handle->core, (unsigned int)interface),
			{-ENODATA, LIBUSB_ERROR_NOT_FOUND}, {-EBUSY, LIBUSB_ERROR_BUSY},
			{-EINVAL, LIBUSB_ERROR_INVALID_PARAM});
}

int libusb_set_auto_detach_kernel_driver(libusb_device_handle *handle, int enable)
{
	handle->auto_detach = enable;
	return LIBUSB_SUCCESS;
}
