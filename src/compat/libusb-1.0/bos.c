/* SPDX-License-Identifier: MIT */
/* The binary device object store: as the device sends it, and its capabilities as structs. */
#include <stdlib.h>
#include <string.h>

#include "compat/libusb-1.0/configuration.h"

typedef struct libusb_bos_dev_capability_descriptor capability;

static uint16_t le16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static uint32_t le32(const uint8_t *bytes)
{
	return le16(bytes) | (uint32_t)le16(bytes + 2) << 16;
}

/* ---- the store ------------------------------------------------------------------------------- */

/*
 * The capabilities in `bytes`: as many as there are and the store tells of. Each is copied to `to`,
 * unless it is NULL, with a pointer to it in `bos`. Returns their number.
 */
static int walk(struct bytes bytes, int told, struct libusb_bos_descriptor *bos, uint8_t *to)
{
	int count = 0;

	for (; count < told && bytes.length >= LIBUSB_DT_DEVICE_CAPABILITY_SIZE; count++) {
		size_t length = bytes.data[0];

		if (length < LIBUSB_DT_DEVICE_CAPABILITY_SIZE)
			return LIBUSB_ERROR_IO;
		if (length > bytes.length || bytes.data[1] != LIBUSB_DT_DEVICE_CAPABILITY)
			break;
		if (bos) {
			bos->dev_capability[count] = memcpy(to, bytes.data, length);
			to += length;
		}
		bytes = (struct bytes){bytes.data + length, bytes.length - length};
	}
	return count;
}

static int parse(struct bytes bytes, struct libusb_bos_descriptor **bos)
{
	struct libusb_bos_descriptor *made;
	struct bytes rest;
	size_t pointers;
	int count;

	if (bytes.length < LIBUSB_DT_BOS_SIZE || bytes.data[0] < LIBUSB_DT_BOS_SIZE ||
	    bytes.data[0] > bytes.length || bytes.data[1] != LIBUSB_DT_BOS)
		return LIBUSB_ERROR_IO;
	rest = (struct bytes){bytes.data + bytes.data[0], bytes.length - bytes.data[0]};
	count = walk(rest, bytes.data[4], NULL, NULL);
	if (count < 0)
		return count;
	pointers = (size_t)count * sizeof(capability *);
	made = malloc(sizeof *made + pointers + rest.length);
	if (!made)
		return LIBUSB_ERROR_NO_MEM;
	made->bLength = bytes.data[0];
	made->bDescriptorType = bytes.data[1];
	made->wTotalLength = le16(bytes.data + 2);
	made->bNumDeviceCaps = (uint8_t)count;
	walk(rest, count, made, (uint8_t *)(made->dev_capability + count));
	*bos = made;
	return LIBUSB_SUCCESS;
}

int libusb_get_bos_descriptor(libusb_device_handle *handle, struct libusb_bos_descriptor **bos)
{
	uint8_t head[LIBUSB_DT_BOS_SIZE], *bytes;
	int n = libusb_get_descriptor(handle, LIBUSB_DT_BOS, 0, head, sizeof head);

	if (n < 0)
		return n;
	if (n < LIBUSB_DT_BOS_SIZE)
		return LIBUSB_ERROR_IO;
	bytes = calloc(1, le16(head + 2) + 1u);
	if (!bytes)
		return LIBUSB_ERROR_NO_MEM;
	n = libusb_get_descriptor(handle, LIBUSB_DT_BOS, 0, bytes, le16(head + 2));
	if (n >= 0)
		n = parse((struct bytes){bytes, (size_t)n}, bos);
	free(bytes);
	return n;
}

void libusb_free_bos_descriptor(struct libusb_bos_descriptor *bos)
{
	free(bos);
}

/* ---- capabilities ---------------------------------------------------------------------------- */

static int check(const capability *from, uint8_t type, uint8_t size)
{
	if (from->bDevCapabilityType != type)
		return LIBUSB_ERROR_INVALID_PARAM;
	return from->bLength < size ? LIBUSB_ERROR_IO : LIBUSB_SUCCESS;
}

/* Room for a struct that begins as a capability does; NULL: *result is an error. */
static void *begin(const capability *from, uint8_t type, uint8_t size, size_t room, int *result)
{
	capability *to = NULL;

	*result = check(from, type, size);
	if (*result == LIBUSB_SUCCESS) {
		to = calloc(1, room);
		*result = to ? LIBUSB_SUCCESS : LIBUSB_ERROR_NO_MEM;
	}
	if (to)
		memcpy(to, from, sizeof *from);
	return to;
}

int libusb_get_usb_2_0_extension_descriptor(libusb_context *ctx, capability *from,
					    struct libusb_usb_2_0_extension_descriptor **extension)
{
	struct libusb_usb_2_0_extension_descriptor *to;
	int result;

