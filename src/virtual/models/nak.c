/* SPDX-License-Identifier: MIT */
/* fffe:0003: takes no packet, sends no packet, and answers no vendor and class requests. */
#include "virtual/models/models.h"

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x0003, 1),
	CONFIGURATION(LENGTH_PAIR + CUSB_ENDPOINT_DESC_SIZE, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 3, 0),
	BULK_PAIR(512),
	INTERRUPT(0x82, 64, 4),
};

/* An endpoint without a function NAKs by itself. */
static const struct cusb_virtual_fault faults[] = {{.kind = CUSB_VIRTUAL_NAK}};

const struct cusb_virtual_model model_nak = {
	.name = "nak",
	.what = "never takes and never answers anything",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	STRINGS("Nak", "0003"),
	FAULTS(faults),
};
