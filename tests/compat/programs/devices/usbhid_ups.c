/* SPDX-License-Identifier: MIT */
/*
 * 051d:0002, an uninterruptible power supply: a HID device of the pages "power device" and "battery
 * system", whose state is in feature reports and, when it changes, in input reports.
 */
#include <errno.h>

#include "../stand_in.h"
#include "bytes.h"

#define REPORT_IN 0x81
#define CHARGE	  1
#define STATUS	  2

struct supply {
	unsigned int asked[3]; /* by report */
};

/* A power summary with charge and run time in report 1, and bits of status in report 2. */
static const uint8_t report_descriptor[] = {
	0x05, 0x84,   0x09, 0x04, 0xa1, 0x01,				 /* UPS */
	0x09, 0x24,   0xa1, 0x02,					 /* power summary */
	0x85, CHARGE, 0x05, 0x85, 0x15, 0x00, 0x25, 0x64,		 /* 0 to 100 */
	0x09, 0x66,   0x75, 0x08, 0x95, 0x01, 0xb1, 0x02,		 /* remaining capacity */
	0x27, 0xff,   0xff, 0x00, 0x00, 0x09, 0x68, 0x75, 0x10, 0xb1, 2, /* run time to empty */
	0x85, STATUS, 0x05, 0x84, 0x09, 0x02, 0xa1, 0x02,		 /* present status */
	0x05, 0x85,   0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x01,	 /* bits */
	0x09, 0xd0,   0xb1, 0x02, 0x09, 0x44, 0xb1, 0x02,		 /* AC present, charging */
	0x09, 0x45,   0xb1, 0x02, 0x09, 0x42, 0xb1, 0x02,		 /* discharging, low */
	0x95, 0x04,   0xb1, 0x03,					 /* padding */
	0x95, 0x01,   0x09, 0xd0, 0x81, 0x02, 0x95, 0x07, 0x81, 0x03,	 /* AC present, sent */
	0xc0, 0xc0,   0xc0,
};

static ssize_t get_report(struct supply *supply, const struct cusb_setup *setup, uint8_t *data)
{
	static const uint8_t charge[] = {CHARGE, 87, LE16(1500)};
	static const uint8_t status[] = {STATUS, 0x03}; /* on line, charging */
	unsigned int report = setup->wValue & 0xff;

	if (report != CHARGE && report != STATUS)
		return -EPIPE;
	supply->asked[report]++;
	return report == CHARGE ? answer(setup, data, charge, sizeof charge)
				: answer(setup, data, status, sizeof status);
}

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	static const uint8_t hid[] = {HID(sizeof report_descriptor)};

	switch (REQUEST(setup)) {
	case GET_INTERFACE_DESCRIPTOR:
		return setup->wValue >> 8 == 0x21
			       ? answer(setup, data, hid, sizeof hid)
			       : answer(setup, data, report_descriptor, sizeof report_descriptor);
	case HID_GET_REPORT:
		return get_report(cusb_virtual_state(dev), setup, data);
	case HID_SET_IDLE:
		return 0;
	default:
		return -EPIPE;
	}
}

static const char *missing(const void *state)
{
	const struct supply *supply = state;

	if (!supply->asked[CHARGE])
		return "the charge of the battery was not read";
	return supply->asked[STATUS] ? NULL : "the status was not read";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0110, 8, 0x051d, 0x0002, 0x0106, 3),
	CONFIGURATION(9 + 9 + HID_LENGTH + 7, 1, 0),
	INTERFACE(0, 0, 1, CUSB_CLASS_HID, 0, 0),
	HID(sizeof report_descriptor),
	INTERRUPT(REPORT_IN, 8, 100),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Example Corp.", "Back-UPS 500 FW: 1.0", "4711", NULL};

static const struct cusb_virtual_model model = {
	.name = "ups",
	.speed = CUSB_SPEED_LOW,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct supply),
	.control = control,
};

STAND_IN(usbhid_ups) = {
	.program = "usbhid-ups",
	.job = "took a power supply from usbhid, and read its status and the charge of its battery",
	.model = &model,
	.driver = "usbhid",
	.takes = true,
	.missing = missing,
};
