/* SPDX-License-Identifier: MIT */
/*
 * 1a86:5512, the WCH CH341A in its parallel mode, with a Micron M25P05-A on its SPI pins: 64 KiB of
 * flash in two sectors, and in it what was written before.
 *
 * A packet to endpoint 2 is a stream of one kind, its first byte. In a UIO stream each byte sets
 * pins (80 and six of them; the lowest is the chip select, active when low), directions (40) or
 * waits (c0), until it ends (20). The bytes of an SPI stream go out, lowest bit first, and as many
 * come back in one packet. Speeds are set in an I2C stream.
 *
 * The flash gets a command when it is selected, and carries it out when it is deselected.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define FLASH_SIZE  0x10000
#define SECTOR_SIZE 0x8000
#define PAGE_SIZE   256
#define PACKET_MAX  32
#define BULK_OUT    0x02
#define BULK_IN	    0x82

enum stream { SPI_STREAM = 0xa8, I2C_STREAM = 0xaa, UIO_STREAM = 0xab };
enum { UIO_END = 0x20, UIO_PINS = 0x80, UIO_KIND = 0xc0, DESELECTED = 0x01 };

enum command {
	PAGE_PROGRAM = 0x02,
	READ = 0x03,
	WRITE_DISABLE = 0x04,
	READ_STATUS = 0x05,
	WRITE_ENABLE = 0x06,
	READ_ID = 0x9f,
	READ_SIGNATURE = 0xab,
	BULK_ERASE = 0xc7,
	SECTOR_ERASE = 0xd8,
};

struct programmer {
	uint8_t flash[FLASH_SIZE];
	uint8_t page[PAGE_SIZE]; /* to be programmed */
	bool selected, writable, erased;
	uint8_t command;
	uint32_t address;
	size_t count;	 /* bytes since the flash was selected */
	size_t verified; /* bytes read since the last write */
	uint8_t answer[PACKET_MAX];
	size_t answer_length;
};

/* What `yes` writes, see programs.mk. */
static uint8_t image_byte(size_t at)
{
	static const char line[] = "cusb on a flash\n";

	return (uint8_t)line[at % (sizeof line - 1)];
}

static uint8_t reverse(uint8_t byte)
{
	uint8_t reversed = 0;

	for (int bit = 0; bit < 8; bit++)
		if (byte & 1 << bit)
			reversed |= 0x80 >> bit;
	return reversed;
}

static void erase(struct programmer *programmer, size_t from, size_t length)
{
	memset(programmer->flash + from, 0xff, length);
	programmer->erased = true;
}

/* Programming clears bits, in one page. */
static void program_page(struct programmer *programmer)
{
	size_t base = programmer->address & ~(uint32_t)(PAGE_SIZE - 1);

	for (size_t i = 0; i < PAGE_SIZE; i++)
		programmer->flash[base + i] &= programmer->page[i];
	programmer->verified = 0;
}

static void deselect(struct programmer *programmer)
{
	bool complete = programmer->selected && programmer->count > 0;

	programmer->selected = false;
	if (!complete)
		return;
	if (programmer->command == WRITE_ENABLE || programmer->command == WRITE_DISABLE) {
		programmer->writable = programmer->command == WRITE_ENABLE;
		return;
	}
	if (!programmer->writable)
		return;
	if (programmer->command == PAGE_PROGRAM)
		program_page(programmer);
	else if (programmer->command == SECTOR_ERASE)
		erase(programmer, programmer->address & ~(uint32_t)(SECTOR_SIZE - 1), SECTOR_SIZE);
	else if (programmer->command == BULK_ERASE)
		erase(programmer, 0, FLASH_SIZE);
	else
		return;
	programmer->writable = false;
}

static void set_pins(struct programmer *programmer, uint8_t pins)
{
	if (pins & DESELECTED) {
		deselect(programmer);
	} else if (!programmer->selected) {
		programmer->selected = true;
		programmer->count = 0;
		programmer->address = 0;
		memset(programmer->page, 0xff, PAGE_SIZE);
	}
}

