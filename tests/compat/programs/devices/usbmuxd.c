/* SPDX-License-Identifier: MIT */
/*
 * 05ac:12a8, a telephone of Apple's, as far as the multiplexer of connections goes. It leaves the
 * bus when it is asked for a connection to port 9, and comes back.
 *
 * A packet is a protocol, the length of the packet, four bytes each, big endian, and what is in it:
 * a version; or the header of TCP, which has neither options nor a checksum, and data. At port 7
 * the telephone sends back what it gets, and breaks the connection when that is acknowledged. The
 * program acknowledges after a while: at any other end, the machine's speed would decide whether it
 * does.
 *
 * The telephone leaves instead of an answer, when all of the program's reads wait. It must not
 * leave right after an answer: the program submits the read again, does not look at the result, and
 * waits for ever for the end of a read that was refused because the device had left.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define BULK_OUT   0x04
#define BULK_IN	   0x85
#define PACKET_MAX 512
#define HEADER	   8
#define TCP_HEADER 20
#define ECHO_PORT  7
#define LEAVE_PORT 9
#define WINDOW	   0x0200

enum protocol { VERSION = 0, TCP = 6 };
enum flag { SYN = 0x02, RST = 0x04, ACK = 0x10 };

struct telephone {
	uint8_t answer[PACKET_MAX]; /* that goes out */
	size_t length;
	uint32_t sequence, expected; /* of the connection: sent, and to come */
	unsigned int connections;
};

static uint32_t get32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void put(uint8_t *at, size_t size, uint32_t value)
{
	for (size_t i = 0; i < size; i++)
		at[i] = (uint8_t)(value >> 8 * (size - 1 - i));
}

static void begin(struct telephone *telephone, enum protocol protocol, size_t length)
{
	telephone->length = HEADER + length;
	memset(telephone->answer, 0, telephone->length);
	put(telephone->answer, 4, protocol);
	put(telephone->answer + 4, 4, (uint32_t)telephone->length);
}

static void tell_version(struct telephone *telephone)
{
	begin(telephone, VERSION, 12);
	put(telephone->answer + HEADER, 4, 1); /* 1.0 */
}

/* To the ports that the segment came from. */
static void send_segment(struct telephone *telephone, const uint8_t *from, uint8_t flags,
			 const uint8_t *data, size_t length)
{
	uint8_t *tcp = telephone->answer + HEADER;

	begin(telephone, TCP, TCP_HEADER + length);
	memcpy(tcp, from + 2, 2);
	memcpy(tcp + 2, from, 2);
	put(tcp + 4, 4, telephone->sequence);
	put(tcp + 8, 4, telephone->expected);
	tcp[12] = TCP_HEADER / 4 << 4;
	tcp[13] = flags;
	put(tcp + 14, 2, WINDOW);
	if (length)
		memcpy(tcp + TCP_HEADER, data, length);
	telephone->sequence += (uint32_t)length + (flags & SYN ? 1 : 0);
}

static int connect(struct telephone *telephone, const uint8_t *tcp)
{
	int port = tcp[2] << 8 | tcp[3];

	if (port == LEAVE_PORT)
		return -ENODEV;
	telephone->sequence = 0;
	telephone->expected = get32(tcp + 4) + 1;
	send_segment(telephone, tcp, port == ECHO_PORT ? SYN | ACK : RST, NULL, 0);
	return 0;
}

static int receive_segment(struct telephone *telephone, const uint8_t *tcp, size_t length)
{
	uint32_t acknowledged = get32(tcp + 8);
	bool echoed = telephone->sequence > 1;

	if (tcp[13] & SYN) {
		return connect(telephone, tcp);
	} else if (length > TCP_HEADER) {
		telephone->expected += (uint32_t)(length - TCP_HEADER);
		send_segment(telephone, tcp, ACK, tcp + TCP_HEADER, length - TCP_HEADER);
	} else if (echoed && acknowledged == telephone->sequence && !(tcp[13] & RST)) {
		send_segment(telephone, tcp, RST, NULL, 0);
		telephone->connections++;
	}
	return 0;
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	struct telephone *telephone = cusb_virtual_state(dev);

	if (bEndpointAddress != BULK_OUT || telephone->length)
		return -EAGAIN;
	if (length < HEADER || get32(packet + 4) != length)
		return -EPIPE;
	if (get32(packet) == VERSION)
		tell_version(telephone);
	else if (get32(packet) == TCP && length >= HEADER + TCP_HEADER)
		return receive_segment(telephone, packet + HEADER, length - HEADER);
	return 0;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct telephone *telephone = cusb_virtual_state(dev);
	size_t length = telephone->length;

	if (bEndpointAddress != BULK_IN || length > room)
		return -EAGAIN;
	if (length == 0)
		return -EAGAIN;
	memcpy(packet, telephone->answer, length);
	telephone->length = 0;
	return (ssize_t)length;
}

static const char *missing(const void *state)
{
	const struct telephone *telephone = state;

	return telephone->connections < 2 ? "it was not called again after it had come back" : NULL;
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0x05ac, 0x12a8, 0x0100, 3),
	CONFIGURATION(9 + 9 + 2 * 7, 1, 500),
	INTERFACE(0, 0, 2, 0xff, 0xfe, 0x02),
	BULK(BULK_OUT, PACKET_MAX),
	BULK(BULK_IN, PACKET_MAX),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Stand-in", "Telephone",
				      "0123456789abcdef0123456789abcdef01234567", NULL};

static const struct cusb_virtual_model model = {
	.name = "telephone",
	.speed = CUSB_SPEED_HIGH,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct telephone),
	.out = out,
	.in = in,
};

STAND_IN(usbmuxd) = {
	.program = "usbmuxd",
	.job = "saw a telephone come, go and come back, and connected to a port of it each time",
	.model = &model,
	.other_model = &model,
	.missing = missing,
};
