/* SPDX-License-Identifier: MIT */
/*
 * PyUSB's tests know this device by heart: strings, numbers, and three alternate settings of a
 * bulk, an interrupt and an isochronous pair of endpoints. It behaves as the model "loopback", with
 * other numbers of its vendor requests.
 */
#include <errno.h>

#include "device.h"

#define SET_VENDOR_BUFFER 0x10
#define GET_VENDOR_BUFFER 0x11
/* Those of the model "loopback". */
#define STORE  0
#define RETURN 1

#define SETTING(number) 9, 4, 0, number, 2, 0, 0, 0, 0
#define PAIR(number, type, size, interval)                                                         \
	7, 5, number, type, size, 0, interval, 7, 5, 0x80 | (number), type, size, 0, interval

static const uint8_t descriptors[] = {
	18,
	1,
	0x00,
	0x02,
	0,
	0,
	0,
	8,
	0xd8,
	0x04,
	0x2e,
	0xfa,
	0x01,
	0x00,
	1,
	2,
	3,
	1,
	/* The configuration: self-powered, 100 mA. */
	9,
	2,
	78,
	0,
	1,
	1,
	0,
	0xc0,
	50,
	SETTING(0),
	PAIR(1, CUSB_ENDPOINT_TYPE_BULK, 16, 0),
	SETTING(1),
	PAIR(2, CUSB_ENDPOINT_TYPE_INTR, 16, 1),
	SETTING(2),
	PAIR(3, CUSB_ENDPOINT_TYPE_ISO, 64, 1),
};

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	struct cusb_setup request = *setup;

	if (setup->bmRequestType == 0x40 && setup->bRequest == SET_VENDOR_BUFFER)
		request.bRequest = STORE;
	else if (setup->bmRequestType == 0xc0 && setup->bRequest == GET_VENDOR_BUFFER)
		request.bRequest = RETURN;
	else
		return -EPIPE;
	return cusb_virtual_find_model("loopback")->control(dev, &request, data);
}

const struct cusb_virtual_model *pyusb_device(void)
{
	static const uint16_t langids[] = {0x0409, 0};
	static const char *const strings[] = {"Travis Robinson", "Benchmark Device", "0001", NULL};
	static struct cusb_virtual_model model;

	model = *cusb_virtual_find_model("loopback");
	model.name = "pyusb";
	model.speed = CUSB_SPEED_FULL;
	model.descriptors = descriptors;
	model.descriptors_length = sizeof descriptors;
	model.langids = langids;
	model.strings = strings;
	model.control = control;
	return &model;
}
