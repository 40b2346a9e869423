/* SPDX-License-Identifier: MIT */
/*
 * fffe:0002: the first packet on each endpoint halts it; once cleared it is a loopback.
 */
#include "virtual/models/models.h"

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x0002, 1),
	CONFIGURATION(LENGTH_PAIR, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 2, 0),
	BULK_PAIR(512),
};

static const struct cusb_virtual_fault faults[] = {
	{.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_STALL, .times = 1},
	{.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_STALL, .times = 1},
};

static void stall_restart(struct cusb_virtual_device *dev)
{
	loopback_restart(dev);
	fault_rearm(dev, 0);
}

const struct cusb_virtual_model model_stall = {
	.name = "stall",
	.what = "halts each endpoint at its first packet, stalls vendor requests",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	STRINGS("Stall", "0002"),
	FAULTS(faults),
	.state_size = sizeof(struct loopback),
	.out = loopback_out,
	.in = loopback_in,
	.restart = stall_restart,
	.free = loopback_restart,
};
