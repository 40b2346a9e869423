/* SPDX-License-Identifier: MIT */
/*
 * USB 2.0 9.4 and 11.24, USB 3.2 9.4 and 10.16; of other classes the requests whose numbers no
 * other class uses: HID 1.11 7.2, CDC PSTN 1.2 6.3, Mass Storage BBB 3.
 */
#include <stdio.h>

#include <cusb/control.h>
#include <cusb/util.h>

#include "cli/traffic/request_text.h"

#define ANY_RECIPIENT 0xff

static const struct {
	uint8_t type, recipient; /* CUSB_CTRL_TYPE_*; CUSB_CTRL_RECIPIENT_* or ANY_RECIPIENT */
	uint8_t bRequest;
	const char *name;
} requests[] = {
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x00, "GET_STATUS"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x01, "CLEAR_FEATURE"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x03, "SET_FEATURE"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x05, "SET_ADDRESS"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x06, "GET_DESCRIPTOR"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x07, "SET_DESCRIPTOR"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x08, "GET_CONFIGURATION"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x09, "SET_CONFIGURATION"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x0a, "GET_INTERFACE"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x0b, "SET_INTERFACE"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x0c, "SYNCH_FRAME"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x30, "SET_SEL"},
	{CUSB_CTRL_TYPE_STANDARD, ANY_RECIPIENT, 0x31, "SET_ISOCH_DELAY"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_DEVICE, 0x00, "hub GET_STATUS"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_DEVICE, 0x06, "hub GET_DESCRIPTOR"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_DEVICE, 0x0c, "hub SET_DEPTH"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_OTHER, 0x00, "port GET_STATUS"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_OTHER, 0x01, "port CLEAR_FEATURE"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_OTHER, 0x03, "port SET_FEATURE"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_INTERFACE, 0x09, "HID SET_REPORT"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_INTERFACE, 0x0a, "HID SET_IDLE"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_INTERFACE, 0x0b, "HID SET_PROTOCOL"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_INTERFACE, 0x20, "CDC SET_LINE_CODING"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_INTERFACE, 0x21, "CDC GET_LINE_CODING"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_INTERFACE, 0x22, "CDC SET_CONTROL_LINE_STATE"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_INTERFACE, 0x23, "CDC SEND_BREAK"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_INTERFACE, 0xfe, "storage GET_MAX_LUN"},
	{CUSB_CTRL_TYPE_CLASS, CUSB_CTRL_RECIPIENT_INTERFACE, 0xff, "storage RESET"},
};

static const struct {
	uint8_t type;
	const char *name;
} descriptors[] = {
	{CUSB_DESC_TYPE_DEVICE, "device"},
	{CUSB_DESC_TYPE_CONFIG, "configuration"},
	{CUSB_DESC_TYPE_STRING, "string"},
	{CUSB_DESC_TYPE_DEVICE_QUALIFIER, "device qualifier"},
	{CUSB_DESC_TYPE_OTHER_SPEED_CONFIG, "other speed configuration"},
	{CUSB_DESC_TYPE_BOS, "BOS"},
	{CUSB_DESC_TYPE_HID, "HID"},
	{CUSB_DESC_TYPE_REPORT, "HID report"},
	{CUSB_DESC_TYPE_HUB, "hub"},
	{CUSB_DESC_TYPE_SUPERSPEED_HUB, "SuperSpeed hub"},
};

struct cusb_setup setup_of(const uint8_t bytes[8])
{
	return (struct cusb_setup){bytes[0], bytes[1], (uint16_t)(bytes[2] | bytes[3] << 8),
				   (uint16_t)(bytes[4] | bytes[5] << 8),
				   (uint16_t)(bytes[6] | bytes[7] << 8)};
}

const char *request_name(const struct cusb_setup *setup)
{
	unsigned int type = setup->bmRequestType & CUSB_CTRL_TYPE_MASK;
	unsigned int recipient = setup->bmRequestType & CUSB_CTRL_RECIPIENT_MASK;

	for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
		if (requests[i].type == type && requests[i].bRequest == setup->bRequest &&
		    (requests[i].recipient == ANY_RECIPIENT || requests[i].recipient == recipient))
			return requests[i].name;
	return NULL;
}

static const char *descriptor_name(unsigned int type)
{
	for (size_t i = 0; i < sizeof descriptors / sizeof descriptors[0]; i++)
		if (descriptors[i].type == type)
			return descriptors[i].name;
	return NULL;
}

/* The request alone: its name, or its type and its number. */
static int begin_text(const struct cusb_setup *setup, char *text, size_t size)
{
	static const char *const types[] = {"standard", "class", "vendor", "reserved"};
	const char *name = request_name(setup);

	if (name)
		return snprintf(text, size, "%s", name);
	return snprintf(text, size, "%s request %02x",
			types[(setup->bmRequestType & CUSB_CTRL_TYPE_MASK) >> 5], setup->bRequest);
}

void request_text(const struct cusb_setup *setup, char text[REQUEST_TEXT_SIZE])
{
	const char *name = descriptor_name(setup->wValue >> 8);
	size_t size = REQUEST_TEXT_SIZE;
	size_t used = (size_t)begin_text(setup, text, size);

	if (setup->bRequest == CUSB_REQ_GET_DESCRIPTOR && request_name(setup) && name)
		used += (size_t)snprintf(text + used, size - used, " %s %u", name,
					 setup->wValue & 0xff);
	else
		used += (size_t)snprintf(text + used, size - used, " value %04x", setup->wValue);
	if (setup->wIndex)
		used += (size_t)snprintf(text + used, size - used, " index %04x", setup->wIndex);
	if (setup->wLength)
		snprintf(text + used, size - used, ", %u bytes", setup->wLength);
}
