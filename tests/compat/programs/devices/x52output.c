/* SPDX-License-Identifier: MIT */
/*
 * 06a3:0762, the joystick Saitek X52 Pro: a HID device with a display of three lines of 16
 * characters, and lights.
 *
 * All of these are set by vendor request 91 without data: wIndex says what, wValue is its new
 * state. d9, da and dc clear a line; d1, d2 and d4 append wValue's two characters to it, the lower
 * byte first. b8 switches light wValue >> 8 on or off; b1 is the brightness of the display, 128 at
 * most.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define OUTPUT_REQUEST	   0x4091
#define LINES		   3
#define LINE_LENGTH	   16
#define CLEAR_LINE	   0xd8
#define WRITE_LINE	   0xd0
#define LIGHT		   0xb8
#define DISPLAY_BRIGHTNESS 0xb1
#define TEXT		   "cusb stands in"

struct joystick {
	char lines[LINES][LINE_LENGTH + 1];
	uint32_t lights;
	uint16_t brightness;
};

/* Lines are bits, so that one request may be for several. */
static void clear_lines(struct joystick *joystick, unsigned int mask)
{
	for (unsigned int i = 0; i < LINES; i++)
		if (mask >> i & 1)
			memset(joystick->lines[i], 0, sizeof joystick->lines[i]);
}

static void append(struct joystick *joystick, unsigned int mask, uint16_t two)
{
	for (unsigned int i = 0; i < LINES; i++) {
		size_t length = strlen(joystick->lines[i]);

		if (!(mask >> i & 1) || length + 2 > LINE_LENGTH)
			continue;
		joystick->lines[i][length] = (char)(two & 0xff);
		joystick->lines[i][length + 1] = (char)(two >> 8);
	}
}

static ssize_t output(struct joystick *joystick, const struct cusb_setup *setup)
{
	unsigned int mask = setup->wIndex & 7;

	if ((setup->wIndex & ~7U) == CLEAR_LINE && mask)
		clear_lines(joystick, mask);
	else if ((setup->wIndex & ~7U) == WRITE_LINE && mask)
		append(joystick, mask, setup->wValue);
	else if (setup->wIndex == LIGHT && setup->wValue >> 8 < 32)
		joystick->lights = (joystick->lights & ~(UINT32_C(1) << (setup->wValue >> 8))) |
				   (uint32_t)(setup->wValue & 1) << (setup->wValue >> 8);
	else if (setup->wIndex == DISPLAY_BRIGHTNESS)
		joystick->brightness = setup->wValue;
	else
		return -EPIPE;
	return 0;
}

/* A joystick of two axes and eight buttons. */
static const uint8_t report_descriptor[] = {
	0x05, 0x01, 0x09, 0x04, 0xa1, 0x01, 0x09, 0x30, 0x09, 0x31, 0x15, 0x00,
	0x26, 0xff, 0x00, 0x75, 0x08, 0x95, 0x02, 0x81, 0x02, 0x05, 0x09, 0x19,
	0x01, 0x29, 0x08, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0xc0,
};

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	switch (REQUEST(setup)) {
	case GET_INTERFACE_DESCRIPTOR:
		return answer(setup, data, report_descriptor, sizeof report_descriptor);
	case HID_SET_IDLE:
		return 0;
	case OUTPUT_REQUEST:
		return output(cusb_virtual_state(dev), setup);
	default:
		return -EPIPE;
	}
}

static const char *missing(const void *state)
{
	const struct joystick *joystick = state;

	if (strncmp(joystick->lines[1], TEXT, strlen(TEXT)) != 0)
		return "the second line of the display does not say what it should";
	if (joystick->lights != 1 << 1)
		return "the first light is not on, or another is";
	return joystick->brightness == 64 ? NULL : "the display is not half as bright as can be";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 8, 0x06a3, 0x0762, 0x0111, 0),
	CONFIGURATION(9 + 9 + HID_LENGTH + 7, 1, 300),
	INTERFACE(0, 0, 1, CUSB_CLASS_HID, 0, 0),
	HID(sizeof report_descriptor),
	INTERRUPT(0x81, 16, 10),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Saitek", "X52 Pro Flight Control System", NULL};

static const struct cusb_virtual_model model = {
	.name = "x52pro",
	.speed = CUSB_SPEED_FULL,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct joystick),
	.control = control,
};

STAND_IN(x52output) = {
	.program = "x52output",
	.library = "libusb-0.1.so.4",
	.job = "wrote to the display of a joystick, switched a light on and dimmed the display",
	.model = &model,
	.driver = "usbhid",
	.missing = missing,
};
