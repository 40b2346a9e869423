/* SPDX-License-Identifier: MIT */
/*
 * 16c0:0478, HalfKay: the boot loader of the Teensy 3.0, a HID device that is written to flash
 * with.
 *
 * An output report is 64 bytes of header and 1024 of flash; the header begins with the address,
 * three bytes, lowest first. Address ffffff starts what is in the flash.
 */
#include <errno.h>
#include <string.h>

#include "../firmware.h"
#include "../stand_in.h"
#include "bytes.h"

#define FIRMWARE      "/firmware/teensy_blink.hex"
#define FLASH_SIZE    0x20000
#define HEADER_LENGTH 64
#define BLOCK_LENGTH  1024
#define ADDRESS_START 0xffffff

struct teensy {
	uint8_t flash[FLASH_SIZE];
	bool started;
};

static ssize_t write_block(struct teensy *teensy, const uint8_t *report, size_t length)
{
	size_t address;

	if (length != HEADER_LENGTH + BLOCK_LENGTH || teensy->started)
		return -EPIPE;
	address = report[0] | (size_t)report[1] << 8 | (size_t)report[2] << 16;
	if (address == ADDRESS_START)
		teensy->started = true;
	else if (address % BLOCK_LENGTH == 0 && address < FLASH_SIZE)
		memcpy(teensy->flash + address, report + HEADER_LENGTH, BLOCK_LENGTH);
	else
		return -EPIPE;
	return (ssize_t)length;
}

/* Usages of a vendor's page: a report of 1088 bytes out. */
static const uint8_t report_descriptor[] = {
	0x06, 0x9c, 0xff, 0x09, 0x21, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff,
	0x00, 0x75, 0x08, 0x96, 0x40, 0x04, 0x09, 0x02, 0x91, 0x02, 0xc0,
};

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	switch (REQUEST(setup)) {
	case GET_INTERFACE_DESCRIPTOR:
		return answer(setup, data, report_descriptor, sizeof report_descriptor);
	case HID_SET_IDLE:
		return 0;
	case HID_SET_REPORT:
		return write_block(cusb_virtual_state(dev), data, setup->wLength);
	default:
		return -EPIPE;
	}
}

static const char *missing(const void *state)
{
	const struct teensy *teensy = state;

	if (!firmware_is(FIRMWARE, teensy->flash, sizeof teensy->flash))
		return "the flash does not hold the firmware";
	return teensy->started ? NULL : "the firmware was not started";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0110, 64, 0x16c0, 0x0478, 0x0100, 0),
	CONFIGURATION(9 + 9 + HID_LENGTH + 7, 1, 100),
	INTERFACE(0, 0, 1, CUSB_CLASS_HID, 0, 0),
	HID(sizeof report_descriptor),
	INTERRUPT(0x81, 64, 10),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"PJRC", "HalfKay", NULL};

static const struct cusb_virtual_model model = {
	.name = "halfkay",
	.speed = CUSB_SPEED_FULL,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct teensy),
	.control = control,
};

STAND_IN(teensy_loader_cli) = {
	.program = "teensy_loader_cli",
	.library = "libusb-0.1.so.4",
	.job = "took the boot loader from usbhid, programmed the flash and started the firmware",
	.model = &model,
	.driver = "usbhid",
	.takes = true,
	.repeats = true,
	.missing = missing,
};
