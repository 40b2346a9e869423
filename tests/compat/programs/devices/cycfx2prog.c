/* SPDX-License-Identifier: MIT */
/*
 * 04b4:8613, the Cypress EZ-USB FX2 as it comes up without firmware: an 8051 with 16 KiB of RAM at
 * 0000, held in reset and filled over USB.
 *
 * Vendor request a0 writes (40) and reads (c0) memory at wValue. Bit 0 of e600, CPUCS, holds the
 * 8051. The default device has four settings of one interface: without endpoints, bulk, with
 * interrupt and with isochronous ones. The firmware that is uploaded here sends back on endpoint 6
 * what it gets on endpoint 2; it does so as soon as it is in RAM and the 8051 runs.
 */
#include <errno.h>
#include <string.h>

#include "../firmware.h"
#include "../stand_in.h"
#include "bytes.h"

#define FIRMWARE       "/firmware/fx2_loop.ihx"
#define MEMORY_REQUEST 0xa0
#define RAM_SIZE       0x4000
#define CPUCS	       0xe600
#define CPUCS_HELD     0x01
#define EP2_OUT	       0x02
#define EP6_IN	       0x86
#define PACKET_MAX     512

struct fx2 {
	uint8_t ram[RAM_SIZE];
	bool released; /* 8051 not in reset */
	uint8_t packet[PACKET_MAX];
	size_t length;
	bool full;
	bool fetched;
	size_t read; /* bytes of RAM that were read */
};

static bool runs(const struct fx2 *fx2)
{
	return fx2->released && firmware_is(FIRMWARE, fx2->ram, sizeof fx2->ram);
}

static ssize_t write_memory(struct fx2 *fx2, const struct cusb_setup *setup, const uint8_t *data)
{
	if (setup->wValue == CPUCS && setup->wLength == 1)
		fx2->released = !(data[0] & CPUCS_HELD);
	else if (setup->wValue + setup->wLength <= RAM_SIZE)
		memcpy(fx2->ram + setup->wValue, data, setup->wLength);
	else
		return -EPIPE;
	return setup->wLength;
}

static ssize_t read_memory(struct fx2 *fx2, const struct cusb_setup *setup, uint8_t *data)
{
	if (setup->wValue + setup->wLength > RAM_SIZE)
		return -EPIPE;
	fx2->read += setup->wLength;
	return answer(setup, data, fx2->ram + setup->wValue, setup->wLength);
}

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	struct fx2 *fx2 = cusb_virtual_state(dev);

	switch (REQUEST(setup)) {
	case 0x4000 | MEMORY_REQUEST:
		return write_memory(fx2, setup, data);
	case 0xc000 | MEMORY_REQUEST:
		return read_memory(fx2, setup, data);
	default:
		return -EPIPE;
	}
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	struct fx2 *fx2 = cusb_virtual_state(dev);

	if (bEndpointAddress != EP2_OUT || fx2->full || !runs(fx2))
		return -EAGAIN;
	memcpy(fx2->packet, packet, length);
	fx2->length = length;
	fx2->full = true;
	return 0;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct fx2 *fx2 = cusb_virtual_state(dev);

	if (bEndpointAddress != EP6_IN || !fx2->full || fx2->length > room)
		return -EAGAIN;
	memcpy(packet, fx2->packet, fx2->length);
	fx2->full = false;
	fx2->fetched = true;
	return (ssize_t)fx2->length;
}

static const char *missing(const void *state)
{
	const struct fx2 *fx2 = state;

	if (!firmware_is(FIRMWARE, fx2->ram, sizeof fx2->ram))
		return "the RAM does not hold the firmware";
	if (!fx2->read)
		return "the RAM was not read back";
	if (!fx2->released)
		return "the 8051 does not run";
	if (!fx2->fetched)
		return "nothing was sent to the firmware and fetched from it";
	return NULL;
}

#define SETTING_LENGTH (9 + 6 * 7)

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x04b4, 0x8613, 0xa001, 0),
	CONFIGURATION(9 + 9 + 3 * SETTING_LENGTH, 1, 100),
	INTERFACE(0, 0, 0, 0xff, 0xff, 0xff),
	INTERFACE(0, 1, 6, 0xff, 0xff, 0xff),
	BULK(0x01, 512),
	BULK(0x81, 512),
	BULK(EP2_OUT, 512),
	BULK(0x04, 512),
	BULK(EP6_IN, 512),
	BULK(0x88, 512),
	INTERFACE(0, 2, 6, 0xff, 0xff, 0xff),
	INTERRUPT(0x01, 64, 1),
	INTERRUPT(0x81, 64, 1),
	INTERRUPT(EP2_OUT, 512, 1),
	BULK(0x04, 512),
	INTERRUPT(EP6_IN, 512, 1),
	BULK(0x88, 512),
	INTERFACE(0, 3, 6, 0xff, 0xff, 0xff),
	INTERRUPT(0x01, 64, 1),
	INTERRUPT(0x81, 64, 1),
	ISOCHRONOUS(EP2_OUT, 512, 1),
	BULK(0x04, 512),
	ISOCHRONOUS(EP6_IN, 512, 1),
	BULK(0x88, 512),
};

static const struct cusb_virtual_model model = {
	.name = "fx2",
	.speed = CUSB_SPEED_HIGH,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.state_size = sizeof(struct fx2),
	.control = control,
	.out = out,
	.in = in,
};

STAND_IN(cycfx2prog) = {
	.program = "cycfx2prog",
	.library = "libusb-0.1.so.4",
	.job = "uploaded firmware, dumped it back, started it and moved data through it",
	.model = &model,
	.missing = missing,
};
