/* SPDX-License-Identifier: MIT */
/*
 * 0bda:2838, a receiver for digital television, whose chip programs use as a radio: a chip of
 * registers, without a tuner behind it, with an EEPROM on its I2C bus.
 *
 * A vendor request reads or writes up to two bytes: wIndex has the block of registers in its upper
 * byte, and 0x10 in the lower one when it writes; wValue is the address. In the block of the I2C
 * bus, wValue is the address of the chip there. Endpoint 0x81 sends samples.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define BULK_IN	       0x81
#define BLOCK_I2C      6
#define WRITES	       0x10
#define I2C_EEPROM     0xa0
#define EEPROM_SIZE    256
#define SAMPLES_LENGTH (8 * 16384) /* what `rtl_sdr -b 16384 -n 60000` takes */

struct receiver {
	uint8_t registers[8][0x10000];
	uint8_t eeprom[EEPROM_SIZE];
	bool has_eeprom;
	uint8_t at; /* where the EEPROM is read next */
	unsigned int written;
	size_t sent;
};

/* Two bytes of a valid one, ids, flags; manufacturer, product and serial number as descriptors. */
static const uint8_t first_eeprom[] = {
	0x28, 0x32, 0xda, 0x0b, 0x38, 0x28, 0xa5, 0x16, 0x02, /* */
	0x08, 0x03, 'R',  0,	'T',  0,    'L',  0,	      /* */
	0x08, 0x03, 'S',  0,	'D',  0,    'R',  0,	      /* */
	0x0a, 0x03, '0',  0,	'1',  0,    '5',  0,	'8',  0,
};

static ssize_t eeprom_request(struct receiver *receiver, const struct cusb_setup *setup,
			      uint8_t *data)
{
	bool writes = setup->wIndex & WRITES;

	if (!receiver->has_eeprom) {
		memset(receiver->eeprom, 0xff, EEPROM_SIZE);
		memcpy(receiver->eeprom, first_eeprom, sizeof first_eeprom);
		receiver->has_eeprom = true;
	}
	if (!writes) {
		for (unsigned int i = 0; i < setup->wLength; i++)
			data[i] = receiver->eeprom[receiver->at++];
	} else if (setup->wLength) {
		receiver->at = data[0];
		for (unsigned int i = 1; i < setup->wLength; i++, receiver->written++)
			receiver->eeprom[receiver->at++] = data[i];
	}
	return setup->wLength;
}

static ssize_t register_request(struct receiver *receiver, const struct cusb_setup *setup,
				uint8_t *data)
{
	uint8_t *registers = receiver->registers[setup->wIndex >> 8 & 7];

	for (unsigned int i = 0; i < setup->wLength; i++) {
		uint8_t *one = &registers[(setup->wValue + i) & 0xffff];

		if (setup->wIndex & WRITES)
			*one = data[i];
		else
			data[i] = *one;
	}
	return setup->wLength;
}

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	struct receiver *receiver = cusb_virtual_state(dev);

	if ((setup->bmRequestType & 0x7f) != 0x40 || setup->bRequest != 0)
		return -EPIPE;
	if (setup->wIndex >> 8 != BLOCK_I2C)
		return register_request(receiver, setup, data);
	/* Where no tuner is, nobody acknowledges. */
	return setup->wValue == I2C_EEPROM ? eeprom_request(receiver, setup, data) : -EPIPE;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct receiver *receiver = cusb_virtual_state(dev);

	if (bEndpointAddress != BULK_IN || receiver->sent == SAMPLES_LENGTH)
		return -EAGAIN;
	if (room > SAMPLES_LENGTH - receiver->sent)
		room = SAMPLES_LENGTH - receiver->sent;
	for (size_t i = 0; i < room; i++)
		packet[i] = (uint8_t)((receiver->sent + i) * 7);
	receiver->sent += room;
	return (ssize_t)room;
}

static const char *serial_missing(const void *state)
{
	static const uint8_t serial[] = {0x0a, 3, '4', 0, '7', 0, '1', 0, '1', 0};
	const struct receiver *receiver = state;

	return memmem(receiver->eeprom, EEPROM_SIZE, serial, sizeof serial)
		       ? NULL
		       : "the EEPROM does not have the new serial number";
}

static const char *samples_missing(const void *state)
{
	const struct receiver *receiver = state;

	return receiver->sent == SAMPLES_LENGTH ? NULL : "not all samples were fetched";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x0bda, 0x2838, 0x0100, 3), CONFIGURATION(9 + 9 + 7 + 9, 2, 500),
	INTERFACE(0, 0, 1, 0xff, 0xff, 0xff),	       BULK(BULK_IN, 512),
	INTERFACE(1, 0, 0, 0xff, 0xff, 0xff),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"RTL", "SDR", "0158", NULL};

static const struct cusb_virtual_model model = {
	.name = "rtl2832u",
	.speed = CUSB_SPEED_HIGH,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct receiver),
	.control = control,
	.in = in,
};

STAND_IN(rtl_eeprom) = {
	.program = "rtl_eeprom",
	.job = "read the EEPROM of a receiver and wrote another serial number into it",
	.model = &model,
	.missing = serial_missing,
};

STAND_IN(rtl_sdr) = {
	.program = "rtl_sdr",
	.job = "set up a receiver and recorded samples with 15 transfers in flight",
	.model = &model,
	.missing = samples_missing,
};
