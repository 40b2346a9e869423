/* SPDX-License-Identifier: MIT */
/* The companion of an endpoint, and the sizes of its packets. */
#include <stdlib.h>

#include "compat/libusb-1.0/device.h"

int libusb_get_ss_endpoint_companion_descriptor(
	libusb_context *ctx, const struct libusb_endpoint_descriptor *endpoint,
	struct libusb_ss_endpoint_companion_descriptor **companion)
{
	const unsigned char *at = endpoint->extra;
	int left = endpoint->extra_length;

	(void)ctx;
	for (; left >= 2; left -= at[0], at += at[0]) {
		if (at[0] < 2 || at[0] > left)
			return LIBUSB_ERROR_IO;
		if (at[1] != LIBUSB_DT_SS_ENDPOINT_COMPANION)
			continue;
		if (at[0] < LIBUSB_DT_SS_ENDPOINT_COMPANION_SIZE)
			return LIBUSB_ERROR_IO;
		*companion = malloc(sizeof **companion);
		if (!*companion)
			return LIBUSB_ERROR_NO_MEM;
		**companion = (struct libusb_ss_endpoint_companion_descriptor){
			at[0], at[1], at[2], at[3], (uint16_t)(at[4] | at[5] << 8)};
		return LIBUSB_SUCCESS;
	}
	return LIBUSB_ERROR_NOT_FOUND;
}

void libusb_free_ss_endpoint_companion_descriptor(
	struct libusb_ss_endpoint_companion_descriptor *companion)
{
	free(companion);
}

/* ---- sizes ----------------------------------------------------------------------------------- */

typedef const struct libusb_endpoint_descriptor endpoint;
typedef int size_fn(struct libusb_device *dev, endpoint *ep);

static int packet_size(struct libusb_device *dev, endpoint *ep)
{
	(void)dev;
	return ep->wMaxPacketSize;
}

/* The bytes in one service interval. */
static int interval_size(struct libusb_device *dev, endpoint *ep)
{
	struct libusb_ss_endpoint_companion_descriptor *companion;
	int size = ep->wMaxPacketSize & 0x7ff;
	int type = ep->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK;

	if (libusb_get_device_speed(dev) >= LIBUSB_SPEED_SUPER &&
	    libusb_get_ss_endpoint_companion_descriptor(NULL, ep, &companion) == LIBUSB_SUCCESS) {
		size = companion->wBytesPerInterval;
		free(companion);
		return size;
	}
	if (type == LIBUSB_ENDPOINT_TRANSFER_TYPE_ISOCHRONOUS ||
	    type == LIBUSB_ENDPOINT_TRANSFER_TYPE_INTERRUPT)
		size *= 1 + (ep->wMaxPacketSize >> 11 & 3);
	return size;
}

static endpoint *find_in_setting(const struct libusb_interface_descriptor *setting,
				 unsigned char address)
{
	for (int i = 0; i < setting->bNumEndpoints; i++)
		if (setting->endpoint[i].bEndpointAddress == address)
			return &setting->endpoint[i];
	return NULL;
}

/* In any setting, the first one. */
static endpoint *find(const struct libusb_config_descriptor *config, unsigned char address)
{
	for (int i = 0; i < config->bNumInterfaces; i++)
		for (int j = 0; j < config->interface[i].num_altsetting; j++) {
			endpoint *ep =
				find_in_setting(&config->interface[i].altsetting[j], address);

			if (ep)
				return ep;
		}
	return NULL;
}

/* As the original, by position and not by number. */
static endpoint *find_at(const struct libusb_config_descriptor *config, int interface, int setting,
			 unsigned char address)
{
	if (interface < 0 || interface >= config->bNumInterfaces || setting < 0 ||
	    setting >= config->interface[interface].num_altsetting)
		return NULL;
	return find_in_setting(&config->interface[interface].altsetting[setting], address);
}

static int active_configuration(struct libusb_device *dev, struct libusb_config_descriptor **config)
{
	int result = libusb_get_active_config_descriptor(dev, config);

	return result == LIBUSB_SUCCESS ? result : LIBUSB_ERROR_OTHER;
}

static int size_of_first(struct libusb_device *dev, unsigned char address, size_fn *size)
{
	struct libusb_config_descriptor *config;
	int result = active_configuration(dev, &config);
	endpoint *ep;

	if (result < 0)
		return result;
	ep = find(config, address);
	result = ep ? size(dev, ep) : LIBUSB_ERROR_NOT_FOUND;
	libusb_free_config_descriptor(config);
	return result;
}

int libusb_get_max_packet_size(libusb_device *dev, unsigned char address)
{
	return size_of_first(dev, address, packet_size);
}

int libusb_get_max_iso_packet_size(libusb_device *dev, unsigned char address)
{
	return size_of_first(dev, address, interval_size);
}

int libusb_get_max_alt_packet_size(libusb_device *dev, int interface, int setting,
				   unsigned char address)
{
	struct libusb_config_descriptor *config;
	int result = active_configuration(dev, &config);
	endpoint *ep;

	if (result < 0)
		return result;
	ep = find_at(config, interface, setting, address);
	result = ep ? interval_size(dev, ep) : LIBUSB_ERROR_NOT_FOUND;
	libusb_free_config_descriptor(config);
	return result;
}
