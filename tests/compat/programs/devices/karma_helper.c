/* SPDX-License-Identifier: MIT */
/*
 * 045a:5210, the music player Rio Karma.
 *
 * A request begins with RIOP; of what follows, byte 4 is 00 for a new command or 80 to ask how it
 * goes, byte 5 the command and byte 6 a number that the host gives it. Each request is answered;
 * byte 5 of the answer to a question is the number of the command if it is done, and what it found
 * follows from byte 7 on. Command 5 tells what the player is, 1 makes a disk of it, 2 a player.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define BULK_OUT       0x02
#define BULK_IN	       0x88
#define PACKET_MAX     512
#define REQUEST_LENGTH 40
#define ANSWER_LENGTH  64
#define QUESTION       0x80

enum command {
	BE_DISK = 0x01,
	BE_PLAYER = 0x02,
	TELL_IDENTITY = 0x05,
};

struct player {
	bool disk, identified;
	uint8_t command, number;
	unsigned int questions; /* since that command */
	uint8_t answer[ANSWER_LENGTH];
	bool answering;
};

static void begin(struct player *player, const uint8_t *request)
{
	player->command = request[5];
	player->number = request[6];
	player->questions = 0;
	if (player->command == BE_DISK || player->command == BE_PLAYER)
		player->disk = player->command == BE_DISK;
}

/* A command takes until it is asked for the second time. */
static void tell(struct player *player, const uint8_t *request)
{
	static const char identity[] = "device=Stand-in;revision=1.25";

	if (request[6] != player->number || ++player->questions < 2)
		return;
	player->answer[5] = player->number;
	if (player->command == TELL_IDENTITY) {
		memcpy(player->answer + 7, identity, sizeof identity);
		player->identified = true;
	}
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	struct player *player = cusb_virtual_state(dev);

	if (bEndpointAddress != BULK_OUT || player->answering)
		return -EAGAIN;
	if (length != REQUEST_LENGTH || memcmp(packet, "RIOP", 4) != 0)
		return -EPIPE;
	memset(player->answer, 0, sizeof player->answer);
	memcpy(player->answer, "RIOP", 4);
	player->answering = true;
	if (packet[4] == QUESTION)
		tell(player, packet);
	else
		begin(player, packet);
	return 0;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct player *player = cusb_virtual_state(dev);

	if (bEndpointAddress != BULK_IN || !player->answering || room < ANSWER_LENGTH)
		return -EAGAIN;
	memcpy(packet, player->answer, ANSWER_LENGTH);
	player->answering = false;
	return ANSWER_LENGTH;
}

static const char *missing(const void *state)
{
	const struct player *player = state;

	if (!player->identified)
		return "the player was not asked what it is";
	return player->disk ? NULL : "the player is not a disk";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x045a, 0x5210, 0x0200, 0),
	CONFIGURATION(9 + 9 + 2 * 7, 1, 100),
	INTERFACE(0, 0, 2, 0xff, 0, 0),
	BULK(BULK_OUT, PACKET_MAX),
	BULK(BULK_IN, PACKET_MAX),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Rio", "Rio Karma", NULL};

static const struct cusb_virtual_model model = {
	.name = "karma",
	.speed = CUSB_SPEED_HIGH,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct player),
	.out = out,
	.in = in,
};

STAND_IN(karma_helper) = {
	.program = "karma_helper",
	.library = "libusb-0.1.so.4",
	.job = "reset the endpoints of a music player, asked it what it is and made a disk of it",
	.model = &model,
	.missing = missing,
};
