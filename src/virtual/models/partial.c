/* SPDX-License-Identifier: MIT */
/*
 * fffe:0004: request 0x40/2 with wValue n: IN gives and OUT takes n full packets, then never again.
 */
#include <errno.h>

#include "virtual/models/models.h"

#define PACKET 512

struct partial {
	struct loopback loopback;
	uint32_t in_left, out_left; /* packets */
	uint8_t stream;		    /* the next byte of IN */
};

static void start(struct partial *state, uint16_t packets)
{
	state->in_left = packets;
	state->out_left = packets;
	state->stream = 0;
}

static ssize_t partial_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			       uint8_t *data)
{
	if (setup->bmRequestType != 0x40 || setup->bRequest != 2)
		return loopback_control(dev, setup, data);
	start(dev->state, setup->wValue);
	return 0;
}

static int partial_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		       size_t length)
{
	struct partial *state = dev->state;

	(void)address;
	(void)packet;
	(void)length;
	if (state->out_left == 0)
		return -EAGAIN;
	state->out_left--;
	return 0;
}

static ssize_t partial_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
			  size_t room)
{
	struct partial *state = dev->state;
	size_t n = room < PACKET ? room : PACKET;

	(void)address;
	if (state->in_left == 0)
		return -EAGAIN;
	state->in_left--;
	for (size_t i = 0; i < n; i++)
		packet[i] = state->stream++;
	return (ssize_t)n;
}

static void partial_restart(struct cusb_virtual_device *dev)
{
	loopback_restart(dev);
	start(dev->state, 1);
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x0004, 1),
	CONFIGURATION(LENGTH_PAIR, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 2, 0),
	BULK(0x01, PACKET),
	BULK(0x81, PACKET),
};

static const char *const strings[] = {MANUFACTURER, "Partial", "0004", NULL};

const struct cusb_virtual_model model_partial = {
	.name = "partial",
	.what = "moves a set number of packets, then never any more",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	.langids = model_langids,
	.strings = strings,
	.state_size = sizeof(struct partial),
	.control = partial_control,
	.out = partial_out,
	.in = partial_in,
	.restart = partial_restart,
	.free = loopback_free,
};
