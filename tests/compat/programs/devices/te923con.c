/* SPDX-License-Identifier: MIT */
/*
 * 1130:6801, the weather station TE923: a HID device that is asked for memory.
 *
 * Output report: 05 af and the address, lowest byte first, then the exclusive or of af and the
 * address. The answer is 34 bytes: 5a, 32 bytes of memory, and the exclusive or of these 33. They
 * come as input reports of eight bytes, the first of which says how many of the others count.
 *
 * Numbers are binary coded decimals. A temperature is three of them: tenths and units, then tens
 * with 80 for above zero and 40 for a sensor that is there, then relative humidity.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define ANSWER_LENGTH 34
#define BLOCK_LENGTH  32
#define REPORT_LENGTH 8
#define INTERRUPT_IN  0x81

#define ADDRESS_STATUS	 0x00004c
#define ADDRESS_VERSIONS 0x000098
#define ADDRESS_LIVE	 0x020001

struct station {
	uint8_t answer[ANSWER_LENGTH];
	size_t left;		     /* bytes of it to send */
	bool live, status, versions; /* were read */
};

static const uint8_t batteries[] = {0x81}; /* of the rain gauge and the first sensor are good */
static const uint8_t versions[] = {0x10, 0x20, 0x30, 0x40, 0x50};

static const uint8_t live[] = {
	0x34, 0xc2, 0x45, /* indoors: 23.4 degrees, 45 % */
	0x81, 0x40, 0x87, /* sensor 1: -8.1 degrees, 87 % */
	0xaa, 0x00, 0xaa, /* sensors 2 to 5 are not there */
	0xaa, 0x00, 0xaa, 0xaa, 0x00, 0xaa,
	0xaa, 0x00, 0xaa, 0xaa, 0x0a, /* nor is the one for UV */
	0x50, 0x3f,		      /* 0x3f50 / 16 hPa */
	0x03,			      /* forecast */
	0x23, 0xc1,		      /* wind chill: 12.3 degrees */
	0x45, 0x01,		      /* gust: 14.5 miles per hour */
	0x67, 0x00,		      /* wind: 6.7 miles per hour */
	0x0b,			      /* from 247.5 degrees */
	0x2a, 0x01,		      /* rain counter: 298 */
};

static uint8_t xor_of(const uint8_t *bytes, size_t count)
{
	uint8_t sum = 0;

	while (count > 0)
		sum ^= bytes[--count];
	return sum;
}

static void reply(struct station *station, const uint8_t *memory, size_t length, bool *was_read)
{
	memset(station->answer, 0, sizeof station->answer);
	station->answer[0] = 0x5a;
	memcpy(station->answer + 1, memory, length);
	station->answer[1 + BLOCK_LENGTH] = xor_of(station->answer, 1 + BLOCK_LENGTH);
	station->left = ANSWER_LENGTH;
	*was_read = true;
}

static ssize_t ask(struct station *station, const uint8_t *report)
{
	if (report[0] != 0x05 || report[1] != 0xaf || xor_of(report + 1, 5) != 0)
		return -EPIPE;
	switch (report[2] | report[3] << 8 | report[4] << 16) {
	case ADDRESS_LIVE:
		reply(station, live, sizeof live, &station->live);
		break;
	case ADDRESS_STATUS:
		reply(station, batteries, sizeof batteries, &station->status);
		break;
	case ADDRESS_VERSIONS:
		reply(station, versions, sizeof versions, &station->versions);
		break;
	default:
		return -EPIPE;
	}
	return REPORT_LENGTH;
}

/* Usages of a vendor's page: eight bytes in, eight out. */
static const uint8_t report_descriptor[] = {
	0x06, 0xa0, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75,
	0x08, 0x95, 0x08, 0x09, 0x02, 0x81, 0x02, 0x09, 0x03, 0x91, 0x02, 0xc0,
};

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	switch (REQUEST(setup)) {
	case GET_INTERFACE_DESCRIPTOR:
		return answer(setup, data, report_descriptor, sizeof report_descriptor);
	case HID_SET_IDLE:
		return 0;
	case HID_SET_REPORT:
		return setup->wLength == REPORT_LENGTH ? ask(cusb_virtual_state(dev), data)
						       : -EPIPE;
	default:
		return -EPIPE;
	}
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct station *station = cusb_virtual_state(dev);
	size_t count = station->left < REPORT_LENGTH - 1 ? station->left : REPORT_LENGTH - 1;

	if (bEndpointAddress != INTERRUPT_IN || count == 0 || room < REPORT_LENGTH)
		return -EAGAIN;
	memset(packet, 0, REPORT_LENGTH);
	packet[0] = (uint8_t)count;
	memcpy(packet + 1, station->answer + ANSWER_LENGTH - station->left, count);
	station->left -= count;
	return REPORT_LENGTH;
}

static const char *missing(const void *state)
{
	const struct station *station = state;

	if (!station->live)
		return "the weather was not read";
	if (!station->status || !station->versions)
		return "the state of the batteries was not read";
	return station->left ? "an answer was not fetched" : NULL;
}

static const uint8_t descriptors[] = {
	DEVICE(0x0110, 8, 0x1130, 0x6801, 0x0101, 0), CONFIGURATION(9 + 9 + HID_LENGTH + 7, 1, 100),
	INTERFACE(0, 0, 1, CUSB_CLASS_HID, 0, 0),     HID(sizeof report_descriptor),
	INTERRUPT(INTERRUPT_IN, REPORT_LENGTH, 10),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Tenx Tech", "Weather Station TE923", NULL};

static const struct cusb_virtual_model model = {
	.name = "te923",
	.speed = CUSB_SPEED_LOW,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct station),
	.control = control,
	.in = in,
};

STAND_IN(te923con) = {
	.program = "te923con",
	.library = "libusb-0.1.so.4",
	.job = "took the station from usbhid and read the weather and the batteries",
	.model = &model,
	.driver = "usbhid",
	.takes = true,
	.repeats = true,
	.missing = missing,
};
