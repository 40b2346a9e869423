/* SPDX-License-Identifier: MIT */
/*
 * fffe:0002: the first packet on each endpoint halts it; once cleared it is a loopback.
 */
#include <errno.h>

#include "virtual/models/models.h"

struct stall {
	struct loopback loopback;
	uint32_t stalled; /* endpoints that have had their turn: number | 16 for IN */
};

static bool first_packet(struct stall *state, uint8_t address)
{
	uint32_t bit = UINT32_C(1) << ((address & 0x0f) | (address & 0x80) >> 3);
	bool first = !(state->stalled & bit);

	state->stalled |= bit;
	return first;
}

static int stall_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		     size_t length)
{
	if (first_packet(dev->state, address))
		return -EPIPE;
	return loopback_out(dev, address, packet, length);
}

static ssize_t stall_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
			size_t room)
{
	if (first_packet(dev->state, address))
		return -EPIPE;
	return loopback_in(dev, address, packet, room);
}

static void stall_restart(struct cusb_virtual_device *dev)
{
	struct stall *state = dev->state;

	loopback_restart(dev);
	state->stalled = 0;
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x0002, 1),
	CONFIGURATION(LENGTH_PAIR, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 2, 0),
	BULK(0x01, 512),
	BULK(0x81, 512),
};

static const char *const strings[] = {MANUFACTURER, "Stall", "0002", NULL};

const struct cusb_virtual_model model_stall = {
	.name = "stall",
	.what = "halts each endpoint at its first packet, stalls vendor requests",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	.langids = model_langids,
	.strings = strings,
	.state_size = sizeof(struct stall),
	.out = stall_out,
	.in = stall_in,
	.restart = stall_restart,
	.free = loopback_free,
};
