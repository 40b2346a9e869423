/* SPDX-License-Identifier: MIT */
/* fffe:0005: every IN packet is full, even if the host has less room. */
#include "virtual/models/models.h"

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x0005, 1),
	CONFIGURATION(LENGTH_PAIR - CUSB_ENDPOINT_DESC_SIZE, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 1, 0),
	BULK(0x81, 512),
};

const struct cusb_virtual_model model_babble = {
	.name = "babble",
	.what = "answers every read with a full packet",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	STRINGS("Babble", "0005"),
	LOOPBACK_STATE,
	.control = loopback_control,
	.in = full_packet_in,
};
