/* SPDX-License-Identifier: MIT */
/*
 * 046d:c01d, the mouse Logitech MX510: an ordinary HID mouse that stays with its driver, with
 * vendor requests for what the sensor does.
 *
 * Request 02 sets (40) feature wValue to wIndex, request 01 reads (c0) it, one byte. Feature 0e is
 * the resolution, in steps of 400 cpi from 2 on; feature 17 whether the wheel's buttons scroll.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define SET_FEATURE_REQUEST 0x4002
#define GET_FEATURE_REQUEST 0xc001
#define RESOLUTION	    0x0e
#define RESOLUTION_400	    3
#define RESOLUTION_800	    4
#define SMART_SCROLL	    0x17

struct mouse {
	bool plugged_in;
	uint8_t resolution, smart_scroll;
	bool resolution_read, smart_scroll_read;
};

/* A mouse of three buttons and a wheel. */
static const uint8_t report_descriptor[] = {
	0x05, 0x01, 0x09, 0x02, 0xa1, 0x01, 0x09, 0x01, 0xa1, 0x00, 0x05, 0x09, 0x19,
	0x01, 0x29, 0x03, 0x15, 0x00, 0x25, 0x01, 0x95, 0x03, 0x75, 0x01, 0x81, 0x02,
	0x95, 0x01, 0x75, 0x05, 0x81, 0x01, 0x05, 0x01, 0x09, 0x30, 0x09, 0x31, 0x09,
	0x38, 0x15, 0x81, 0x25, 0x7f, 0x75, 0x08, 0x95, 0x03, 0x81, 0x06, 0xc0, 0xc0,
};

static ssize_t set_feature(struct mouse *mouse, const struct cusb_setup *setup)
{
	if (setup->wValue == RESOLUTION)
		mouse->resolution = (uint8_t)setup->wIndex;
	else if (setup->wValue == SMART_SCROLL)
		mouse->smart_scroll = (uint8_t)setup->wIndex;
	else
		return -EPIPE;
	return 0;
}

static ssize_t get_feature(struct mouse *mouse, const struct cusb_setup *setup, uint8_t *data)
{
	if (setup->wValue == RESOLUTION) {
		mouse->resolution_read = true;
		return answer(setup, data, &mouse->resolution, 1);
	}
	if (setup->wValue == SMART_SCROLL) {
		mouse->smart_scroll_read = true;
		return answer(setup, data, &mouse->smart_scroll, 1);
	}
	return -EPIPE;
}

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	struct mouse *mouse = cusb_virtual_state(dev);

	switch (REQUEST(setup)) {
	case GET_INTERFACE_DESCRIPTOR:
		return answer(setup, data, report_descriptor, sizeof report_descriptor);
	case HID_SET_IDLE:
		return 0;
	case SET_FEATURE_REQUEST:
		return set_feature(mouse, setup);
	case GET_FEATURE_REQUEST:
		return get_feature(mouse, setup, data);
	default:
		return -EPIPE;
	}
}

static void restart(struct cusb_virtual_device *dev)
{
	struct mouse *mouse = cusb_virtual_state(dev);

	if (!mouse->plugged_in)
		mouse->resolution = RESOLUTION_400;
	mouse->plugged_in = true;
}

static const char *missing(const void *state)
{
	const struct mouse *mouse = state;

	if (mouse->resolution != RESOLUTION_800)
		return "the resolution is not 800 cpi";
	if (!mouse->smart_scroll)
		return "smart scroll is off";
	if (!mouse->resolution_read || !mouse->smart_scroll_read)
		return "not all was read back";
	return NULL;
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 8, 0x046d, 0xc01d, 0x2200, 0),
	CONFIGURATION(9 + 9 + HID_LENGTH + 7, 1, 98),
	INTERFACE(0, 0, 1, CUSB_CLASS_HID, 1, 2),
	HID(sizeof report_descriptor),
	INTERRUPT(0x81, 4, 10),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Logitech", "USB-PS/2 Optical Mouse", NULL};

static const struct cusb_virtual_model model = {
	.name = "mx510",
	.speed = CUSB_SPEED_LOW,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct mouse),
	.control = control,
	.restart = restart,
};

STAND_IN(lomoco) = {
	.program = "lomoco",
	.library = "libusb-0.1.so.4",
	.job = "set resolution and scrolling of a mouse that stays with usbhid, and read them back",
	.model = &model,
	.driver = "usbhid",
	.missing = missing,
};
