/* SPDX-License-Identifier: MIT */
/* The capabilities of a binary device object store as structs. */
#include <stdlib.h>
#include <string.h>

#include "compat/libusb-1.0/public.h"
#include "unit.h"

typedef struct libusb_bos_dev_capability_descriptor capability;

static capability *given;

static void end(void)
{
	free(given);
	given = NULL;
}

FIXTURE(NULL, end)

static capability *capability_of(const uint8_t *bytes, size_t length)
{
	free(given);
	given = memcpy(malloc(length), bytes, length);
	return given;
}
#define CAPABILITY(...)                                                                            \
	capability_of((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

CASE(usb_2_0_extension)
{
	struct libusb_usb_2_0_extension_descriptor *to;

	ck_assert_int_eq(libusb_get_usb_2_0_extension_descriptor(
				 NULL, CAPABILITY(7, 0x10, 2, 6, 0, 1, 2), &to),
			 0);
	ck_assert_uint_eq(to->bmAttributes, 0x02010006);
	ck_assert_int_eq(to->bLength, 7);
	libusb_free_usb_2_0_extension_descriptor(to);
	ck_assert_int_eq(libusb_get_usb_2_0_extension_descriptor(
				 NULL, CAPABILITY(7, 0x10, 3, 6, 0, 1, 2), &to),
			 LIBUSB_ERROR_INVALID_PARAM);
	ck_assert_int_eq(
		libusb_get_usb_2_0_extension_descriptor(NULL, CAPABILITY(6, 0x10, 2, 6, 0, 1), &to),
		LIBUSB_ERROR_IO);
}

CASE(super_speed)
{
	struct libusb_ss_usb_device_capability_descriptor *to;

	ck_assert_int_eq(libusb_get_ss_usb_device_capability_descriptor(
				 NULL, CAPABILITY(10, 0x10, 3, 2, 0x0e, 0, 1, 10, 0xff, 7), &to),
			 0);
	ck_assert_int_eq(to->bmAttributes, 2);
	ck_assert_int_eq(to->wSpeedSupported, 0x0e);
	ck_assert_int_eq(to->bFunctionalitySupport, 1);
	ck_assert_int_eq(to->bU1DevExitLat, 10);
	ck_assert_int_eq(to->bU2DevExitLat, 0x07ff);
	libusb_free_ss_usb_device_capability_descriptor(to);
	ck_assert_int_eq(libusb_get_ss_usb_device_capability_descriptor(
				 NULL, CAPABILITY(9, 0x10, 3, 2, 0x0e, 0, 1, 10, 0xff), &to),
			 LIBUSB_ERROR_IO);
}

/* USB 3.2 table 9-19: two attributes, one ID; SSID 1, Gb/s, symmetric, TX, SuperSpeedPlus, 10. */
CASE(super_speed_plus)
{
	struct libusb_ssplus_usb_device_capability_descriptor *to;

	ck_assert_int_eq(libusb_get_ssplus_usb_device_capability_descriptor(
				 NULL,
				 CAPABILITY(20, 0x10, 10, 0, 0x01, 0, 0, 0, 0x01, 0x11, 0, 0, 0x31,
					    0x40, 10, 0, 0xb1, 0x40, 10, 0),
				 &to),
			 0);
	ck_assert_int_eq(to->numSublinkSpeedAttributes, 2);
	ck_assert_int_eq(to->numSublinkSpeedIDs, 1);
	ck_assert_int_eq(to->ssid, 1);
	ck_assert_int_eq(to->minRxLaneCount, 1);
	ck_assert_int_eq(to->minTxLaneCount, 1);
	ck_assert_int_eq(to->sublinkSpeedAttributes[1].ssid, 1);
	ck_assert_int_eq(to->sublinkSpeedAttributes[1].exponent, LIBUSB_SSPLUS_ATTR_EXP_GBS);
	ck_assert_int_eq(to->sublinkSpeedAttributes[1].type, LIBUSB_SSPLUS_ATTR_TYPE_SYM);
	ck_assert_int_eq(to->sublinkSpeedAttributes[0].direction, LIBUSB_SSPLUS_ATTR_DIR_RX);
	ck_assert_int_eq(to->sublinkSpeedAttributes[1].direction, LIBUSB_SSPLUS_ATTR_DIR_TX);
	ck_assert_int_eq(to->sublinkSpeedAttributes[1].protocol, LIBUSB_SSPLUS_ATTR_PROT_SSPLUS);
	ck_assert_int_eq(to->sublinkSpeedAttributes[1].mantissa, 10);
	libusb_free_ssplus_usb_device_capability_descriptor(to);
	ck_assert_int_eq(
		libusb_get_ssplus_usb_device_capability_descriptor(
			NULL, CAPABILITY(12, 0x10, 10, 0, 0x01, 0, 0, 0, 1, 0x11, 0, 0), &to),
		LIBUSB_ERROR_IO);
}

CASE(container_id)
{
	struct libusb_container_id_descriptor *to;

	ck_assert_int_eq(
		libusb_get_container_id_descriptor(NULL,
						   CAPABILITY(20, 0x10, 4, 0, 1, 2, 3, 4, 5, 6, 7,
							      8, 9, 10, 11, 12, 13, 14, 15, 16),
						   &to),
		0);
	ck_assert_int_eq(to->ContainerID[0], 1);
	ck_assert_int_eq(to->ContainerID[15], 16);
	libusb_free_container_id_descriptor(to);
}

CASE(platform)
{
	struct libusb_platform_descriptor *to;

	ck_assert_int_eq(
		libusb_get_platform_descriptor(NULL,
					       CAPABILITY(22, 0x10, 5, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
							  10, 11, 12, 13, 14, 15, 16, 77, 78),
					       &to),
		0);
	ck_assert_int_eq(to->PlatformCapabilityUUID[15], 16);
	ck_assert_int_eq(to->CapabilityData[1], 78);
	libusb_free_platform_descriptor(to);
}