/* A byte of data of a command with an address; what comes back meanwhile. */
static uint8_t transfer_data(struct programmer *programmer, size_t at, uint8_t byte)
{
	size_t place = programmer->address + at;

	if (programmer->command == PAGE_PROGRAM)
		programmer->page[place % PAGE_SIZE] = byte;
	if (programmer->command == READ_SIGNATURE)
		return 0x05;
	if (programmer->command != READ)
		return 0xff;
	programmer->verified++;
	return programmer->flash[place % FLASH_SIZE];
}

static uint8_t transfer(struct programmer *programmer, uint8_t byte)
{
	static const uint8_t id[] = {0x20, 0x20, 0x10};
	size_t at = programmer->count++;

	if (!programmer->selected)
		return 0xff;
	if (at == 0) {
		programmer->command = byte;
		return 0xff;
	}
	if (programmer->command == READ_STATUS)
		return programmer->writable ? 0x02 : 0;
	if (programmer->command == READ_ID)
		return at <= sizeof id ? id[at - 1] : 0xff;
	if (at > 3)
		return transfer_data(programmer, at - 4, byte);
	programmer->address = (programmer->address << 8 | byte) % FLASH_SIZE;
	return 0xff;
}

static void set_all_pins(struct programmer *programmer, const uint8_t *packet, size_t length)
{
	for (size_t i = 1; i < length && packet[i] != UIO_END; i++)
		if ((packet[i] & UIO_KIND) == UIO_PINS)
			set_pins(programmer, packet[i]);
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	struct programmer *programmer = cusb_virtual_state(dev);

	if (bEndpointAddress != BULK_OUT || programmer->answer_length)
		return -EAGAIN;
	switch (length ? packet[0] : 0) {
	case SPI_STREAM:
		for (size_t i = 1; i < length; i++)
			programmer->answer[i - 1] =
				reverse(transfer(programmer, reverse(packet[i])));
		programmer->answer_length = length - 1;
		return 0;
	case UIO_STREAM:
		set_all_pins(programmer, packet, length);
		return 0;
	case I2C_STREAM:
		return 0;
	default:
		return -EPIPE;
	}
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct programmer *programmer = cusb_virtual_state(dev);
	size_t length = programmer->answer_length;

	if (bEndpointAddress != BULK_IN || !length || length > room)
		return -EAGAIN;
	memcpy(packet, programmer->answer, length);
	programmer->answer_length = 0;
	return (ssize_t)length;
}

static void restart(struct cusb_virtual_device *dev)
{
	struct programmer *programmer = cusb_virtual_state(dev);

	programmer->answer_length = 0;
	programmer->selected = false;
	/* Programming it without erasing would leave the wrong bits. */
	if (!programmer->erased)
		memset(programmer->flash, 0x5a, FLASH_SIZE);
}

static const char *missing(const void *state)
{
	const struct programmer *programmer = state;

	for (size_t at = 0; at < FLASH_SIZE; at++)
		if (programmer->flash[at] != image_byte(at))
			return "the flash does not hold the image";
	return programmer->verified < FLASH_SIZE ? "the flash was not read back" : NULL;
}

static const uint8_t descriptors[] = {
	DEVICE(0x0110, 8, 0x1a86, 0x5512, 0x0304, 0),
	CONFIGURATION(9 + 9 + 3 * 7, 1, 96),
	INTERFACE(0, 0, 3, 0xff, 0x01, 0x02),
	BULK(BULK_IN, PACKET_MAX),
	BULK(BULK_OUT, PACKET_MAX),
	INTERRUPT(0x81, 8, 1),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"", "USB UART-LPT", NULL};

static const struct cusb_virtual_model model = {
	.name = "ch341a",
	.speed = CUSB_SPEED_FULL,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct programmer),
	.out = out,
	.in = in,
	.restart = restart,
};

STAND_IN(flashrom) = {
	.program = "flashrom",
	.job = "found a flash chip behind a CH341A, erased it, wrote it and verified it",
	.model = &model,
	.missing = missing,
};
