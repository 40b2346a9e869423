/* SPDX-License-Identifier: MIT */
/*
 * 0694:0002, the LEGO Mindstorms NXT: a brick with files, over a pair of bulk endpoints.
 *
 * A telegram is one transfer of at most 64 bytes: its kind (00 direct, 01 system command), the
 * command and its parameters. The reply: 02, the command, a status (0: good), and results. Names
 * of files are 20 bytes, numbers little endian.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define FILE_PATH     "/firmware/hello.txt"
#define BULK_OUT      0x01
#define BULK_IN	      0x82
#define TELEGRAM_MAX  64
#define NAME_LENGTH   20
#define FILE_MAX      1024
#define NO_MORE_FILES 0x83
#define NOT_FOUND     0x87
#define BAD_COMMAND   0xdd

enum command {
	GET_BATTERY_LEVEL = 0x000b,
	OPEN_READ = 0x0180,
	OPEN_WRITE = 0x0181,
	READ = 0x0182,
	WRITE = 0x0183,
	CLOSE = 0x0184,
	FIND_FIRST = 0x0186,
	FIND_NEXT = 0x0187,
	GET_FIRMWARE_VERSION = 0x0188,
	OPEN_WRITE_LINEAR = 0x0189,
	OPEN_WRITE_DATA = 0x018b,
	GET_DEVICE_INFO = 0x019b,
};

struct brick {
	/* Its one file, and where it is read. */
	char name[NAME_LENGTH + 1];
	uint8_t file[FILE_MAX];
	size_t size, length, at;
	bool read, closed, listed;
	/* The telegram that waits to be fetched. */
	uint8_t reply[TELEGRAM_MAX];
	size_t reply_length;
};

