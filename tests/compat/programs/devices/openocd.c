/* SPDX-License-Identifier: MIT */
/*
 * fffe:0014, a debug probe that speaks CMSIS-DAP 2: with a debug port of Arm's on its two wires,
 * and behind it an access port to 4 KiB of memory at 20000000.
 *
 * A packet to endpoint 1 is a command, and the answer begins with the same byte. A transfer to a
 * register is a byte, bit 0 for the access port, bit 1 to read, bits 2 and 3 its address, and four
 * bytes of data to write. Of the ADIv5 registers of the access port, CSW has the size of an access
 * and whether the address in TAR goes on with it, and DRW is the memory there. SELECT chooses the
 * upper part of a register's address.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define BULK_OUT    0x01
#define BULK_IN	    0x81
#define PACKET_MAX  512
#define MEMORY_BASE 0x20000000u
#define MEMORY_SIZE 4096
#define ACK_OK	    1
#define ACK_FAULT   4

enum command {
	INFO = 0x00,
	CONNECT = 0x02,
	DISCONNECT = 0x03,
	TRANSFER = 0x05,
	TRANSFER_BLOCK = 0x06,
	SWJ_PINS = 0x10,
};

enum info {
	VENDOR = 0x01,
	PRODUCT = 0x02,
	SERIAL_NUMBER = 0x03,
	FIRMWARE_VERSION = 0x04,
	CAPABILITIES = 0xf0,
	PACKET_COUNT = 0xfe,
	PACKET_SIZE = 0xff,
};

enum request { ACCESS_PORT = 1, READ = 2, ADDRESS = 0x0c };
enum debug_port { ID_OR_ABORT = 0, CONTROL = 4, SELECT_OR_RESEND = 8, RDBUFF = 12 };
enum access_port { CSW = 0x00, TAR = 0x04, DRW = 0x0c, BANKED = 0x10, BASE = 0xf8, IDR = 0xfc };

struct probe {
	uint8_t memory[MEMORY_SIZE];
	uint32_t control, select, csw, tar, last;
	bool connected, wrote, read;
	uint8_t answer[PACKET_MAX];
	size_t length; /* of the answer */
	bool pending;
};

