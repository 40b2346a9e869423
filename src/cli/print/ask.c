/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <cusb/control.h>
#include <cusb/util.h>

#include "ask.h"

#define FROM_DEVICE    0x80
#define FROM_INTERFACE 0x81
#define FROM_HUB       0xa0 /* a class request to the device */

#define QUALIFIER_SIZE	   10
#define HUB_STATUS_SIZE	   4
#define DEVICE_STATUS_SIZE 2
#define GROUP_TERMINAL	   0x26
#define MIDI_STREAMING	   3		      /* a subclass of audio */
#define MIDI_2_HEADER	   "\x24\x01\x00\x02" /* type, subtype, bcdMSC */
#define HID_TYPES	   6 /* in a HID descriptor: type and size of each further one */
#define HID_TYPE_SIZE	   3

struct cusb_setup ask_setup(struct cusb_device *dev, enum question question)
{
	bool super = cusb_device_speed(dev) >= CUSB_SPEED_SUPER;
	unsigned int hub = super ? CUSB_DESC_TYPE_SUPERSPEED_HUB : CUSB_DESC_TYPE_HUB;
	const struct cusb_setup setups[] = {
		[ASK_QUALIFIER] = {FROM_DEVICE, CUSB_REQ_GET_DESCRIPTOR,
				   CUSB_DESC_TYPE_DEVICE_QUALIFIER << 8, 0, QUALIFIER_SIZE},
		[ASK_HUB] = {FROM_HUB, CUSB_REQ_GET_DESCRIPTOR, (uint16_t)(hub << 8), 0, ASK_SIZE},
		[ASK_HUB_STATUS] = {FROM_HUB, CUSB_REQ_GET_STATUS, 0, 0, HUB_STATUS_SIZE},
		[ASK_DEVICE_STATUS] = {FROM_DEVICE, CUSB_REQ_GET_STATUS, 0, 0, DEVICE_STATUS_SIZE},
	};

	return setups[question];
}

ssize_t ask(struct cusb_device *dev, const struct cusb_setup *setup, uint8_t *bytes)
{
	return cusb_ctrl_transfer(dev, setup->bmRequestType, setup->bRequest, setup->wValue,
				  setup->wIndex, bytes, setup->wLength, CUSB_DEFAULT_TIMEOUT);
}

/* The size of the report descriptor that a HID descriptor tells of; 0: there is none. */
static unsigned int report_size(const uint8_t *extra, size_t length)
{
	for (const uint8_t *e = cusb_extra_next(extra, length, NULL); e;
	     e = cusb_extra_next(extra, length, e))
		for (unsigned int at = HID_TYPES;
		     e[1] == CUSB_DESC_TYPE_HID && at + HID_TYPE_SIZE <= e[0]; at += HID_TYPE_SIZE)
			if (e[at] == CUSB_DESC_TYPE_REPORT)
				return (unsigned int)(e[at + 1] | e[at + 2] << 8);
	return 0;
}

struct cusb_setup ask_report_setup(const struct cusb_interface *intf)
{
	unsigned int size = report_size(intf->extra, intf->extra_length);

	if (size == 0 && intf->endpoint_count > 0)
		size = report_size(intf->endpoints->extra, intf->endpoints->extra_length);
	if (size > ASK_REPORT_SIZE)
		size = ASK_REPORT_SIZE;
	return (struct cusb_setup){FROM_INTERFACE, CUSB_REQ_GET_DESCRIPTOR,
				   CUSB_DESC_TYPE_REPORT << 8, intf->bInterfaceNumber,
				   (uint16_t)size};
}

static bool is_midi_2(const struct cusb_interface *intf)
{
	const uint8_t *e = NULL;

	if (intf->bInterfaceClass != CUSB_CLASS_AUDIO || intf->bInterfaceSubClass != MIDI_STREAMING)
		return false;
	while ((e = cusb_extra_next(intf->extra, intf->extra_length, e)))
		if (e[0] > 4 && memcmp(e + 1, MIDI_2_HEADER, 4) == 0)
			return true;
	return false;
}

struct cusb_setup ask_blocks_setup(const struct cusb_interface *intf)
{
	return (struct cusb_setup){FROM_INTERFACE, CUSB_REQ_GET_DESCRIPTOR,
				   (uint16_t)(GROUP_TERMINAL << 8 | intf->bAlternateSetting),
				   intf->bInterfaceNumber, is_midi_2(intf) ? ASK_BLOCKS_SIZE : 0};
}
