/* SPDX-License-Identifier: MIT */
/*
 * A header is ten words and eight bytes. The first five words are the same in all four messages;
 * answers leave the device, direction and endpoint 0.
 */
#include "wire.h"

#include <errno.h>
#include <string.h>

#define CMD_SUBMIT 1
#define CMD_UNLINK 2

/* Words of a header, by message where they differ. */
enum {
	COMMAND,
	SEQNUM,
	DEVID,
	DIRECTION,
	EP,
	FLAGS = 5,
	BUFFER_LENGTH,
	START_FRAME,
	NUMBER_OF_PACKETS,
	INTERVAL,
	SETUP, /* in bytes */
	STATUS = 5,
	ACTUAL_LENGTH,
	VICTIM = 5,
};

static void put(uint8_t *header, int word, uint32_t value)
{
	uint8_t *p = header + 4 * word;

	p[0] = (uint8_t)(value >> 24);
	p[1] = (uint8_t)(value >> 16);
	p[2] = (uint8_t)(value >> 8);
	p[3] = (uint8_t)value;
}

static uint32_t get(const uint8_t *header, int word)
{
	const uint8_t *p = header + 4 * word;

	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

void wire_put_submit(uint8_t *header, const struct wire_submit *submit)
{
	memset(header, 0, WIRE_HEADER_SIZE);
	put(header, COMMAND, CMD_SUBMIT);
	put(header, SEQNUM, submit->seqnum);
	put(header, DEVID, submit->devid);
	put(header, DIRECTION, submit->bEndpointAddress >> 7);
	put(header, EP, submit->bEndpointAddress & 0x0f);
	put(header, FLAGS, submit->flags);
	put(header, BUFFER_LENGTH, submit->length);
	put(header, INTERVAL, submit->interval);
	if (submit->setup)
		memcpy(header + 4 * SETUP, submit->setup, 8);
}

void wire_put_unlink(uint8_t *header, uint32_t seqnum, uint32_t devid, uint32_t victim)
{
	memset(header, 0, WIRE_HEADER_SIZE);
	put(header, COMMAND, CMD_UNLINK);
	put(header, SEQNUM, seqnum);
	put(header, DEVID, devid);
	put(header, VICTIM, victim);
}

int wire_get_result(const uint8_t *header, struct wire_result *result)
{
	uint32_t command = get(header, COMMAND);

	if (command != WIRE_SUBMITTED && command != WIRE_UNLINKED)
		return -EPROTO;
	result->command = command;
	result->seqnum = get(header, SEQNUM);
	result->status = (int32_t)get(header, STATUS);
	result->actual_length = command == WIRE_SUBMITTED ? get(header, ACTUAL_LENGTH) : 0;
	return 0;
}
