/* SPDX-License-Identifier: MIT */
/*
 * fffe:0007: the length of its last endpoint descriptor reaches past the end. The endpoint before
 * it sends full packets.
 */
#include "virtual/models/models.h"

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x0007, 1),
	CONFIGURATION(LENGTH_PAIR, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 2, 0),
	BULK(0x81, 512),
	64,
	CUSB_DESC_TYPE_ENDPOINT,
	0x01,
	CUSB_ENDPOINT_TYPE_BULK,
	LE16(512),
	0,
};

const struct cusb_virtual_model model_malformed = {
	.name = "malformed",
	.what = "has an endpoint descriptor that reaches past the end",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	STRINGS("Malformed", "0007"),
	LOOPBACK_STATE,
	.control = loopback_control,
	.in = full_packet_in,
};
