/* SPDX-License-Identifier: MIT */
/*
 * fffe:0016: a loopback for each of 16 bulk streams, and one for use without streams.
 */
#include "virtual/models/models.h"

/* MaxStreams 4: 2 to the power of it. */
static const uint8_t descriptors[] = {
	DEVICE(0x0320, 9, 0x0016, 1), CONFIGURATION(9 + 9 + 2 * (7 + 6), 1, 1, 0, 0, 14),
	INTERFACE(0, 0, 2, 0),	      BULK(0x01, 1024),
	COMPANION(3, 4, 0),	      BULK(0x81, 1024),
	COMPANION(3, 4, 0),
};

const struct cusb_virtual_model model_streams = {
	.name = "streams",
	.what = "loopback at super speed with 16 bulk streams",
	.speed = CUSB_SPEED_SUPER,
	BYTES(descriptors),
	SUPER_BOS,
	STRINGS("Streams", "0016"),
	LOOPBACK,
};
