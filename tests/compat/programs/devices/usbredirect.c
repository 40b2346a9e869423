/* SPDX-License-Identifier: MIT */
/*
 * fffe:0012, a device with an endpoint of each kind, for a program that passes a device on.
 *
 * The endpoints are in setting 1 of its interface. Endpoints 81 and 84 count, packet by packet, up
 * to a number of packets. Endpoint 83 sends back what was written to 03. Once all packets that are
 * expected of 02 have come, it sends their sum. Vendor requests 1 and 2 set and get four bytes.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define ISO_IN	      0x81
#define ISO_OUT	      0x02
#define BULK_OUT      0x03
#define BULK_IN	      0x83
#define INTERRUPT_IN  0x84
#define ISO_MAX	      64
#define BULK_MAX      512
#define INTERRUPT_MAX 8
#define ISO_PACKETS   64 /* each way */
#define REPORTS	      3
#define SET_BYTES     0x4001
#define GET_BYTES     0xc002

struct all_kinds {
	uint8_t bytes[4];
	unsigned int iso_sent, iso_received, reports;
	uint8_t sum;
	bool sum_told;
	uint8_t packet[BULK_MAX]; /* that goes back */
	size_t length;
	bool full, looped;
};

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	struct all_kinds *kinds = cusb_virtual_state(dev);

	switch (REQUEST(setup)) {
	case SET_BYTES:
		if (setup->wLength != sizeof kinds->bytes)
			return -EPIPE;
		memcpy(kinds->bytes, data, sizeof kinds->bytes);
		return setup->wLength;
	case GET_BYTES:
		return answer(setup, data, kinds->bytes, sizeof kinds->bytes);
	default:
		return -EPIPE;
	}
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	struct all_kinds *kinds = cusb_virtual_state(dev);

	if (bEndpointAddress == ISO_OUT) {
		kinds->iso_received++;
		for (size_t i = 0; i < length; i++)
			kinds->sum += packet[i];
		return 0;
	}
	if (kinds->full)
		return -EAGAIN;
	memcpy(kinds->packet, packet, length);
	kinds->length = length;
	kinds->full = true;
	return 0;
}

static ssize_t count(unsigned int *sent, unsigned int limit, uint8_t *packet, size_t length)
{
	if (*sent == limit)
		return -EAGAIN;
	memset(packet, (int)++*sent, length);
	return (ssize_t)length;
}

static ssize_t read_back(struct all_kinds *kinds, uint8_t *packet)
{
	if (kinds->full) {
		memcpy(packet, kinds->packet, kinds->length);
		kinds->full = false;
		kinds->looped = true;
		return (ssize_t)kinds->length;
	}
	if (kinds->iso_received < ISO_PACKETS || kinds->sum_told)
		return -EAGAIN;
	packet[0] = kinds->sum;
	kinds->sum_told = true;
	return 1;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct all_kinds *kinds = cusb_virtual_state(dev);

	switch (bEndpointAddress) {
	case ISO_IN:
		return count(&kinds->iso_sent, ISO_PACKETS, packet, room);
	case INTERRUPT_IN:
		return count(&kinds->reports, REPORTS, packet, INTERRUPT_MAX);
	default:
		return read_back(kinds, packet);
	}
}

static const char *missing(const void *state)
{
	const struct all_kinds *kinds = state;

	if (memcmp(kinds->bytes, "\x0c\x05\x0b\x01", sizeof kinds->bytes) != 0)
		return "the control request has not come";
	if (!kinds->looped)
		return "nothing was written and read back";
	if (kinds->reports < REPORTS)
		return "not all reports were read";
	if (kinds->iso_sent < ISO_PACKETS)
		return "not all isochronous packets were read";
	return kinds->sum_told ? NULL : "not all isochronous packets were written";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0xfffe, 0x0012, 0x0100, 3),
	CONFIGURATION(9 + 2 * 9 + 5 * 7, 1, 100),
	INTERFACE(0, 0, 0, 0xff, 0, 0),
	INTERFACE(0, 1, 5, 0xff, 0, 0),
	ISOCHRONOUS(ISO_IN, ISO_MAX, 1),
	ISOCHRONOUS(ISO_OUT, ISO_MAX, 1),
	BULK(BULK_OUT, BULK_MAX),
	BULK(BULK_IN, BULK_MAX),
	INTERRUPT(INTERRUPT_IN, INTERRUPT_MAX, 4),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Stand-in", "All kinds", "0001", NULL};

static const struct cusb_virtual_model model = {
	.name = "all-kinds",
	.speed = CUSB_SPEED_HIGH,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct all_kinds),
	.control = control,
	.out = out,
	.in = in,
};

STAND_IN(usbredirect) = {
	.program = "usbredirect",
	.job = "passed a device on: control, bulk, interrupt and isochronous streams both ways",
	.model = &model,
	.missing = missing,
};
