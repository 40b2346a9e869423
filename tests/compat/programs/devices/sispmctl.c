/* SPDX-License-Identifier: MIT */
/*
 * 04b4:fd11, a power strip with four outlets that are switched one by one.
 *
 * It is a HID device without endpoints in all but name: feature report 3n is outlet n, two bytes
 * of number and state. Bit 0 of the state that is read says whether it is switched on, bit 1
 * whether the strip has mains. Writing 3 switches on, 0 off. Feature report 1 is the serial number,
 * five bytes of which the first is the report's number.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define FEATURE_REPORT 0x0300
#define SERIAL_REPORT  1
#define OUTLETS	       4
#define MAINS	       2

struct strip {
	bool on[OUTLETS + 1]; /* by the number printed beside the outlet */
	bool asked[OUTLETS + 1];
};

/* Which outlet a feature report is of, or 0. */
static unsigned int outlet_of(const struct cusb_setup *setup)
{
	unsigned int report = setup->wValue & 0xff;

	return report % 3 == 0 && report / 3 <= OUTLETS ? report / 3 : 0;
}

static ssize_t set_report(struct strip *strip, const struct cusb_setup *setup, const uint8_t *data)
{
	unsigned int outlet = outlet_of(setup);

	if (!outlet || setup->wLength < 2 || data[0] != 3 * outlet)
		return -EPIPE;
	strip->on[outlet] = data[1] == 3;
	return setup->wLength;
}

static ssize_t get_report(struct strip *strip, const struct cusb_setup *setup, uint8_t *data)
{
	static const uint8_t serial[5] = {SERIAL_REPORT, 0x01, 0x47, 0x11, 0x08};
	unsigned int outlet = outlet_of(setup);
	uint8_t state[2] = {(uint8_t)(3 * outlet), (uint8_t)(MAINS | strip->on[outlet])};

	if (setup->wValue == (FEATURE_REPORT | SERIAL_REPORT))
		return answer(setup, data, serial, sizeof serial);
	if (!outlet)
		return -EPIPE;
	strip->asked[outlet] = true;
	return answer(setup, data, state, sizeof state);
}

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	struct strip *strip = cusb_virtual_state(dev);

	if ((setup->wValue & 0xff00) != FEATURE_REPORT)
		return -EPIPE;
	switch (REQUEST(setup)) {
	case HID_SET_REPORT:
		return set_report(strip, setup, data);
	case HID_GET_REPORT:
		return get_report(strip, setup, data);
	default:
		return -EPIPE;
	}
}

static const char *missing(const void *state)
{
	const struct strip *strip = state;

	if (!strip->on[2])
		return "outlet 2 is off";
	if (strip->on[1] || strip->on[3] || strip->on[4])
		return "another outlet than 2 is on";
	for (unsigned int i = 1; i <= OUTLETS; i++)
		if (!strip->asked[i])
			return "the state of an outlet was not asked for";
	return NULL;
}

static const uint8_t descriptors[] = {
	DEVICE(0x0110, 8, 0x04b4, 0xfd11, 0x0100, 0),
	CONFIGURATION(9 + 9, 1, 100),
	INTERFACE(0, 0, 0, 0, 0, 0),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Gembird Electronics", "SiS-PM", NULL};

static const struct cusb_virtual_model model = {
	.name = "sispm",
	.speed = CUSB_SPEED_LOW,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct strip),
	.control = control,
};

STAND_IN(sispmctl) = {
	.program = "sispmctl",
	.library = "libusb-0.1.so.4",
	.job = "switched outlet 2 on and read all four back",
	.model = &model,
	.sets = 2,
	.missing = missing,
};
