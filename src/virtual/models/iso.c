/* SPDX-License-Identifier: MIT */
/*
 * fffe:0014 and fffe:0015: isochronous loopback, packet by packet. A packet that begins with ee
 * comes back as an error, one with dd as an empty packet. Without a packet to send back, packets
 * are empty. After request 0x40/2 only wValue more packets move, until the next such request;
 * 0xffff means no limit.
 */
#include <errno.h>

#include "virtual/models/models.h"

#define NO_LIMIT 0xffff

static const struct cusb_virtual_fault faults[] = {
	{.bEndpointAddress = EVERY_ENDPOINT, .kind = CUSB_VIRTUAL_NAK, .after = PASS_ALL},
};

static ssize_t iso_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			   uint8_t *data)
{
	if (!is_packet_count(setup))
		return loopback_control(dev, setup, data);
	fault_rearm_after(dev, setup->wValue == NO_LIMIT ? PASS_ALL : setup->wValue);
	return 0;
}

/* A packet without room for it is lost silently. */
static int iso_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		   size_t length)
{
	(void)loopback_out(dev, address, packet, length);
	return 0;
}

static ssize_t iso_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		      size_t room)
{
	struct pipe *pipe = loopback_pipe(dev, address);
	size_t length = 0;
	const uint8_t *next = pipe_peek(pipe, &length);
	uint8_t mark = length ? next[0] : 0;
	bool marked = mark == 0xee || mark == 0xdd;

	(void)pipe_get(pipe, packet, marked ? 0 : room);
	if (marked)
		return mark == 0xee ? -EILSEQ : 0;
	return (ssize_t)length;
}

#define ISO FAULTS(faults), LOOPBACK_STATE, .control = iso_control, .out = iso_out, .in = iso_in

static const uint8_t iso_descriptors[] = {
	DEVICE(0x0200, 64, 0x0014, 1),
	CONFIGURATION(9 + 4 * 9 + 6 * 7, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 0, 0),
	INTERFACE(0, 1, 2, 0),
	ISOCHRONOUS(0x01, 1024, 1),
	ISOCHRONOUS(0x81, 1024, 1),
	/* three transactions in each microframe */
	INTERFACE(0, 2, 2, 0),
	ISOCHRONOUS(0x01, 2 << 11 | 1024, 1),
	ISOCHRONOUS(0x81, 2 << 11 | 1024, 1),
	INTERFACE(0, 3, 2, 0),
	ISOCHRONOUS(0x01, 64, 4),
	ISOCHRONOUS(0x81, 64, 4),
};

const struct cusb_virtual_model model_iso = {
	.name = "iso",
	.what = "isochronous loopback: settings of 1024, 3 x 1024 and 64 bytes",
	.speed = CUSB_SPEED_HIGH,
	BYTES(iso_descriptors),
	STRINGS("Iso", "0014"),
	ISO,
};

/* Bursts of 2 packets, twice in an interval; but wBytesPerInterval is less. */
#define ISO_COMPANION COMPANION(1, 1, 3072)

static const uint8_t super_descriptors[] = {
	DEVICE(0x0320, 9, 0x0015, 1), CONFIGURATION(9 + 2 * 9 + 2 * (7 + 6), 1, 1, 0, 0, 14),
	INTERFACE(0, 0, 0, 0),	      INTERFACE(0, 1, 2, 0),
	ISOCHRONOUS(0x01, 1024, 1),   ISO_COMPANION,
	ISOCHRONOUS(0x81, 1024, 1),   ISO_COMPANION,
};

const struct cusb_virtual_model model_iso_super = {
	.name = "iso-super",
	.what = "isochronous loopback at super speed: 2 x 2 x 1024 bytes",
	.speed = CUSB_SPEED_SUPER,
	BYTES(super_descriptors),
	SUPER_BOS,
	STRINGS("Iso super", "0015"),
	ISO,
};
