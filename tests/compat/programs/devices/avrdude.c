/* SPDX-License-Identifier: MIT */
/*
 * 03eb:2104, the programmer Atmel AVRISP mkII, with an ATmega328P on its cable.
 *
 * A frame is a command and its parameters, in packets of 64 bytes of which the last is shorter. The
 * answer begins with the command and a status, 0 for good. The programmer itself knows how to
 * erase, and to write and read memory from the address that was loaded; other instructions of the
 * microcontroller, four bytes each, are passed on, and what comes back meanwhile is returned.
 */
#include <errno.h>
#include <string.h>

#include "../firmware.h"
#include "../stand_in.h"
#include "bytes.h"

#define FIRMWARE   "/firmware/avr_blink.hex"
#define FLASH_SIZE 0x8000
#define BULK_OUT   0x02
#define BULK_IN	   0x82
#define PACKET_MAX 64
#define FRAME_MAX  300
#define FAILED	   0xc0

enum command {
	SIGN_ON = 0x01,
	SET_PARAMETER = 0x02,
	GET_PARAMETER = 0x03,
	LOAD_ADDRESS = 0x06,
	ENTER_PROGRAMMING = 0x10,
	LEAVE_PROGRAMMING = 0x11,
	CHIP_ERASE = 0x12,
	PROGRAM_FLASH = 0x13,
	READ_FLASH = 0x14,
	READ_FUSE = 0x18,
	READ_LOCK = 0x1a,
	READ_SIGNATURE = 0x1b,
};

struct programmer {
	uint8_t flash[FLASH_SIZE];
	uint32_t address; /* in words */
	bool programming, erased, left;
	size_t verified;	  /* bytes read since the last write */
	uint8_t frame[FRAME_MAX]; /* that comes in */
	size_t length;
	uint8_t answer[FRAME_MAX]; /* that goes out, and where it is */
	size_t answer_length, sent;
	bool answering;
};

/* What the microcontroller sends while it gets the last byte of an instruction. */
static uint8_t execute(const uint8_t *instruction)
{
	static const uint8_t signature[] = {0x1e, 0x95, 0x0f, 0xff};

	switch (instruction[0] << 8 | instruction[1]) {
	case 0x3000:
		return signature[instruction[2] & 3];
	case 0x5000: /* low fuses */
		return 0x62;
	case 0x5808: /* high */
		return 0xd9;
	default:
		return 0xff;
	}
}

static bool write_flash(struct programmer *programmer, const uint8_t *frame, size_t length)
{
	size_t count = (size_t)frame[1] << 8 | frame[2];
	size_t at = 2 * (size_t)programmer->address;

	if (!programmer->erased || length != 10 + count || at + count > FLASH_SIZE)
		return false;
	memcpy(programmer->flash + at, frame + 10, count);
	programmer->address += (uint32_t)count / 2;
	programmer->verified = 0;
	return true;
}

static size_t read_flash(struct programmer *programmer, const uint8_t *frame, uint8_t *results)
{
	size_t count = (size_t)frame[1] << 8 | frame[2];
	size_t at = 2 * (size_t)programmer->address;

	if (count > 256 || at + count > FLASH_SIZE)
		return 0;
	memcpy(results, programmer->flash + at, count);
	programmer->address += (uint32_t)count / 2;
	programmer->verified += count;
	return count;
}

static void erase(struct programmer *programmer)
{
	memset(programmer->flash, 0xff, sizeof programmer->flash);
	programmer->erased = true;
}

/* A status after the results says whether they are good. */
static size_t with_status(size_t count)
{
	return count ? count + 1 : 0;
}

/* What only works while the microcontroller is being programmed. */
static size_t program(struct programmer *programmer, const uint8_t *frame, size_t length,
		      uint8_t *answer)
{
	uint8_t *results = answer + 2;

	if (!programmer->programming) {
		answer[1] = FAILED;
		return 0;
	}
	switch (frame[0]) {
	case CHIP_ERASE:
		erase(programmer);
		return 0;
	case PROGRAM_FLASH:
		answer[1] = write_flash(programmer, frame, length) ? 0 : FAILED;
		return 0;
	case READ_FLASH:
		return with_status(read_flash(programmer, frame, results));
	default:
		results[0] = execute(frame + 2);
		return with_status(1);
	}
}

