/* SPDX-License-Identifier: MIT */
/*
 * The tree of a configuration, as the original makes it of any bytes. Programs see the difference
 * to the core's tree: settings of one interface that do not follow each other make several entries,
 * and some faults are errors.
 */
#include <stdlib.h>
#include <string.h>

#include "compat/libusb-1.0/configuration.h"

#define INTERFACES_MAX 32
#define ENDPOINTS_MAX  32

/* ---- the configurations of a device ---------------------------------------------------------- */

/* The length of the descriptor at the beginning; 0: it is malformed or cut short. */
static size_t whole(struct bytes bytes)
{
	if (bytes.length < 2 || bytes.data[0] < 2 || bytes.data[0] > bytes.length)
		return 0;
	return bytes.data[0];
}

/* The length of a configuration, which is at the beginning. The last one has all that is left. */
static size_t configuration_length(struct bytes bytes, bool last)
{
	struct bytes next = bytes;
	size_t length;

	if (bytes.length < LIBUSB_DT_CONFIG_SIZE || bytes.data[0] < LIBUSB_DT_CONFIG_SIZE ||
	    bytes.data[1] != LIBUSB_DT_CONFIG)
		return 0;
	if (last)
		return bytes.length;
	do {
		length = whole(next);
		next = (struct bytes){next.data + length, next.length - length};
	} while (length && !(next.length >= 2 && next.data[1] == LIBUSB_DT_CONFIG));
	return length ? bytes.length - next.length : 0;
}

struct bytes configuration_at(struct bytes device, unsigned int index)
{
	struct bytes bytes = {device.data + LIBUSB_DT_DEVICE_SIZE,
			      device.length - LIBUSB_DT_DEVICE_SIZE};
	unsigned int count = device.data[LIBUSB_DT_DEVICE_SIZE - 1];

	for (unsigned int i = 0; i < count; i++) {
		size_t length = configuration_length(bytes, i + 1 == count);

		if (i == index || length == 0)
			return (struct bytes){bytes.data, length};
		bytes = (struct bytes){bytes.data + length, bytes.length - length};
	}
	return (struct bytes){NULL, 0};
}

bool configurations_are_whole(struct bytes device)
{
	unsigned int count;

	if (device.length < LIBUSB_DT_DEVICE_SIZE || device.data[1] != LIBUSB_DT_DEVICE)
		return false;
	count = device.data[LIBUSB_DT_DEVICE_SIZE - 1];
	if (count > CONFIGURATIONS_MAX)
		return false;
	return count == 0 || configuration_at(device, count - 1).length > 0;
}

/* ---- one configuration ----------------------------------------------------------------------- */

/* What is still to be read, and where the results go. */
struct walk {
	const uint8_t *next, *end;
	struct libusb_config_descriptor *config;
	struct libusb_interface *interface;
	struct libusb_interface_descriptor *altsetting;
	struct libusb_endpoint_descriptor *endpoint;
	uint8_t *extra;
};

static size_t left(const struct walk *walk)
{
	return (size_t)(walk->end - walk->next);
}

static bool is_cut_short(struct walk *walk)
{
	if (walk->next[0] <= left(walk))
		return false;
	walk->end = walk->next;
	return true;
}

/* 1: a descriptor of that type is next; 0: none; < 0: it is shorter than `size`. */
static int is_next(struct walk *walk, uint8_t type, uint8_t size)
{
	if (left(walk) < 2 || walk->next[1] != type)
		return 0;
	if (walk->next[0] < size)
		return LIBUSB_ERROR_IO;
	return !is_cut_short(walk);
}

static bool ends_extra(uint8_t type)
{
	return type == LIBUSB_DT_INTERFACE || type == LIBUSB_DT_ENDPOINT ||
	       type == LIBUSB_DT_CONFIG || type == LIBUSB_DT_DEVICE;
}

static int take_extra(struct walk *walk, const unsigned char **extra, int *length)
{
	const uint8_t *begin = walk->next;

	while (left(walk) >= 2 && !ends_extra(walk->next[1])) {
		if (walk->next[0] < 2)
			return LIBUSB_ERROR_IO;
		if (is_cut_short(walk))
			break;
		walk->next += walk->next[0];
	}
	*length = (int)(walk->next - begin);
	*extra = *length ? begin : NULL;
	return 0;
}

static uint16_t le16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] | bytes[1] << 8);
}

/* Of these functions: 1: taken; 0: there is none; < 0: an error. */
static int take_endpoint(struct walk *walk)
{
	const uint8_t *bytes = walk->next;
	struct libusb_endpoint_descriptor *ep = walk->endpoint;
	int result = is_next(walk, LIBUSB_DT_ENDPOINT, LIBUSB_DT_ENDPOINT_SIZE);

	if (result <= 0)
		return result;
	walk->endpoint++;
	walk->next += bytes[0];
	*ep = (struct libusb_endpoint_descriptor){
		.bLength = bytes[0],
		.bDescriptorType = bytes[1],
		.bEndpointAddress = bytes[2],
		.bmAttributes = bytes[3],
		.wMaxPacketSize = le16(bytes + 4),
		.bInterval = bytes[6],
	};
	if (bytes[0] >= LIBUSB_DT_ENDPOINT_AUDIO_SIZE) {
		ep->bRefresh = bytes[7];
		ep->bSynchAddress = bytes[8];
	}
	result = take_extra(walk, &ep->extra, &ep->extra_length);
	return result < 0 ? result : 1;
}

