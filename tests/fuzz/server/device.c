/* SPDX-License-Identifier: MIT */
/* What the device of the server tells about itself. */
#include <string.h>

#include "input.h"
#include "server/server.h"

#define DEVICE_DESCRIPTOR_SIZE 18

/*
 * Endpoints 81 and 02 are bulk, 83 is interrupt, 84 and 05 are isochronous in a setting of their
 * own.
 */
static const uint8_t descriptors[] = {
	18,
	1,
	0,
	2,
	0xff,
	0,
	0,
	64,
	0xfe,
	0xff,
	0x77,
	0,
	0,
	1,
	1,
	2,
	3,
	1,
	/* configuration */
	9,
	2,
	71,
	0,
	2,
	1,
	0,
	0x80,
	50,
	9,
	4,
	0,
	0,
	3,
	0xff,
	0,
	0,
	0,
	7,
	5,
	0x81,
	2,
	0,
	2,
	0,
	7,
	5,
	0x02,
	2,
	0,
	2,
	0,
	7,
	5,
	0x83,
	3,
	8,
	0,
	4,
	9,
	4,
	1,
	0,
	0,
	0xff,
	0,
	0,
	0,
	9,
	4,
	1,
	1,
	2,
	0xff,
	0,
	0,
	0,
	7,
	5,
	0x84,
	1,
	0,
	1,
	1,
	7,
	5,
	0x05,
	1,
	0,
	1,
	1,
};
static const uint8_t text[] = {8, 3, 'a', 0, 'b', 0, 'c', 0};

bool device_is_isochronous(unsigned int ep)
{
	return ep == 4 || ep == 5;
}

struct usbip_device device_entry(void)
{
	struct usbip_device entry = {
		.busid = "1-1", .busnum = 1, .devnum = 2, .speed = 3, .bNumConfigurations = 1};

	if (input_says(128))
		strcpy(entry.path, USBIP_OWN_PATH);
	if (input_says(8))
		entry.busnum = input_word();
	if (input_says(8))
		entry.devnum = input_word();
	if (input_says(8))
		entry.speed = input_word();
	if (input_says(8))
		input_fill(entry.busid, 8);
	entry.bNumInterfaces = input_says(32) ? input_byte() : 0;
	return entry;
}

static size_t any_bytes(size_t room, const uint8_t **data)
{
	static uint8_t bytes[64];
	size_t length = input_byte() % sizeof bytes;

	input_fill(bytes, length);
	*data = bytes;
	return length < room ? length : room;
}

static size_t part_of(const uint8_t *bytes, size_t length, size_t room, const uint8_t **data)
{
	*data = bytes;
	return length < room ? length : room;
}

size_t device_answer(const struct cusb_setup *setup, size_t room, const uint8_t **data)
{
	*data = NULL;
	if (setup->bRequest == 6 && input_says(16))
		return any_bytes(room, data);
	if (setup->bRequest == 6 && setup->wValue >> 8 == 1)
		return part_of(descriptors, DEVICE_DESCRIPTOR_SIZE, room, data);
	if (setup->bRequest == 6 && setup->wValue >> 8 == 2)
		return part_of(descriptors + DEVICE_DESCRIPTOR_SIZE,
			       sizeof descriptors - DEVICE_DESCRIPTOR_SIZE, room, data);
	if (setup->bRequest == 6)
		return part_of(text, sizeof text, room, data);
	return room;
}
