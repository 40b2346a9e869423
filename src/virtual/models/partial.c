/* SPDX-License-Identifier: MIT */
/*
 * fffe:0004: after request 0x40/2 with wValue n, IN sends and OUT takes n full packets, and then
 * none. One of each at power-on.
 */
#include "virtual/models/models.h"

static const uint8_t descriptors[] = {BULK_DEVICE(0x0200, 0x0004, 512)};

static const struct cusb_virtual_fault faults[] = {
	{.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_NAK, .after = 1},
	{.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_NAK, .after = 1},
};

static ssize_t partial_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			       uint8_t *data)
{
	if (!is_packet_count(setup))
		return loopback_control(dev, setup, data);
	fault_rearm_after(dev, setup->wValue);
	return 0;
}

static int partial_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		       size_t length)
{
	(void)dev;
	(void)address;
	(void)packet;
	(void)length;
	return 0;
}

const struct cusb_virtual_model model_partial = {
	.name = "partial",
	.what = "moves a set number of packets, then never any more",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	STRINGS("Partial", "0004"),
	FAULTS(faults),
	LOOPBACK_STATE,
	.control = partial_control,
	.out = partial_out,
	.in = full_packet_in,
};
