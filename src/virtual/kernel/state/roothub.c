/* SPDX-License-Identifier: MIT */
/*
 * Root hubs: USB 2.0 11.23.1 and USB 3.2 10.15.1, with the identity that Linux gives to its own.
 */
#include "virtual/device/descriptor_bytes.h"
#include "virtual/kernel/state/device.h"

#define ROOT_HUB(bcdUSB, bDeviceProtocol, bMaxPacketSize0, idProduct)                              \
	HUB_DEVICE(bcdUSB, bDeviceProtocol, bMaxPacketSize0, 0x1d6b, idProduct, 0x0601, 3, 2, 1)

static const uint8_t high_descriptors[] = {
	ROOT_HUB(0x0200, 0, 64, 0x0002),
	CONFIGURATION(9 + 9 + 7, 1, 1, 0, HUB_ATTRIBUTES, 0),
	HUB_INTERFACE,
	INTERRUPT(0x81, 4, 12),
};

static const uint8_t super_descriptors[] = {
	ROOT_HUB(0x0300, 3, 9, 0x0003),
	CONFIGURATION(9 + 9 + 7 + 6, 1, 1, 0, HUB_ATTRIBUTES, 0),
	HUB_INTERFACE,
	INTERRUPT(0x81, 4, 12),
	COMPANION(0, 0, 2),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"virtual", "Virtual host controller", "Linux", NULL};

const struct cusb_virtual_model model_roothub = {
	.name = "root hub",
	.what = "USB 2.0 root hub",
	.speed = CUSB_SPEED_HIGH,
	BYTES(high_descriptors),
	.langids = langids,
	.strings = strings,
};

const struct cusb_virtual_model model_roothub_super = {
	.name = "SuperSpeed root hub",
	.what = "USB 3.0 root hub",
	.speed = CUSB_SPEED_SUPER,
	BYTES(super_descriptors),
	.langids = langids,
	.strings = strings,
};
