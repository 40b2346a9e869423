/* SPDX-License-Identifier: MIT */
/*
 * 1770:ff00, the lights below a keyboard: a HID device with a feature report of eight bytes, which
 * begins with 01 02 and ends with ec. 42, region, colour and level set a region, 41 and a number
 * the mode, which makes the colours valid.
 *
 * msi-keyboard reaches it through hidapi, which waits for input reports in a thread of its own
 * meanwhile.
 */
#include <errno.h>

#include "../stand_in.h"
#include "bytes.h"

#define FEATURE_REPORT 0x0301
#define REPORT_LENGTH  8
#define SET_MODE       0x41
#define SET_REGION     0x42
#define RED	       1
#define BLUE	       6
#define REGIONS	       3

struct lights {
	uint8_t colours[REGIONS + 1]; /* left, middle, right, from 1 */
	bool valid;
};

/* A vendor's usages: reports of eight bytes in and as a feature. */
static const uint8_t report_descriptor[] = {
	0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x85, 0x01, 0x15, 0x00, 0x26, 0xff, 0x00,
	0x75, 0x08, 0x95, 0x07, 0x09, 0x01, 0x81, 0x02, 0x09, 0x02, 0xb1, 0x02, 0xc0,
};

static ssize_t set_report(struct lights *lights, const struct cusb_setup *setup,
			  const uint8_t *report)
{
	if (setup->wValue != FEATURE_REPORT || setup->wLength != REPORT_LENGTH || report[0] != 1 ||
	    report[1] != 2 || report[REPORT_LENGTH - 1] != 0xec)
		return -EPIPE;
	if (report[2] == SET_MODE)
		lights->valid = true;
	else if (report[2] == SET_REGION && report[3] <= REGIONS)
		lights->colours[report[3]] = report[4];
	else
		return -EPIPE;
	return REPORT_LENGTH;
}

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	switch (REQUEST(setup)) {
	case GET_INTERFACE_DESCRIPTOR:
		return answer(setup, data, report_descriptor, sizeof report_descriptor);
	case HID_SET_IDLE:
		return 0;
	case HID_SET_REPORT:
		return set_report(cusb_virtual_state(dev), setup, data);
	default:
		return -EPIPE;
	}
}

static const char *missing(const void *state)
{
	const struct lights *lights = state;

	if (lights->colours[1] != RED || lights->colours[3] != BLUE)
		return "the colours were not set";
	return lights->valid ? NULL : "the mode was not set";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x1770, 0xff00, 0x0110, 0),
	CONFIGURATION(9 + 9 + HID_LENGTH + 7, 1, 100),
	INTERFACE(0, 0, 1, CUSB_CLASS_HID, 0, 0),
	HID(sizeof report_descriptor),
	INTERRUPT(0x81, REPORT_LENGTH, 10),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"MSI", "EPF USB", NULL};

static const struct cusb_virtual_model model = {
	.name = "lights",
	.speed = CUSB_SPEED_FULL,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct lights),
	.control = control,
};

STAND_IN(msi_keyboard) = {
	.program = "msi-keyboard",
	.job = "through hidapi, coloured two regions of a keyboard, and gave it back",
	.model = &model,
	.driver = "usbhid",
	.missing = missing,
};
