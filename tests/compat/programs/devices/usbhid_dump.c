/* SPDX-License-Identifier: MIT */
/*
 * A HID device of a vendor's own page, which has three reports to send and stalls then: that ends
 * usbhid-dump, whose own end by a time limit would depend on the machine.
 */
#include <errno.h>

#include "../stand_in.h"
#include "bytes.h"

#define REPORT_IN     0x81
#define REPORT_LENGTH 8
#define REPORTS	      3

struct pad {
	uint8_t sent;
};

/* A vendor's usages: a report of eight bytes in. */
static const uint8_t report_descriptor[] = {
	0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff,
	0x00, 0x75, 0x08, 0x95, 0x08, 0x09, 0x01, 0x81, 0x02, 0xc0,
};

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	(void)dev;
	switch (REQUEST(setup)) {
	case GET_INTERFACE_DESCRIPTOR:
		return answer(setup, data, report_descriptor, sizeof report_descriptor);
	case HID_SET_IDLE:
	case HID_SET_PROTOCOL:
		return 0;
	default:
		return -EPIPE;
	}
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct pad *pad = cusb_virtual_state(dev);

	if (bEndpointAddress != REPORT_IN || room < REPORT_LENGTH)
		return -EAGAIN;
	if (pad->sent == REPORTS)
		return -EPIPE;
	for (uint8_t i = 0; i < REPORT_LENGTH; i++)
		packet[i] = (uint8_t)(pad->sent << 4 | i);
	pad->sent++;
	return REPORT_LENGTH;
}

static const char *missing(const void *state)
{
	return ((const struct pad *)state)->sent == REPORTS ? NULL : "not all reports were fetched";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0110, 64, 0xfffe, 0x0a01, 0x0100, 0),
	CONFIGURATION(9 + 9 + HID_LENGTH + 7, 1, 100),
	INTERFACE(0, 0, 1, CUSB_CLASS_HID, 0, 0),
	HID(sizeof report_descriptor),
	INTERRUPT(REPORT_IN, REPORT_LENGTH, 4),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Example Corp.", "Pad", NULL};

static const struct cusb_virtual_model model = {
	.name = "pad",
	.speed = CUSB_SPEED_FULL,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct pad),
	.control = control,
	.in = in,
};

STAND_IN(usbhid_dump) = {
	.program = "usbhid-dump",
	.job = "took a device from usbhid, dumped its report descriptor and its reports, and gave "
	       "it back",
	.model = &model,
	.driver = "usbhid",
	.missing = missing,
};
