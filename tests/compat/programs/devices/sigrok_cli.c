/* SPDX-License-Identifier: MIT */
/*
 * 0925:3881, the logic analyser Saleae Logic: an EZ-USB FX2 without firmware, see cycfx2prog.c, of
 * which the first setting alone is here. With the firmware fx2lafw in its RAM it leaves the bus
 * when the 8051 runs, with the first request that finds it so, and comes back as another device.
 *
 * Vendor requests of fx2lafw: b0 tells its version, b2 the revision of the chip, and b1 starts:
 * clock and width, and the time between two samples. The samples then come from endpoint 2. Here
 * they count, and end with the number that the program is told to take: it would fetch more until
 * it has stopped, and how many of them depends on the machine.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define FIRMWARE     "/usr/share/sigrok-firmware/fx2lafw-saleae-logic.fw"
#define RAM_SIZE     0x4000
#define CPUCS	     0xe600
#define CPUCS_HELD   0x01
#define BULK_IN	     0x82
#define PACKET_MAX   512
#define SAMPLE_COUNT 16384

enum request {
	WRITE_MEMORY = 0x40a0,
	GET_VERSION = 0xc0b0,
	START = 0x40b1,
	GET_REVISION = 0xc0b2,
};

struct analyser {
	uint8_t ram[RAM_SIZE];
	bool runs, started;
	size_t sent;
};

static ssize_t boot(struct cusb_virtual_device *dev, const struct cusb_setup *setup, uint8_t *data)
{
	struct analyser *analyser = cusb_virtual_state(dev);

	if (analyser->runs)
		return -ENODEV;
	if (REQUEST(setup) != WRITE_MEMORY)
		return -EPIPE;
	if (setup->wValue == CPUCS && setup->wLength == 1)
		analyser->runs = !(data[0] & CPUCS_HELD);
	else if (setup->wValue + setup->wLength <= RAM_SIZE)
		memcpy(analyser->ram + setup->wValue, data, setup->wLength);
	else
		return -EPIPE;
	return setup->wLength;
}

static ssize_t measure(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	struct analyser *analyser = cusb_virtual_state(dev);
	static const uint8_t version[] = {1, 4}, revision[] = {1};

	switch (REQUEST(setup)) {
	case GET_VERSION:
		return answer(setup, data, version, sizeof version);
	case GET_REVISION:
		return answer(setup, data, revision, sizeof revision);
	case START:
		analyser->started = true;
		return setup->wLength;
	default:
		return -EPIPE;
	}
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct analyser *analyser = cusb_virtual_state(dev);

	if (bEndpointAddress != BULK_IN || !analyser->started || analyser->sent == SAMPLE_COUNT)
		return -EAGAIN;
	for (size_t i = 0; i < room; i++)
		packet[i] = (uint8_t)(analyser->sent++ / 3);
	return (ssize_t)room;
}

static bool has_firmware(const struct analyser *analyser)
{
	FILE *file = fopen(FIRMWARE, "re");
	uint8_t wanted[RAM_SIZE];
	size_t length = file ? fread(wanted, 1, sizeof wanted, file) : 0;

	if (file)
		fclose(file);
	return length > 0 && memcmp(analyser->ram, wanted, length) == 0;
}

static const char *missing(const void *state)
{
	const struct analyser *analyser = state;

	if (!has_firmware(analyser))
		return "the RAM does not hold the firmware";
	if (!analyser->started)
		return "no measurement was started";
	return analyser->sent == SAMPLE_COUNT ? NULL : "not all samples were fetched";
}

/* Without strings, for which the program looks. */
static const uint8_t empty_descriptors[] = {
	CUSB_DEVICE_DESC_SIZE,
	CUSB_DESC_TYPE_DEVICE,
	LE16(0x0200),
	0xff,
	0xff,
	0xff,
	64,
	LE16(0x0925),
	LE16(0x3881),
	LE16(0x0001),
	0,
	0,
	0,
	1,
	CONFIGURATION(9 + 9, 1, 100),
	INTERFACE(0, 0, 0, 0xff, 0xff, 0xff),
};

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x0925, 0x3881, 0x0001, 0),
	CONFIGURATION(9 + 9 + 7, 1, 100),
	INTERFACE(0, 0, 1, 0xff, 0xff, 0xff),
	BULK(BULK_IN, PACKET_MAX),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"sigrok", "fx2lafw", NULL};

static const struct cusb_virtual_model empty = {
	.name = "logic-without-firmware",
	.speed = CUSB_SPEED_HIGH,
	.descriptors = empty_descriptors,
	.descriptors_length = sizeof empty_descriptors,
	.state_size = sizeof(struct analyser),
	.control = boot,
};

static const struct cusb_virtual_model fx2lafw = {
	.name = "fx2lafw",
	.speed = CUSB_SPEED_HIGH,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct analyser),
	.control = measure,
	.in = in,
};

STAND_IN(sigrok_cli) = {
	.program = "sigrok-cli",
	.job = "uploaded the firmware of a logic analyser, which came back with it, and took its "
	       "samples",
	.model = &empty,
	.other_model = &fx2lafw,
	.hurries = true,
	.missing = missing,
};
