/* SPDX-License-Identifier: MIT */
/* fffe:0002: the first packet on each endpoint halts it; after CLEAR_FEATURE it is a loopback. */
#include "virtual/models/models.h"

static const uint8_t descriptors[] = {BULK_DEVICE(0x0200, 0x0002, 512)};

static const struct cusb_virtual_fault faults[] = {
	{.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_STALL, .times = 1},
	{.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_STALL, .times = 1},
};

const struct cusb_virtual_model model_stall = {
	.name = "stall",
	.what = "halts each endpoint at its first packet, stalls vendor requests",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	STRINGS("Stall", "0002"),
	FAULTS(faults),
	LOOPBACK_STATE,
	LOOPBACK_DATA,
};