static uint32_t get32(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void put32(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

/* Where TAR points to, the lanes of a word in place; NULL if there is nothing. */
static uint8_t *memory_at(struct probe *probe, uint32_t address)
{
	uint32_t at = (address & ~3u) - MEMORY_BASE;

	return at < MEMORY_SIZE ? probe->memory + at : NULL;
}

static uint32_t access_size(const struct probe *probe)
{
	return 1u << (probe->csw & 3);
}

/* One access of the memory, of a part of a word or all of it. */
static bool access(struct probe *probe, uint32_t address, uint32_t *value, bool read)
{
	uint8_t *word = memory_at(probe, address);
	uint32_t lane = address & 3;

	if (!word)
		return false;
	if (read) {
		*value = get32(word);
		probe->read = true;
		return true;
	}
	for (uint32_t i = lane; i < lane + access_size(probe) && i < 4; i++)
		word[i] = (uint8_t)(*value >> 8 * i);
	probe->wrote = true;
	return true;
}

static bool access_drw(struct probe *probe, uint32_t *value, bool read)
{
	bool good = access(probe, probe->tar, value, read), increments = probe->csw & 0x30;

	if (good && increments)
		probe->tar += access_size(probe);
	return good;
}

/* The size and the way of counting can be set; packed transfers it has not. */
static void set_csw(struct probe *probe, uint32_t value)
{
	probe->csw = (value & ~0x20u) | 0x40;
}

static bool use_access_port(struct probe *probe, uint32_t address, uint32_t *value, bool read)
{
	switch (address) {
	case CSW:
		if (read)
			*value = probe->csw;
		else
			set_csw(probe, *value);
		return true;
	case TAR:
		if (read)
			*value = probe->tar;
		else
			probe->tar = *value;
		return true;
	case DRW:
		return access_drw(probe, value, read);
	case IDR:
	case BASE:
		*value = address == IDR ? 0x24770011 : 0xffffffff;
		return true;
	default:
		if (address >= BANKED && address < BANKED + 16)
			return access(probe, (probe->tar & ~15u) + address - BANKED, value, read);
		if (read)
			*value = 0;
		return true;
	}
}

static bool read_debug_port(struct probe *probe, uint32_t address, uint32_t *value)
{
	/* Power that was asked for, in bits 28 and 30, is there, in bits 29 and 31. */
	const uint32_t values[] = {
		0x2ba01477,
		probe->control | (probe->control & 0x50000000) << 1,
		probe->last,
		probe->last,
	};

	*value = values[address >> 2];
	return true;
}

static bool write_debug_port(struct probe *probe, uint32_t address, uint32_t value)
{
	if (address == CONTROL)
		probe->control = value & 0x50000f00;
	else if (address == SELECT_OR_RESEND)
		probe->select = value;
	return true;
}

static bool use_register(struct probe *probe, uint8_t request, uint32_t *value)
{
	uint32_t address = request & ADDRESS;
	bool read = request & READ, good;

	if (request & ACCESS_PORT)
		good = probe->select >> 24 == 0 &&
		       use_access_port(probe, (probe->select & 0xf0) | address, value, read);
	else
		good = read ? read_debug_port(probe, address, value)
			    : write_debug_port(probe, address, *value);
	if (good && read)
		probe->last = *value;
	return good;
}

/* One after the other, each with its request; up to the first that fails. */
static size_t transfer(struct probe *probe, const uint8_t *packet, size_t length)
{
	size_t at = 3, done = 0, to = 3;
	uint32_t value;

	probe->answer[2] = ACK_OK;
	for (; done < packet[2] && at < length && probe->answer[2] == ACK_OK; done++) {
		uint8_t request = packet[at++];

		if (!(request & READ) && at + 4 <= length) {
			value = get32(packet + at);
			at += 4;
		}
		if (!use_register(probe, request, &value)) {
			probe->answer[2] = ACK_FAULT;
			break;
		}
		if (request & READ) {
			put32(probe->answer + to, value);
			to += 4;
		}
	}
	probe->answer[1] = (uint8_t)done;
	return to;
}

/* The same register so often. */
static size_t transfer_block(struct probe *probe, const uint8_t *packet)
{
	size_t count = packet[2] | (size_t)packet[3] << 8, done = 0;
	bool read = packet[4] & READ;
	uint32_t value;

	for (; done < count && done < (PACKET_MAX - 5) / 4; done++) {
		value = get32(packet + 5 + 4 * done);
		if (!use_register(probe, packet[4], &value))
			break;
		if (read)
			put32(probe->answer + 4 + 4 * done, value);
	}
	probe->answer[1] = (uint8_t)done;
	probe->answer[2] = (uint8_t)(done >> 8);
	probe->answer[3] = done == count ? ACK_OK : ACK_FAULT;
	return 4 + (read ? 4 * done : 0);
}

/* A length, and as many bytes as that. */
static size_t tell(struct probe *probe, uint8_t what)
{
	static const uint8_t capabilities[] = {0x01}, packet_count[] = {4},
			     packet_size[] = {LE16(PACKET_MAX)};
	static const struct {
		enum info what;
		const void *bytes;
		uint8_t length;
	} infos[] = {
		{VENDOR, "Stand-in", 9},	 {PRODUCT, "CMSIS-DAP", 10},
		{SERIAL_NUMBER, "0001", 5},	 {FIRMWARE_VERSION, "2.1.0", 6},
		{CAPABILITIES, capabilities, 1}, {PACKET_COUNT, packet_count, 1},
		{PACKET_SIZE, packet_size, 2},
	};

	for (size_t i = 0; i < sizeof infos / sizeof *infos; i++) {
		if (infos[i].what != what)
			continue;
		probe->answer[1] = infos[i].length;
		memcpy(probe->answer + 2, infos[i].bytes, infos[i].length);
		return 2 + (size_t)infos[i].length;
	}
	probe->answer[1] = 0;
	return 2;
}

/* Fills in the answer behind the command; its length. */
static size_t obey(struct probe *probe, const uint8_t *packet, size_t length)
{
	probe->answer[0] = packet[0];
	switch (packet[0]) {
	case INFO:
		return tell(probe, packet[1]);
	case CONNECT:
		probe->connected = true;
		probe->answer[1] = packet[1];
		return 2;
	case DISCONNECT:
		probe->connected = false;
		probe->answer[1] = 0;
		return 2;
	case SWJ_PINS:
		probe->answer[1] = packet[1];
		return 2;
	case TRANSFER:
		return transfer(probe, packet, length);
	case TRANSFER_BLOCK:
		return transfer_block(probe, packet);
	default:
		probe->answer[1] = 0;
		return 2;
	}
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	struct probe *probe = cusb_virtual_state(dev);
	uint8_t command[PACKET_MAX + 8] = {0};

	if (bEndpointAddress != BULK_OUT || probe->pending)
		return -EAGAIN;
	memcpy(command, packet, length);
	probe->length = obey(probe, command, length);
	probe->pending = true;
	return 0;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct probe *probe = cusb_virtual_state(dev);

	if (bEndpointAddress != BULK_IN || !probe->pending || probe->length > room)
		return -EAGAIN;
	memcpy(packet, probe->answer, probe->length);
	probe->pending = false;
	return (ssize_t)probe->length;
}

static const char *missing(const void *state)
{
	const struct probe *probe = state;

	if (!probe->control)
		return "the debug port was not switched on";
	if (!probe->wrote || !probe->read)
		return "the memory was not written and read";
	return probe->connected ? "the probe was left connected" : NULL;
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0xfffe, 0x0014, 0x0100, 3),
	CONFIGURATION(9 + 9 + 2 * 7, 1, 100),
	/* Its string, the fourth, tells that it is one. */
	CUSB_INTERFACE_DESC_SIZE,
	CUSB_DESC_TYPE_INTERFACE,
	0,
	0,
	2,
	0xff,
	0,
	0,
	4,
	BULK(BULK_OUT, PACKET_MAX),
	BULK(BULK_IN, PACKET_MAX),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Stand-in", "CMSIS-DAP", "0001", "CMSIS-DAP v2", NULL};

static const struct cusb_virtual_model model = {
	.name = "cmsis-dap",
	.speed = CUSB_SPEED_HIGH,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct probe),
	.out = out,
	.in = in,
};

STAND_IN(openocd) = {
	.program = "openocd",
	.job = "found a debug port behind a CMSIS-DAP probe, and wrote and read its memory",
	.model = &model,
	.missing = missing,
};