static int take_endpoints(struct walk *walk, struct libusb_interface_descriptor *to)
{
	uint8_t count = 0;
	int result = 1;

	if (to->bNumEndpoints > ENDPOINTS_MAX)
		return LIBUSB_ERROR_IO;
	to->endpoint = walk->endpoint;
	while (count < to->bNumEndpoints && (result = take_endpoint(walk)) > 0)
		count++;
	to->bNumEndpoints = count;
	if (count == 0)
		to->endpoint = NULL;
	return result < 0 ? result : 1;
}

static int take_altsetting(struct walk *walk)
{
	const uint8_t *bytes = walk->next;
	struct libusb_interface_descriptor *to = walk->altsetting++;
	int result;

	walk->next += bytes[0];
	*to = (struct libusb_interface_descriptor){
		.bLength = bytes[0],
		.bDescriptorType = bytes[1],
		.bInterfaceNumber = bytes[2],
		.bAlternateSetting = bytes[3],
		.bNumEndpoints = bytes[4],
		.bInterfaceClass = bytes[5],
		.bInterfaceSubClass = bytes[6],
		.bInterfaceProtocol = bytes[7],
		.iInterface = bytes[8],
	};
	result = take_extra(walk, &to->extra, &to->extra_length);
	return result < 0 ? result : take_endpoints(walk, to);
}

/* The settings of an interface that follow each other. */
static int take_interface(struct walk *walk)
{
	struct libusb_interface_descriptor *first = walk->altsetting;
	int count = 0, result;

	while ((result = is_next(walk, LIBUSB_DT_INTERFACE, LIBUSB_DT_INTERFACE_SIZE)) > 0) {
		if (count > 0 && walk->next[2] != first->bInterfaceNumber)
			break;
		result = take_altsetting(walk);
		if (result < 0)
			return result;
		count++;
	}
	if (result < 0 || count == 0)
		return result;
	*walk->interface++ = (struct libusb_interface){first, count};
	return 1;
}

/* The descriptors between interfaces belong to the configuration, one behind the other. */
static int take_configuration_extra(struct walk *walk)
{
	const unsigned char *extra;
	int length, result = take_extra(walk, &extra, &length);

	if (result < 0 || length == 0)
		return result;
	memcpy(walk->extra + walk->config->extra_length, extra, (size_t)length);
	walk->config->extra = walk->extra;
	walk->config->extra_length += length;
	return 0;
}

static int take_configuration(struct walk *walk)
{
	const uint8_t *bytes = walk->next;
	uint8_t count = 0;
	int result = 1;

	*walk->config = (struct libusb_config_descriptor){
		.bLength = bytes[0],
		.bDescriptorType = bytes[1],
		.wTotalLength = le16(bytes + 2),
		.bConfigurationValue = bytes[5],
		.iConfiguration = bytes[6],
		.bmAttributes = bytes[7],
		.MaxPower = bytes[8],
		.interface = walk->interface,
	};
	walk->next += bytes[0];
	while (count < bytes[4] && result > 0) {
		result = take_configuration_extra(walk);
		if (result == 0)
			result = take_interface(walk);
		if (result > 0)
			count++;
	}
	walk->config->bNumInterfaces = count;
	if (count == 0)
		walk->config->interface = NULL;
	return result < 0 ? result : 0;
}

/* How many descriptors of that type there can be. */
static size_t count_type(struct bytes bytes, uint8_t type)
{
	size_t count = 0, length;

	while ((length = whole(bytes)) > 0) {
		count += bytes.data[1] == type;
		bytes = (struct bytes){bytes.data + length, bytes.length - length};
	}
	return count;
}

/* One allocation, with a copy of the bytes, and as many again for the configuration's `extra`. */
static struct libusb_config_descriptor *allocate(struct bytes bytes, struct walk *walk)
{
	size_t altsettings = count_type(bytes, LIBUSB_DT_INTERFACE);
	size_t endpoints = count_type(bytes, LIBUSB_DT_ENDPOINT);
	struct libusb_config_descriptor *config =
		calloc(1, sizeof *config + altsettings * sizeof(struct libusb_interface) +
				  altsettings * sizeof(struct libusb_interface_descriptor) +
				  endpoints * sizeof(struct libusb_endpoint_descriptor) +
				  2 * bytes.length);
	uint8_t *copy;

	if (!config)
		return NULL;
	walk->config = config;
	walk->interface = (struct libusb_interface *)(config + 1);
	walk->altsetting = (struct libusb_interface_descriptor *)(walk->interface + altsettings);
	walk->endpoint = (struct libusb_endpoint_descriptor *)(walk->altsetting + altsettings);
	copy = memcpy(walk->endpoint + endpoints, bytes.data, bytes.length);
	walk->next = copy;
	walk->end = copy + bytes.length;
	walk->extra = copy + bytes.length;
	return config;
}

int parse_configuration(struct bytes bytes, struct libusb_config_descriptor **config)
{
	struct libusb_config_descriptor *made;
	struct walk walk;
	int result;

	if (bytes.length < LIBUSB_DT_CONFIG_SIZE || bytes.data[0] < LIBUSB_DT_CONFIG_SIZE ||
	    bytes.data[0] > bytes.length || bytes.data[1] != LIBUSB_DT_CONFIG ||
	    bytes.data[4] > INTERFACES_MAX)
		return LIBUSB_ERROR_IO;
	made = allocate(bytes, &walk);
	if (!made)
		return LIBUSB_ERROR_NO_MEM;
	result = take_configuration(&walk);
	if (result < 0)
		free(made);
	else
		*config = made;
	return result;
}

void libusb_free_config_descriptor(struct libusb_config_descriptor *config)
{
	free(config);
}
