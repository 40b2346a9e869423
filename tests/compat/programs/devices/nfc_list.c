/* SPDX-License-Identifier: MIT */
/*
 * 04cc:2533, the NXP PN533: a reader of contactless cards, with one card in its field.
 *
 * A frame is a bulk transfer: 00 00 ff, the length of what is in it, a byte that makes the sum of
 * the length 0, the content, a byte that makes the sum of the content 0, 00. To the reader the
 * content is d4, a command and its parameters. It answers with the frame that acknowledges,
 * 00 00 ff 00 ff 00, and with the reply: d5, the command plus one, and results. An acknowledgement
 * to the reader aborts what it does.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define BULK_OUT   0x04
#define BULK_IN	   0x84
#define PACKET_MAX 64
#define FRAME_MAX  320
#define OVERHEAD   7 /* a frame without its content */

enum command {
	DIAGNOSE = 0x00,
	GET_FIRMWARE_VERSION = 0x02,
	READ_REGISTER = 0x06,
	WRITE_REGISTER = 0x08,
	SET_PARAMETERS = 0x12,
	RF_CONFIGURATION = 0x32,
	IN_LIST_PASSIVE_TARGET = 0x4a,
	IN_RELEASE = 0x52,
};

struct reader {
	uint8_t frame[FRAME_MAX]; /* that comes in */
	size_t length;
	bool acknowledge; /* to be sent first */
	uint8_t reply[FRAME_MAX];
	size_t reply_length;
	bool version_read, card_found, released;
};

static const uint8_t acknowledgement[] = {0x00, 0x00, 0xff, 0x00, 0xff, 0x00};
static const uint8_t version[] = {0x33, 2, 7, 0x07}; /* PN533 v2.7, which can all kinds of cards */
/* One target, the first: a MIFARE Classic 1k of ISO 14443 A, ATQA 0004, SAK 08, UID deadbeef. */
static const uint8_t card[] = {1, 1, 0x00, 0x04, 0x08, 4, 0xde, 0xad, 0xbe, 0xef};

static uint8_t complement(const uint8_t *bytes, size_t count)
{
	uint8_t sum = 0;

	while (count > 0)
		sum -= bytes[--count];
	return sum;
}

static void reply(struct reader *reader, uint8_t command, const uint8_t *results, size_t count)
{
	uint8_t *frame = reader->reply;

	memset(frame, 0, sizeof reader->reply);
	frame[2] = 0xff;
	frame[3] = (uint8_t)(count + 2);
	frame[4] = complement(frame + 3, 1);
	frame[5] = 0xd5;
	frame[6] = command + 1;
	if (count)
		memcpy(frame + 7, results, count);
	frame[7 + count] = complement(frame + 5, count + 2);
	reader->reply_length = OVERHEAD + count + 2;
	reader->acknowledge = true;
}

static void list_cards(struct reader *reader, const uint8_t *parameters)
{
	static const uint8_t none[] = {0};
	bool type_a_at_106 = parameters[1] == 0;

	if (type_a_at_106)
		reply(reader, IN_LIST_PASSIVE_TARGET, card, sizeof card);
	else
		reply(reader, IN_LIST_PASSIVE_TARGET, none, sizeof none);
	reader->card_found |= type_a_at_106;
}

/* A status, and as many registers as were asked for, all 0. */
static void read_registers(struct reader *reader, size_t parameters)
{
	static const uint8_t zeros[128];

	reply(reader, READ_REGISTER, zeros, 1 + parameters / 2);
}

static void obey(struct reader *reader, uint8_t command, const uint8_t *parameters, size_t count)
{
	static const uint8_t good[] = {0};

	switch (command) {
	case DIAGNOSE: /* only the test of the line: all comes back */
		reply(reader, command, parameters, count);
		break;
	case GET_FIRMWARE_VERSION:
		reader->version_read = true;
		reply(reader, command, version, sizeof version);
		break;
	case READ_REGISTER:
		read_registers(reader, count);
		break;
	case SET_PARAMETERS:
	case RF_CONFIGURATION:
		reply(reader, command, NULL, 0);
		break;
	case IN_LIST_PASSIVE_TARGET:
		list_cards(reader, parameters);
		break;
	case IN_RELEASE:
		reader->released = true;
		reply(reader, command, good, sizeof good);
		break;
	default:
		reply(reader, command, good, sizeof good);
	}
}

static void take_frame(struct reader *reader)
{
	const uint8_t *frame = reader->frame;
	size_t count = frame[3];

	if (memcmp(frame, acknowledgement, sizeof acknowledgement) == 0) {
		reader->reply_length = 0;
		reader->acknowledge = false;
	} else if (reader->length >= OVERHEAD + count && count >= 2 && frame[5] == 0xd4 &&
		   complement(frame + 5, count) == frame[5 + count]) {
		obey(reader, frame[6], frame + 7, count - 2);
	}
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	struct reader *reader = cusb_virtual_state(dev);

	if (bEndpointAddress != BULK_OUT)
		return -EAGAIN;
	if (reader->length + length > FRAME_MAX)
		return -EPIPE;
	memcpy(reader->frame + reader->length, packet, length);
	reader->length += length;
	if (length < PACKET_MAX) {
		take_frame(reader);
		memset(reader->frame, 0, sizeof reader->frame);
		reader->length = 0;
	}
	return 0;
}

/* All that this reader answers fits into one packet. */
static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct reader *reader = cusb_virtual_state(dev);
	size_t length = reader->reply_length;

	if (bEndpointAddress != BULK_IN)
		return -EAGAIN;
	if (reader->acknowledge) {
		reader->acknowledge = false;
		memcpy(packet, acknowledgement, sizeof acknowledgement);
		return sizeof acknowledgement;
	}
	if (length == 0)
		return -EAGAIN;
	if (length > room)
		return -EPIPE;
	memcpy(packet, reader->reply, length);
	reader->reply_length = 0;
	return (ssize_t)length;
}

static const char *missing(const void *state)
{
	const struct reader *reader = state;

	if (!reader->version_read)
		return "the reader's version was not asked for";
	if (!reader->card_found)
		return "no card was looked for";
	return reader->released ? NULL : "the card was not released";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x04cc, 0x2533, 0x0100, 0),
	CONFIGURATION(9 + 9 + 2 * 7, 1, 100),
	INTERFACE(0, 0, 2, 0xff, 0xff, 0xff),
	ENDPOINT(BULK_OUT, CUSB_ENDPOINT_TYPE_BULK, PACKET_MAX, 4),
	ENDPOINT(BULK_IN, CUSB_ENDPOINT_TYPE_BULK, PACKET_MAX, 4),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Stand-in", "PN533", NULL};

static const struct cusb_virtual_model model = {
	.name = "pn533",
	.speed = CUSB_SPEED_FULL,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct reader),
	.out = out,
	.in = in,
};

STAND_IN(nfc_list) = {
	.program = "nfc-list",
	.library = "libusb-0.1.so.4",
	.job = "found the card in a reader's field",
	.model = &model,
	.missing = missing,
};
