/* SPDX-License-Identifier: MIT */
/* The descriptors that were read when the device was plugged in. */
#include <errno.h>

#include "compat/libusb-1.0/device.h"
#include "compat/libusb-1.0/error.h"

struct bytes device_bytes(const struct libusb_device *dev)
{
	struct bytes bytes;

	bytes.data = cusb_descriptors(dev->core, &bytes.length);
	return bytes;
}

int libusb_get_device_descriptor(libusb_device *dev, struct libusb_device_descriptor *to)
{
	const struct cusb_device *from = dev->core;

	*to = (struct libusb_device_descriptor){
		.bLength = from->bLength,
		.bDescriptorType = from->bDescriptorType,
		.bcdUSB = from->bcdUSB,
		.bDeviceClass = from->bDeviceClass,
		.bDeviceSubClass = from->bDeviceSubClass,
		.bDeviceProtocol = from->bDeviceProtocol,
		.bMaxPacketSize0 = from->bMaxPacketSize0,
		.idVendor = from->idVendor,
		.idProduct = from->idProduct,
		.bcdDevice = from->bcdDevice,
		.iManufacturer = from->iManufacturer,
		.iProduct = from->iProduct,
		.iSerialNumber = from->iSerialNumber,
		.bNumConfigurations = from->bNumConfigurations,
	};
	return LIBUSB_SUCCESS;
}

/* ---- the bytes of a configuration ------------------------------------------------------------ */

static int bytes_by_index(struct libusb_device *dev, unsigned int index, struct bytes *bytes)
{
	if (index >= dev->core->bNumConfigurations)
		return LIBUSB_ERROR_NOT_FOUND;
	*bytes = configuration_at(device_bytes(dev), index);
	return bytes->length ? LIBUSB_SUCCESS : LIBUSB_ERROR_IO;
}

static int bytes_by_value(struct libusb_device *dev, unsigned int value, struct bytes *bytes)
{
	for (unsigned int i = 0; bytes_by_index(dev, i, bytes) == LIBUSB_SUCCESS; i++)
		if (bytes->data[5] == value)
			return LIBUSB_SUCCESS;
	return LIBUSB_ERROR_NOT_FOUND;
}

static int active_bytes(struct libusb_device *dev, struct bytes *bytes)
{
	int value;

	/* Where only the device itself knows, the call must not open it. */
	cusb_set_automatic(dev->core, false);
	value = cusb_active_configuration_value(dev->core);
	if (value < 0)
		return error_of(value, {-EHOSTUNREACH, LIBUSB_ERROR_NOT_FOUND});
	return bytes_by_value(dev, (unsigned int)value, bytes);
}

/* ---- configurations -------------------------------------------------------------------------- */

int libusb_get_config_descriptor(libusb_device *dev, uint8_t index,
				 struct libusb_config_descriptor **config)
{
	struct bytes bytes;
	int result = bytes_by_index(dev, index, &bytes);

	return result ? result : parse_configuration(bytes, config);
}

int libusb_get_config_descriptor_by_value(libusb_device *dev, uint8_t value,
					  struct libusb_config_descriptor **config)
{
	struct bytes bytes;
	int result = bytes_by_value(dev, value, &bytes);

	return result ? result : parse_configuration(bytes, config);
}

int libusb_get_active_config_descriptor(libusb_device *dev,
					struct libusb_config_descriptor **config)
{
	struct bytes bytes;
	int result = active_bytes(dev, &bytes);

	return result ? result : parse_configuration(bytes, config);
}

/* ---- interface associations ------------------------------------------------------------------ */

int libusb_get_interface_association_descriptors(
	libusb_device *dev, uint8_t index,
	struct libusb_interface_association_descriptor_array **array)
{
	struct bytes bytes;
	int result = array ? bytes_by_index(dev, index, &bytes) : LIBUSB_ERROR_INVALID_PARAM;

	return result ? result : parse_associations(bytes, array);
}

int libusb_get_active_interface_association_descriptors(
	libusb_device *dev, struct libusb_interface_association_descriptor_array **array)
{
	struct bytes bytes;
	int result = array ? active_bytes(dev, &bytes) : LIBUSB_ERROR_INVALID_PARAM;

	return result ? result : parse_associations(bytes, array);
}