/* Fills in the results, which are behind command and status; returns how many there are. */
static size_t obey(struct programmer *programmer, const uint8_t *frame, size_t length,
		   uint8_t *answer)
{
	static const char name[] = "\012AVRISP_MK2";

	switch (frame[0]) {
	case SIGN_ON:
		memcpy(answer + 2, name, sizeof name - 1);
		return sizeof name - 1;
	case SET_PARAMETER:
		return 0;
	case GET_PARAMETER:
		answer[2] = 1;
		return 1;
	case LOAD_ADDRESS:
		programmer->address = (uint32_t)(frame[3] << 8 | frame[4]);
		return 0;
	case ENTER_PROGRAMMING:
		programmer->programming = true;
		return 0;
	case LEAVE_PROGRAMMING:
		programmer->left = programmer->programming;
		programmer->programming = false;
		return 0;
	case CHIP_ERASE:
	case PROGRAM_FLASH:
	case READ_FLASH:
	case READ_FUSE:
	case READ_LOCK:
	case READ_SIGNATURE:
		return program(programmer, frame, length, answer);
	default:
		answer[1] = FAILED;
		return 0;
	}
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	struct programmer *programmer = cusb_virtual_state(dev);

	if (bEndpointAddress != BULK_OUT || programmer->answering)
		return -EAGAIN;
	if (programmer->length + length > FRAME_MAX)
		return -EPIPE;
	memcpy(programmer->frame + programmer->length, packet, length);
	programmer->length += length;
	if (length == PACKET_MAX)
		return 0;
	memset(programmer->answer, 0, sizeof programmer->answer);
	programmer->answer[0] = programmer->frame[0];
	programmer->answer_length =
		2 + obey(programmer, programmer->frame, programmer->length, programmer->answer);
	programmer->sent = 0;
	programmer->answering = true;
	memset(programmer->frame, 0, sizeof programmer->frame);
	programmer->length = 0;
	return 0;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct programmer *programmer = cusb_virtual_state(dev);
	size_t length = programmer->answer_length - programmer->sent;

	if (bEndpointAddress != BULK_IN || !programmer->answering)
		return -EAGAIN;
	if (length > room)
		length = room;
	memcpy(packet, programmer->answer + programmer->sent, length);
	programmer->sent += length;
	programmer->answering = length == PACKET_MAX;
	return (ssize_t)length;
}

static const char *missing(const void *state)
{
	const struct programmer *programmer = state;

	if (!firmware_is(FIRMWARE, programmer->flash, sizeof programmer->flash))
		return "the flash does not hold the firmware";
	if (!programmer->verified)
		return "the flash was not read back";
	return programmer->left ? NULL : "the microcontroller was left in programming mode";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0110, 16, 0x03eb, 0x2104, 0x0200, 3),
	CONFIGURATION(9 + 9 + 2 * 7, 1, 100),
	INTERFACE(0, 0, 2, 0xff, 0, 0),
	ENDPOINT(BULK_IN, CUSB_ENDPOINT_TYPE_BULK, PACKET_MAX, 10),
	ENDPOINT(BULK_OUT, CUSB_ENDPOINT_TYPE_BULK, PACKET_MAX, 10),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"ATMEL", "AVRISP mkII", "000200012345", NULL};

static const struct cusb_virtual_model model = {
	.name = "avrispmkii",
	.speed = CUSB_SPEED_FULL,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct programmer),
	.out = out,
	.in = in,
};

STAND_IN(avrdude) = {
	.program = "avrdude",
	.library = "libusb-0.1.so.4",
	.job = "found a programmer by its serial number, erased a microcontroller, wrote its flash "
	       "and verified it",
	.model = &model,
	.missing = missing,
};