static void put32(uint8_t *at, size_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

static size_t get32(const uint8_t *at)
{
	return at[0] | (size_t)at[1] << 8 | (size_t)at[2] << 16 | (size_t)at[3] << 24;
}

/* Whether a name is that of the file; *.* is that of any. */
static bool found(const struct brick *brick, const uint8_t *pattern)
{
	const char *name = brick->name;
	const char *wanted = (const char *)pattern;

	if (!*name)
		return false;
	if (strncmp(wanted, "*.*", NAME_LENGTH) == 0)
		return true;
	return strncmp(wanted, name, NAME_LENGTH) == 0;
}

static void describe_file(struct brick *brick, const uint8_t *pattern)
{
	bool there = pattern && found(brick, pattern);

	brick->reply_length = 28;
	brick->reply[2] = there ? 0 : pattern ? NOT_FOUND : NO_MORE_FILES;
	if (!there)
		return;
	brick->reply[3] = 1; /* handle */
	memcpy(brick->reply + 4, brick->name, NAME_LENGTH);
	put32(brick->reply + 24, brick->size);
}

static void open_write(struct brick *brick, const uint8_t *telegram)
{
	memcpy(brick->name, telegram + 2, NAME_LENGTH);
	brick->size = get32(telegram + 22);
	brick->length = 0;
	brick->closed = false;
	brick->reply_length = 4;
	brick->reply[3] = 1;
}

static void open_read(struct brick *brick, const uint8_t *telegram)
{
	bool there = found(brick, telegram + 2);

	brick->at = 0;
	brick->reply_length = 8;
	brick->reply[2] = there ? 0 : NOT_FOUND;
	brick->reply[3] = 1;
	put32(brick->reply + 4, there ? brick->size : 0);
}

static void write_file(struct brick *brick, const uint8_t *data, size_t count)
{
	if (count > FILE_MAX - brick->length)
		count = FILE_MAX - brick->length;
	memcpy(brick->file + brick->length, data, count);
	brick->length += count;
	brick->reply_length = 6;
	brick->reply[3] = 1;
	brick->reply[4] = (uint8_t)count;
}

static void read_file(struct brick *brick, size_t count)
{
	if (count > TELEGRAM_MAX - 6)
		count = TELEGRAM_MAX - 6;
	if (count > brick->length - brick->at)
		count = brick->length - brick->at;
	brick->reply_length = 6 + count;
	brick->reply[3] = 1;
	brick->reply[4] = (uint8_t)count;
	memcpy(brick->reply + 6, brick->file + brick->at, count);
	brick->at += count;
	brick->read = brick->at == brick->length;
}

static void tell_about_itself(struct brick *brick)
{
	static const uint8_t bluetooth_address[7] = {0x00, 0x16, 0x53, 0x01, 0x02, 0x03};

	brick->reply_length = 33;
	memcpy(brick->reply + 3, "Stand-in", 8);
	memcpy(brick->reply + 18, bluetooth_address, sizeof bluetooth_address);
	put32(brick->reply + 29, 30000);
}

static void obey(struct brick *brick, const uint8_t *telegram, size_t length)
{
	static const uint8_t versions[] = {124, 1, 31, 1};

	switch (telegram[0] << 8 | telegram[1]) {
	case GET_BATTERY_LEVEL:
		brick->reply_length = 5;
		brick->reply[3] = 7500 & 0xff;
		brick->reply[4] = 7500 >> 8;
		break;
	case GET_FIRMWARE_VERSION:
		brick->reply_length = 7;
		memcpy(brick->reply + 3, versions, sizeof versions);
		break;
	case GET_DEVICE_INFO:
		tell_about_itself(brick);
		break;
	case FIND_FIRST:
		describe_file(brick, telegram + 2);
		break;
	case FIND_NEXT:
		brick->listed = true;
		describe_file(brick, NULL);
		break;
	case OPEN_WRITE:
	case OPEN_WRITE_LINEAR:
	case OPEN_WRITE_DATA:
		open_write(brick, telegram);
		break;
	case OPEN_READ:
		open_read(brick, telegram);
		break;
	case WRITE:
		write_file(brick, telegram + 3, length - 3);
		break;
	case READ:
		read_file(brick, telegram[3]);
		break;
	case CLOSE:
		brick->closed = true;
		brick->reply_length = 4;
		break;
	default:
		brick->reply[2] = BAD_COMMAND;
		brick->reply_length = 3;
	}
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	struct brick *brick = cusb_virtual_state(dev);
	uint8_t telegram[TELEGRAM_MAX] = {0};

	if (bEndpointAddress != BULK_OUT || brick->reply_length)
		return -EAGAIN;
	if (length < 2)
		return 0;
	memcpy(telegram, packet, length);
	memset(brick->reply, 0, sizeof brick->reply);
	brick->reply[0] = 0x02;
	brick->reply[1] = packet[1];
	obey(brick, telegram, length);
	return 0;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct brick *brick = cusb_virtual_state(dev);
	size_t length = brick->reply_length;

	if (bEndpointAddress != BULK_IN || length == 0 || length > room)
		return -EAGAIN;
	memcpy(packet, brick->reply, length);
	brick->reply_length = 0;
	return (ssize_t)length;
}

static bool holds_the_file(const struct brick *brick)
{
	FILE *file = fopen(FILE_PATH, "re");
	uint8_t content[FILE_MAX];
	size_t length = file ? fread(content, 1, sizeof content, file) : 0;

	if (file)
		fclose(file);
	return length > TELEGRAM_MAX && brick->length == length && brick->size == length &&
	       memcmp(brick->file, content, length) == 0;
}

static const char *missing(const void *state)
{
	const struct brick *brick = state;

	if (!holds_the_file(brick))
		return "the brick does not have the file";
	if (!brick->closed)
		return "the file was not closed";
	if (!brick->listed)
		return "the files were not listed";
	return brick->read ? NULL : "the file was not read back";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 8, 0x0694, 0x0002, 0x0000, 3),
	CONFIGURATION(9 + 9 + 2 * 7, 1, 0),
	INTERFACE(0, 0, 2, 0xff, 0xff, 0xff),
	BULK(BULK_OUT, 64),
	BULK(BULK_IN, 64),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"LEGO", "NXT", "001653010203", NULL};

static const struct cusb_virtual_model model = {
	.name = "nxt",
	.speed = CUSB_SPEED_FULL,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct brick),
	.out = out,
	.in = in,
};

STAND_IN(t2n) = {
	.program = "t2n",
	.library = "libusb-0.1.so.4",
	.job = "put a file on a brick, listed it and got it back",
	.model = &model,
	.missing = missing,
};
