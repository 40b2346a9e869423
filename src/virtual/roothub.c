/* SPDX-License-Identifier: MIT */
/*
 * Root hubs: USB 2.0 11.23.1 and USB 3.2 10.15.1, with the identity that Linux gives to its own.
 */
#include "kernel_internal.h"
#include "models/models.h"

#define HUB_DEVICE(bcdUSB, bDeviceProtocol, bMaxPacketSize0, idProduct)                            \
	CUSB_DEVICE_DESC_SIZE, CUSB_DESC_TYPE_DEVICE, LE16(bcdUSB), CUSB_CLASS_HUB, 0,             \
		bDeviceProtocol, bMaxPacketSize0, LE16(0x1d6b), LE16(idProduct), LE16(0x0601), 3,  \
		2, 1, 1

#define HUB_INTERFACE                                                                              \
	CUSB_INTERFACE_DESC_SIZE, CUSB_DESC_TYPE_INTERFACE, 0, 0, 1, CUSB_CLASS_HUB, 0, 0, 0

#define ATTRIBUTES (CUSB_CONFIG_SELF_POWERED | CUSB_CONFIG_REMOTE_WAKEUP)

static const uint8_t high_descriptors[] = {
	HUB_DEVICE(0x0200, 0, 64, 0x0002),
	CONFIGURATION(9 + 9 + 7, 1, 1, 0, ATTRIBUTES, 0),
	HUB_INTERFACE,
	INTERRUPT(0x81, 4, 12),
};

static const uint8_t super_descriptors[] = {
	HUB_DEVICE(0x0300, 3, 9, 0x0003),
	CONFIGURATION(9 + 9 + 7 + 6, 1, 1, 0, ATTRIBUTES, 0),
	HUB_INTERFACE,
	INTERRUPT(0x81, 4, 12),
	COMPANION(0, 0, 2),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"virtual", "Virtual host controller", "Linux", NULL};

const struct virtual_model model_roothub = {
	.name = "root hub",
	.what = "USB 2.0 root hub",
	.speed = CUSB_SPEED_HIGH,
	BYTES(high_descriptors),
	.langids = langids,
	.strings = strings,
};

const struct virtual_model model_roothub_super = {
	.name = "SuperSpeed root hub",
	.what = "USB 3.0 root hub",
	.speed = CUSB_SPEED_SUPER,
	BYTES(super_descriptors),
	.langids = langids,
	.strings = strings,
};
