/* SPDX-License-Identifier: MIT */
/*
 * fffe:0001 and, at the other speeds, fffe:0011 to fffe:0013: a device that sends back what it
 * receives.
 */
#include <errno.h>
#include <string.h>

#include "virtual/models/models.h"

const uint16_t model_langids[] = {0x0409, 0x0407, 0};
const uint8_t model_super_bos[] = {SUPER_SPEED_BOS};

ssize_t loopback_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			 uint8_t *data)
{
	struct loopback *state = dev->state;

	switch (setup->bmRequestType << 8 | setup->bRequest) {
	case 0x4000:
	case 0x2100:
		if (setup->wLength)
			memcpy(state->stored, data, setup->wLength);
		state->stored_length = setup->wLength;
		return setup->wLength;
	case 0xc001:
	case 0xa101:
		return virtual_answer(setup, data, state->stored, state->stored_length);
	default:
		return -EPIPE;
	}
}

struct pipe *loopback_pipe(const struct cusb_virtual_device *dev, uint8_t address)
{
	struct loopback *state = dev->state;

	return &state->pipes[((address & 0x0fU) + dev->stream) % LOOPBACK_PIPES];
}

int loopback_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		 size_t length)
{
	return pipe_put(loopback_pipe(dev, address), packet, length);
}

ssize_t loopback_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet, size_t room)
{
	return pipe_get(loopback_pipe(dev, address), packet, room);
}

void loopback_restart(struct cusb_virtual_device *dev)
{
	struct loopback *state = dev->state;

	for (unsigned int i = 0; i < LOOPBACK_PIPES; i++)
		pipe_clear(&state->pipes[i]);
	state->stored_length = 0;
	fault_rearm(dev);
}

#define FOUR(n)	      (n), (n) + 1, (n) + 2, (n) + 3
#define SIXTEEN(n)    FOUR(n), FOUR((n) + 4), FOUR((n) + 8), FOUR((n) + 12)
#define SIXTY_FOUR(n) SIXTEEN(n), SIXTEEN((n) + 16), SIXTEEN((n) + 32), SIXTEEN((n) + 48)

/* Whole blocks are copied: to write each byte would take longer than the rest of a benchmark. */
static const uint8_t pattern[] = {SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128), SIXTY_FOUR(192)};

ssize_t full_packet_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		       size_t room)
{
	(void)dev;
	(void)address;
	for (size_t i = 0; i < room; i += sizeof pattern)
		memcpy(packet + i, pattern, room - i < sizeof pattern ? room - i : sizeof pattern);
	return (ssize_t)room;
}

bool is_packet_count(const struct cusb_setup *setup)
{
	return setup->bmRequestType == 0x40 && setup->bRequest == 2;
}

#define CLASS_SPECIFIC 5, CUSB_DESC_TYPE_CS_INTERFACE, 1, 2, 3

static const uint8_t loopback_descriptors[] = {
	DEVICE(0x0200, 64, 0x0001, 2),
	/* bConfigurationValue 1 */
	CONFIGURATION(9 + 8 + 9 + 4 * 7 + 9 + 9 + 5 + 2 * 7 + 9 + 2 * 7, 2, 1, 4,
		      CUSB_CONFIG_SELF_POWERED, 50),
	ASSOCIATION(0, 2),
	INTERFACE(0, 0, 4, 5),
	BULK_PAIR(512),
	INTERRUPT(0x02, 64, 4),
	INTERRUPT(0x82, 64, 4),
	INTERFACE(1, 0, 0, 0),
	INTERFACE(1, 1, 2, 0),
	CLASS_SPECIFIC,
	BULK(0x03, 512),
	BULK(0x83, 512),
	INTERFACE(1, 2, 2, 0),
	INTERRUPT(0x03, 64, 4),
	INTERRUPT(0x83, 64, 4),
	/* bConfigurationValue 2 */
	CONFIGURATION(LENGTH_PAIR, 1, 2, 6, CUSB_CONFIG_REMOTE_WAKEUP, 250),
	INTERFACE(0, 0, 2, 0),
	BULK_PAIR(512),
};

const struct cusb_virtual_model model_loopback = {
	.name = "loopback",
	.what = "sends back what it gets: bulk, interrupt, control; 2 configurations",
	.speed = CUSB_SPEED_HIGH,
	BYTES(loopback_descriptors),
	STRINGS("Loopback ∞ Übungsgerät", "0001-π", "Two interfaces", "Loopback", "One interface"),
	LOOPBACK,
};

static const uint8_t low_descriptors[] = {
	DEVICE(0x0110, 8, 0x0011, 1), CONFIGURATION(LENGTH_PAIR, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 2, 0),	      INTERRUPT(0x01, 8, 10),
	INTERRUPT(0x81, 8, 10),
};

const struct cusb_virtual_model model_low = {
	.name = "low",
	.what = "loopback at low speed: interrupt endpoints of 8 bytes",
	.speed = CUSB_SPEED_LOW,
	BYTES(low_descriptors),
	STRINGS("Low", "0011"),
	LOOPBACK,
};

static const uint8_t full_descriptors[] = {BULK_DEVICE(0x0110, 0x0012, 64)};

const struct cusb_virtual_model model_full = {
	.name = "full",
	.what = "loopback at full speed: bulk endpoints of 64 bytes",
	.speed = CUSB_SPEED_FULL,
	BYTES(full_descriptors),
	STRINGS("Full", "0012"),
	LOOPBACK,
};

static const uint8_t super_descriptors[] = {
	DEVICE(0x0320, 9, 0x0013, 1),
	CONFIGURATION(LENGTH_PAIR + 2 * CUSB_SS_ENDPOINT_COMPANION_DESC_SIZE, 1, 1, 0, 0, 14),
	INTERFACE(0, 0, 2, 0),
	BULK(0x01, 1024),
	COMPANION(3, 0, 0),
	BULK(0x81, 1024),
	COMPANION(3, 0, 0),
};

const struct cusb_virtual_model model_super = {
	.name = "super",
	.what = "loopback at super speed: bulk endpoints of 1024 bytes, BOS",
	.speed = CUSB_SPEED_SUPER,
	BYTES(super_descriptors),
	SUPER_BOS,
	STRINGS("Super", "0013"),
	LOOPBACK,
};
