/* SPDX-License-Identifier: MIT */
/*
 * fffe:0003: never takes, never answers; nor are vendor and class requests ever answered.
 */
#include <errno.h>

#include <cusb/util.h>

#include "virtual/models/models.h"

static ssize_t nak_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			   uint8_t *data)
{
	(void)dev;
	(void)data;
	return (setup->bmRequestType & CUSB_CTRL_TYPE_MASK) == CUSB_CTRL_TYPE_STANDARD ? -EPIPE
										       : -EAGAIN;
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x0003, 1),
	CONFIGURATION(LENGTH_PAIR + CUSB_ENDPOINT_DESC_SIZE, 1, 1, 0, 0, 50),
	INTERFACE(0, 0, 3, 0),
	BULK(0x01, 512),
	BULK(0x81, 512),
	INTERRUPT(0x82, 64, 4),
};

static const char *const strings[] = {MANUFACTURER, "Nak", "0003", NULL};

const struct cusb_virtual_model model_nak = {
	.name = "nak",
	.what = "never takes and never answers anything",
	.speed = CUSB_SPEED_HIGH,
	BYTES(descriptors),
	.langids = model_langids,
	.strings = strings,
	.control = nak_control,
};
