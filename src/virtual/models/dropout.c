/* SPDX-License-Identifier: MIT */
/*
 * fffe:0006: a loopback that vanishes at the nth data packet; request 0x40/2 with wValue n. A fault
 * does not express it: that acts when the device is asked, this when there is a packet.
 */
#include <errno.h>

#include "virtual/models/models.h"

struct dropout {
	struct loopback loopback;
	uint32_t left; /* packets, the last of which does not come through */
};

static ssize_t dropout_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			       uint8_t *data)
{
	struct dropout *state = dev->state;

	if (!is_packet_count(setup))
		return loopback_control(dev, setup, data);
	state->left = setup->wValue;
	return 0;
}

static bool last_packet(struct dropout *state)
{
	if (state->left > 1) {
		state->left--;
		return false;
	}
	return true;
}

static int dropout_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		       size_t length)
{
	if (last_packet(dev->state))
		return -ENODEV;
	return loopback_out(dev, address, packet, length);
}

static ssize_t dropout_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
			  size_t room)
{
	ssize_t n = loopback_in(dev, address, packet, room);

	return n >= 0 && last_packet(dev->state) ? -ENODEV : n;
}

static void dropout_restart(struct cusb_virtual_device *dev)
{
	struct dropout *state = dev->state;

	loopback_restart(dev);
	state->left = 4;
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x0006, 1),
	CONFIGURATION(LENGTH_PAIR, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 2, 0),
	BULK_PAIR(512),
};

const struct cusb_virtual_model model_dropout = {
	.name = "dropout",
	.what = "a loopback that vanishes from the bus at the nth packet",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	STRINGS("Dropout", "0006"),
	.state_size = sizeof(struct dropout),
	.control = dropout_control,
	.out = dropout_out,
	.in = dropout_in,
	.restart = dropout_restart,
	.free = loopback_restart,
};
