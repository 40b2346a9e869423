/* SPDX-License-Identifier: MIT */
/*
 * fffe:0006: a loopback that vanishes at the nth data packet; request 0x40/2 with wValue n. The
 * fourth at power-on.
 */
#include "virtual/models/models.h"

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x0006, 1),
	CONFIGURATION(LENGTH_PAIR, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 2, 0),
	BULK_PAIR(512),
};

static const struct cusb_virtual_fault faults[] = {
	{.bEndpointAddress = EVERY_ENDPOINT, .kind = CUSB_VIRTUAL_VANISH},
};

static ssize_t dropout_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			       uint8_t *data)
{
	if (!is_packet_count(setup))
		return loopback_control(dev, setup, data);
	fault_rearm(dev, setup->wValue ? setup->wValue - 1U : 0);
	return 0;
}

static void dropout_restart(struct cusb_virtual_device *dev)
{
	loopback_restart(dev);
	fault_rearm(dev, 3);
}

const struct cusb_virtual_model model_dropout = {
	.name = "dropout",
	.what = "a loopback that vanishes from the bus at the nth packet",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	STRINGS("Dropout", "0006"),
	FAULTS(faults),
	.state_size = sizeof(struct loopback),
	.control = dropout_control,
	.out = loopback_out,
	.in = loopback_in,
	.restart = dropout_restart,
	.free = loopback_restart,
};
