/* SPDX-License-Identifier: MIT */
/* Strings: asked of the device, and as the kernel knows them. */
#include <errno.h>

#include <cusb/util.h>

#include "compat/libusb-1.0/device.h"
#include "compat/libusb-1.0/error.h"

/* ---- asked of the device --------------------------------------------------------------------- */

/* The first language of the device, or an error. */
static int first_language(struct libusb_device_handle *handle)
{
	unsigned char bytes[4];
	int n = libusb_get_string_descriptor(handle, 0, 0, bytes, sizeof bytes);

	if (n < 0)
		return n;
	/* Some devices send a wrong type. */
	if (n != sizeof bytes || bytes[0] < 4)
		return LIBUSB_ERROR_IO;
	return bytes[2] | bytes[3] << 8;
}

/* Returns the length of the text, which is cut to `size`. */
static int to_ascii(const unsigned char *bytes, unsigned char *text, int size)
{
	int length = 0;

	for (int i = 2; i + 1 < bytes[0] && length < size - 1; i += 2)
		text[length++] = bytes[i + 1] || bytes[i] > 0x7f ? '?' : bytes[i];
	text[length] = '\0';
	return length;
}

int libusb_get_string_descriptor_ascii(libusb_device_handle *handle, uint8_t index,
				       unsigned char *text, int size)
{
	unsigned char bytes[255];
	int n;

	if (index == 0 || size <= 0)
		return LIBUSB_ERROR_INVALID_PARAM;
	n = first_language(handle);
	if (n >= 0)
		n = libusb_get_string_descriptor(handle, index, (uint16_t)n, bytes, sizeof bytes);
	if (n < 0)
		return n;
	if (n < 2 || bytes[1] != LIBUSB_DT_STRING || bytes[0] > n)
		return LIBUSB_ERROR_IO;
	return to_ascii(bytes, text, size);
}

/* ---- as the kernel knows them ---------------------------------------------------------------- */

/* Returns the length with the NUL, or `unknown` where only the device knows the string. */
static int known_string(struct libusb_device *dev, uint8_t index, char *text, int size,
			enum libusb_error unknown)
{
	ssize_t length = cusb_known_string(dev->core, index, text, text ? (size_t)size : 0);

	if (length < 0)
		return error_of((int)length, {-ENODEV, LIBUSB_ERROR_NO_DEVICE},
				{(int)length, unknown});
	return (int)length + 1;
}

static bool is_wrong(const struct libusb_device *dev, const char *text, int size)
{
	return !dev || (text && size <= 0);
}

int libusb_get_device_string(libusb_device *dev, enum libusb_device_string_type type, char *text,
			     int size)
{
	uint8_t index;

	if (is_wrong(dev, text, size))
		return LIBUSB_ERROR_INVALID_PARAM;
	switch (type) {
	case LIBUSB_DEVICE_STRING_MANUFACTURER:
		index = dev->core->iManufacturer;
		break;
	case LIBUSB_DEVICE_STRING_PRODUCT:
		index = dev->core->iProduct;
		break;
	case LIBUSB_DEVICE_STRING_SERIAL_NUMBER:
		index = dev->core->iSerialNumber;
		break;
	default:
		return LIBUSB_ERROR_INVALID_PARAM;
	}
	return known_string(dev, index, text, size, LIBUSB_ERROR_IO);
}

static int string_at(struct libusb_device *dev, int index, char *text, int size)
{
	if (index <= 0)
		return LIBUSB_ERROR_NOT_FOUND;
	return known_string(dev, (uint8_t)index, text, size, LIBUSB_ERROR_NOT_SUPPORTED);
}

int libusb_get_config_string(libusb_device *dev, uint8_t config_index, char *text, int size)
{
	struct libusb_config_descriptor *config;
	int result;

	if (is_wrong(dev, text, size))
		return LIBUSB_ERROR_INVALID_PARAM;
	result = libusb_get_config_descriptor(dev, config_index, &config);
	if (result < 0)
		return result;
	result = string_at(dev, config->iConfiguration, text, size);
	libusb_free_config_descriptor(config);
	return result;
}

/* iInterface; -1: no such setting. */
static int interface_index(const struct libusb_config_descriptor *config, uint8_t interface,
			   uint8_t setting)
{
	if (interface >= config->bNumInterfaces ||
	    setting >= config->interface[interface].num_altsetting)
		return -1;
	return config->interface[interface].altsetting[setting].iInterface;
}

int libusb_get_interface_string(libusb_device *dev, uint8_t config_index, uint8_t interface,
				uint8_t setting, char *text, int size)
{
	struct libusb_config_descriptor *config;
	int result;

	if (is_wrong(dev, text, size))
		return LIBUSB_ERROR_INVALID_PARAM;
	result = libusb_get_config_descriptor(dev, config_index, &config);
	if (result < 0)
		return result;
	result = string_at(dev, interface_index(config, interface, setting), text, size);
	libusb_free_config_descriptor(config);
	return result;
}
