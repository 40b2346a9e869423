/* SPDX-License-Identifier: MIT */
/* The device as a whole, its endpoints, streams and memory. */
#include <errno.h>

#include <cusb/buffer.h>
#include <cusb/stream.h>

#include "compat/libusb-1.0/error.h"
#include "compat/libusb-1.0/handle.h"

/* ---- the device ------------------------------------------------------------------------------ */

int libusb_get_configuration(libusb_device_handle *handle, int *value)
{
	int active = cusb_active_configuration_value(handle->core);

	if (active < 0 && active != -EHOSTUNREACH)
		return usual_error(active);
	*value = active < 0 ? 0 : active;
	return LIBUSB_SUCCESS;
}

int libusb_set_configuration(libusb_device_handle *handle, int value)
{
	if (value < -1 || value > UINT8_MAX)
		return LIBUSB_ERROR_INVALID_PARAM;
	return error_of(cusb_set_configuration(handle->core, value < 0 ? CUSB_UNCONFIGURED : value),
			{-EBUSY, LIBUSB_ERROR_BUSY}, {-EINVAL, LIBUSB_ERROR_NOT_FOUND});
}

int libusb_clear_halt(libusb_device_handle *handle, unsigned char endpoint)
{
	if (!handle->dev->plugged)
		return LIBUSB_ERROR_NO_DEVICE;
	return error_of(cusb_clear_halt(handle->core, endpoint), {-ENOENT, LIBUSB_ERROR_NOT_FOUND},
			{-EINVAL, LIBUSB_ERROR_NOT_FOUND});
}

/* ---- streams --------------------------------------------------------------------------------- */

#define STREAM_ENDPOINTS_MAX 30

static int stream_error(int err)
{
	return error_of(err, {-ENOSYS, LIBUSB_ERROR_NOT_SUPPORTED},
			{-EINVAL, LIBUSB_ERROR_INVALID_PARAM});
}

static bool are_endpoints(const unsigned char *endpoints, int count)
{
	return endpoints && count > 0 && count <= STREAM_ENDPOINTS_MAX;
}

int libusb_alloc_streams(libusb_device_handle *handle, uint32_t num_streams,
			 unsigned char *endpoints, int num_endpoints)
{
	int count;

	if (num_streams == 0 || !are_endpoints(endpoints, num_endpoints))
		return LIBUSB_ERROR_INVALID_PARAM;
	if (!handle->dev->plugged)
		return LIBUSB_ERROR_NO_DEVICE;
	count = cusb_streams_alloc(handle->core, num_streams, endpoints, (size_t)num_endpoints);
	return count < 0 ? stream_error(count) : count;
}

int libusb_free_streams(libusb_device_handle *handle, unsigned char *endpoints, int num_endpoints)
{
	if (!are_endpoints(endpoints, num_endpoints))
		return LIBUSB_ERROR_INVALID_PARAM;
	if (!handle->dev->plugged)
		return LIBUSB_ERROR_NO_DEVICE;
	return stream_error(cusb_streams_free(handle->core, endpoints, (size_t)num_endpoints));
}

/* ---- memory ---------------------------------------------------------------------------------- */

unsigned char *libusb_dev_mem_alloc(libusb_device_handle *handle, size_t length)
{
	void *memory;

	/* Without mapped memory, programs take plain memory themselves, and say so. */
	return cusb_buffer_map(handle->core, length, &memory) < 0 ? NULL : memory;
}

int libusb_dev_mem_free(libusb_device_handle *handle, unsigned char *buffer, size_t length)
{
	(void)length;
	cusb_buffer_free(handle->core, buffer);
	return LIBUSB_SUCCESS;
}

/* ---- of other systems ------------------------------------------------------------------------ */

int libusb_endpoint_supports_raw_io(libusb_device_handle *handle, uint8_t endpoint)
{
	(void)handle;
	(void)endpoint;
	return 0;
}

int libusb_endpoint_set_raw_io(libusb_device_handle *handle, uint8_t endpoint, int enable)
{
	(void)handle;
	(void)endpoint;
	(void)enable;
	return LIBUSB_ERROR_NOT_SUPPORTED;
}

int libusb_get_max_raw_io_transfer_size(libusb_device_handle *handle, uint8_t endpoint)
{
	(void)handle;
	(void)endpoint;
	return LIBUSB_ERROR_NOT_SUPPORTED;
}
