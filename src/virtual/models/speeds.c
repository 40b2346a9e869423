/* SPDX-License-Identifier: MIT */
/*
 * fffe:0011 to fffe:0013: loopback at low, full and super speed.
 */
#include "virtual/models/models.h"

static const uint8_t low_descriptors[] = {
	DEVICE(0x0110, 8, 0x0011, 1), CONFIGURATION(LENGTH_PAIR, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 2, 0),	      INTERRUPT(0x01, 8, 10),
	INTERRUPT(0x81, 8, 10),
};

static const char *const low_strings[] = {MANUFACTURER, "Low", "0011", NULL};

const struct cusb_virtual_model model_low = {
	.name = "low",
	.what = "loopback at low speed: interrupt endpoints of 8 bytes",
	.speed = CUSB_SPEED_LOW,
	BYTES(low_descriptors),
	.langids = model_langids,
	.strings = low_strings,
	.state_size = sizeof(struct loopback),
	.control = loopback_control,
	LOOPBACK_FUNCTIONS,
};

static const uint8_t full_descriptors[] = {
	DEVICE(0x0110, 64, 0x0012, 1),
	CONFIGURATION(LENGTH_PAIR, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 2, 0),
	BULK(0x01, 64),
	BULK(0x81, 64),
};

static const char *const full_strings[] = {MANUFACTURER, "Full", "0012", NULL};

const struct cusb_virtual_model model_full = {
	.name = "full",
	.what = "loopback at full speed: bulk endpoints of 64 bytes",
	.speed = CUSB_SPEED_FULL,
	BYTES(full_descriptors),
	.langids = model_langids,
	.strings = full_strings,
	.state_size = sizeof(struct loopback),
	.control = loopback_control,
	LOOPBACK_FUNCTIONS,
};

static const uint8_t super_descriptors[] = {
	DEVICE(0x0320, 9, 0x0013, 1),
	CONFIGURATION(LENGTH_PAIR + 2 * CUSB_SS_ENDPOINT_COMPANION_DESC_SIZE, 1, 1, 0, 0, 14),
	INTERFACE(0, 0, 2, 0),
	BULK(0x01, 1024),
	COMPANION(3, 0, 0),
	BULK(0x81, 1024),
	COMPANION(3, 0, 0),
};

#define BOS(wTotalLength, bNumDeviceCaps)                                                          \
	CUSB_BOS_DESC_SIZE, CUSB_DESC_TYPE_BOS, LE16(wTotalLength), bNumDeviceCaps
/* LPM */
#define USB_2_0_EXTENSION 7, CUSB_DESC_TYPE_DEVICE_CAPABILITY, 0x02, 0x02, 0, 0, 0
/* Full, high and super; all functions from full speed; U1 exit in 10 us, U2 in 2047 us. */
#define SUPERSPEED_CAPABILITY                                                                      \
	10, CUSB_DESC_TYPE_DEVICE_CAPABILITY, 0x03, 0, LE16(0x000e), 1, 10, LE16(2047)

const uint8_t model_super_bos[] = {
	BOS(BOS_LENGTH, 2),
	USB_2_0_EXTENSION,
	SUPERSPEED_CAPABILITY,
};

static const char *const super_strings[] = {MANUFACTURER, "Super", "0013", NULL};

const struct cusb_virtual_model model_super = {
	.name = "super",
	.what = "loopback at super speed: bulk endpoints of 1024 bytes, BOS",
	.speed = CUSB_SPEED_SUPER,
	BYTES(super_descriptors),
	.bos = model_super_bos,
	.bos_length = sizeof model_super_bos,
	.langids = model_langids,
	.strings = super_strings,
	.state_size = sizeof(struct loopback),
	.control = loopback_control,
	LOOPBACK_FUNCTIONS,
};