	(void)ctx;
	to = begin(from, LIBUSB_BT_USB_2_0_EXTENSION, LIBUSB_BT_USB_2_0_EXTENSION_SIZE, sizeof *to,
		   &result);
	if (!to)
		return result;
	to->bmAttributes = le32(from->dev_capability_data);
	*extension = to;
	return result;
}

int libusb_get_ss_usb_device_capability_descriptor(
	libusb_context *ctx, capability *from,
	struct libusb_ss_usb_device_capability_descriptor **super_speed)
{
	struct libusb_ss_usb_device_capability_descriptor *to;
	const uint8_t *data = from->dev_capability_data;
	int result;

	(void)ctx;
	to = begin(from, LIBUSB_BT_SS_USB_DEVICE_CAPABILITY,
		   LIBUSB_BT_SS_USB_DEVICE_CAPABILITY_SIZE, sizeof *to, &result);
	if (!to)
		return result;
	to->bmAttributes = data[0];
	to->wSpeedSupported = le16(data + 1);
	to->bFunctionalitySupport = data[3];
	to->bU1DevExitLat = data[4];
	to->bU2DevExitLat = le16(data + 5);
	*super_speed = to;
	return result;
}

/* USB 3.2 table 9-19. */
static struct libusb_ssplus_sublink_attribute sublink(uint32_t bits)
{
	return (struct libusb_ssplus_sublink_attribute){
		.ssid = bits & 0xf,
		.exponent = bits >> 4 & 3,
		.type = bits >> 6 & 1,
		.direction = bits >> 7 & 1,
		.protocol = bits >> 14 & 3,
		.mantissa = (uint16_t)(bits >> 16),
	};
}

int libusb_get_ssplus_usb_device_capability_descriptor(
	libusb_context *ctx, capability *from,
	struct libusb_ssplus_usb_device_capability_descriptor **super_speed_plus)
{
	struct libusb_ssplus_usb_device_capability_descriptor *to;
	const uint8_t *data = from->dev_capability_data; /* bmAttributes is at 1 */
	int count, result = check(from, LIBUSB_BT_SUPERSPEED_PLUS_CAPABILITY,
				  LIBUSB_BT_SSPLUS_USB_DEVICE_CAPABILITY_SIZE);

	(void)ctx;
	if (result)
		return result;
	count = (data[1] & 0x1f) + 1;
	if (from->bLength < LIBUSB_BT_SSPLUS_USB_DEVICE_CAPABILITY_SIZE + 4 * count)
		return LIBUSB_ERROR_IO;
	to = malloc(sizeof *to + (size_t)count * sizeof to->sublinkSpeedAttributes[0]);
	if (!to)
		return LIBUSB_ERROR_NO_MEM;
	to->numSublinkSpeedAttributes = (uint8_t)count;
	to->numSublinkSpeedIDs = (uint8_t)((le32(data + 1) >> 5 & 0xf) + 1);
	to->ssid = data[5] & 0xf;
	to->minRxLaneCount = data[6] & 0xf;
	to->minTxLaneCount = data[6] >> 4;
	for (int i = 0; i < count; i++)
		to->sublinkSpeedAttributes[i] = sublink(le32(data + 9 + 4 * i));
	*super_speed_plus = to;
	return LIBUSB_SUCCESS;
}

int libusb_get_container_id_descriptor(libusb_context *ctx, capability *from,
				       struct libusb_container_id_descriptor **container_id)
{
	struct libusb_container_id_descriptor *to;
	int result;

	(void)ctx;
	to = begin(from, LIBUSB_BT_CONTAINER_ID, LIBUSB_BT_CONTAINER_ID_SIZE, sizeof *to, &result);
	if (!to)
		return result;
	memcpy(to, from, sizeof *to);
	*container_id = to;
	return result;
}

int libusb_get_platform_descriptor(libusb_context *ctx, capability *from,
				   struct libusb_platform_descriptor **platform)
{
	struct libusb_platform_descriptor *to;
	int result;

	(void)ctx;
	to = begin(from, LIBUSB_BT_PLATFORM_DESCRIPTOR, LIBUSB_BT_PLATFORM_DESCRIPTOR_MIN_SIZE,
		   from->bLength, &result);
	if (!to)
		return result;
	memcpy(to, from, from->bLength);
	*platform = to;
	return result;
}

void libusb_free_usb_2_0_extension_descriptor(struct libusb_usb_2_0_extension_descriptor *extension)
{
	free(extension);
}

void libusb_free_ss_usb_device_capability_descriptor(
	struct libusb_ss_usb_device_capability_descriptor *super_speed)
{
	free(super_speed);
}

void libusb_free_ssplus_usb_device_capability_descriptor(
	struct libusb_ssplus_usb_device_capability_descriptor *super_speed_plus)
{
	free(super_speed_plus);
}

void libusb_free_container_id_descriptor(struct libusb_container_id_descriptor *container_id)
{
	free(container_id);
}

void libusb_free_platform_descriptor(struct libusb_platform_descriptor *platform)
{
	free(platform);
}
