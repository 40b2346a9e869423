/* SPDX-License-Identifier: MIT */
/*
 * fffe:0001, and its likes at the other speeds: what is sent comes back.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/models/models.h"

const uint16_t model_langids[] = {0x0409, 0x0407, 0};

static ssize_t store(struct loopback *state, const struct cusb_setup *setup, const uint8_t *data)
{
	uint8_t *copy = malloc(setup->wLength ? setup->wLength : 1);

	if (!copy)
		return -EPIPE;
	if (setup->wLength)
		memcpy(copy, data, setup->wLength);
	free(state->stored);
	state->stored = copy;
	state->stored_length = setup->wLength;
	return setup->wLength;
}

static ssize_t recall(const struct loopback *state, const struct cusb_setup *setup, uint8_t *data)
{
	size_t n = state->stored_length;

	if (n > setup->wLength)
		n = setup->wLength;
	if (n)
		memcpy(data, state->stored, n);
	return (ssize_t)n;
}

ssize_t loopback_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			 uint8_t *data)
{
	switch (setup->bmRequestType << 8 | setup->bRequest) {
	case 0x4000:
	case 0x2100:
		return store(dev->state, setup, data);
	case 0xc001:
	case 0xa101:
		return recall(dev->state, setup, data);
	default:
		return -EPIPE;
	}
}

int loopback_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		 size_t length)
{
	struct loopback *state = dev->state;

	return pipe_put(&state->pipes[address & 0x0f], packet, length);
}

ssize_t loopback_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet, size_t room)
{
	struct loopback *state = dev->state;

	return pipe_get(&state->pipes[address & 0x0f], packet, room);
}

void loopback_restart(struct cusb_virtual_device *dev)
{
	struct loopback *state = dev->state;

	for (unsigned int i = 0; i < 16; i++)
		pipe_clear(&state->pipes[i]);
	free(state->stored);
	state->stored = NULL;
	state->stored_length = 0;
}

void loopback_free(struct cusb_virtual_device *dev)
{
	loopback_restart(dev);
}

#define CLASS_SPECIFIC 5, CUSB_DESC_TYPE_CS_INTERFACE, 1, 2, 3

static const uint8_t loopback_descriptors[] = {
	DEVICE(0x0200, 64, 0x0001, 2),
	/* bConfigurationValue 1 */
	CONFIGURATION(9 + 8 + 9 + 4 * 7 + 9 + 9 + 5 + 2 * 7 + 9 + 2 * 7, 2, 1, 4,
		      CUSB_CONFIG_SELF_POWERED, 50),
	ASSOCIATION(0, 2),
	INTERFACE(0, 0, 4, 5),
	BULK(0x01, 512),
	BULK(0x81, 512),
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
	BULK(0x01, 512),
	BULK(0x81, 512),
};

static const char *const loopback_strings[] = {
	MANUFACTURER, "Loopback ∞ Übungsgerät", "0001-π", "Two interfaces",
	"Loopback",   "One interface",		NULL,
};

const struct cusb_virtual_model model_loopback = {
	.name = "loopback",
	.what = "sends back what it gets: bulk, interrupt, control; 2 configurations",
	.speed = CUSB_SPEED_HIGH,
	BYTES(loopback_descriptors),
	.langids = model_langids,
	.strings = loopback_strings,
	.state_size = sizeof(struct loopback),
	.control = loopback_control,
	LOOPBACK_FUNCTIONS,
};
