/* SPDX-License-Identifier: MIT */
/*
 * fffe:0006: a loopback that vanishes at the nth data packet. Request 0x40/2 sets n to wValue; it
 * is 4 at power-on.
 */
#include "virtual/models/models.h"

static const uint8_t descriptors[] = {BULK_DEVICE(0x0200, 0x0006, 512)};

static const struct cusb_virtual_fault faults[] = {
	{.bEndpointAddress = EVERY_ENDPOINT, .kind = CUSB_VIRTUAL_VANISH, .after = 3},
};

static ssize_t dropout_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			       uint8_t *data)
{
	if (!is_packet_count(setup))
		return loopback_control(dev, setup, data);
	fault_rearm_after(dev, setup->wValue ? setup->wValue - 1U : 0);
	return 0;
}

const struct cusb_virtual_model model_dropout = {
	.name = "dropout",
	.what = "a loopback that vanishes from the bus at the nth packet",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	STRINGS("Dropout", "0006"),
	FAULTS(faults),
	LOOPBACK_STATE,
	.control = dropout_control,
	LOOPBACK_DATA,
};
