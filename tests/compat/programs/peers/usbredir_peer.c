/* SPDX-License-Identifier: MIT */
/*
 * The side that wants a device, for usbredirect, the side that has one: usbredir_peer COMMAND...
 *
 * Waits for the command at port 4000 of this machine, uses the device of devices/usbredirect.c over
 * the connection, kind by kind, and prints what comes. Exits 0 if the device did what it does and
 * the command ended well.
 *
 * A message is three numbers, type, length and id, and as many bytes as that, in the order of the
 * USB redirection protocol's description, little endian. Without capabilities, which this side has
 * none of, an id has four bytes.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PORT	    4000
#define HEADER	    12
#define MESSAGE_MAX 4096
#define ISO_PACKETS 64
#define REPORTS	    3

enum type {
	HELLO = 0,
	DEVICE_CONNECT = 1,
	SET_ALT_SETTING = 9,
	ALT_SETTING_STATUS = 11,
	START_ISO_STREAM = 12,
	STOP_ISO_STREAM = 13,
	ISO_STREAM_STATUS = 14,
	START_INTERRUPT_RECEIVING = 15,
	STOP_INTERRUPT_RECEIVING = 16,
	INTERRUPT_RECEIVING_STATUS = 17,
	CONTROL_PACKET = 100,
	BULK_PACKET = 101,
	ISO_PACKET = 102,
	INTERRUPT_PACKET = 103,
};

struct message {
	uint32_t type, length, id;
	uint8_t bytes[MESSAGE_MAX];
};

static int connection;
static struct message reply;

static void put32(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

static uint32_t get32(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static bool send_all(const void *bytes, size_t length)
{
	return send(connection, bytes, length, MSG_NOSIGNAL) == (ssize_t)length;
}

static bool receive_all(void *bytes, size_t length)
{
	return length == 0 || recv(connection, bytes, length, MSG_WAITALL) == (ssize_t)length;
}

static bool tell(uint32_t type, const void *bytes, size_t length)
{
	static uint32_t id;
	uint8_t header[HEADER];

	put32(header, type);
	put32(header + 4, (uint32_t)length);
	put32(header + 8, ++id);
	return send_all(header, sizeof header) && send_all(bytes, length);
}

static bool receive(void)
{
	uint8_t header[HEADER];

	if (!receive_all(header, sizeof header))
		return false;
	reply.type = get32(header);
	reply.length = get32(header + 4);
	reply.id = get32(header + 8);
	return reply.length <= sizeof reply.bytes && receive_all(reply.bytes, reply.length);
}

/* Prints it, but for a greeting, which has the version of the program. */
static void print_reply(void)
{
	printf("%u, %u:", reply.type, reply.id);
	for (size_t i = 0; i < reply.length && reply.type != HELLO; i++)
		printf(" %02x", reply.bytes[i]);
	putchar('\n');
}

/* Receives until one of that type comes, which is told apart from others by its first bytes. */
static bool expect(uint32_t type, const void *bytes, size_t length)
{
	while (receive()) {
		print_reply();
		if (reply.type == type)
			return reply.length >= length && memcmp(reply.bytes, bytes, length) == 0;
	}
	printf("the connection broke before a message %u came\n", type);
	return false;
}

static bool meet(void)
{
	static const uint8_t version[64] = "usbredir_peer";

	return tell(HELLO, version, sizeof version) &&
	       expect(DEVICE_CONNECT, "\x02\xff\x00\x00", 0);
}

/* Interface 0, setting 1. */
static bool set_alternate(void)
{
	return tell(SET_ALT_SETTING, "\x00\x01", 2) &&
	       expect(ALT_SETTING_STATUS, "\x00\x00\x01", 3);
}

/* Endpoint, request, request type, status, value, index, length. */
static bool use_control(void)
{
	return tell(CONTROL_PACKET, "\x00\x01\x40\x00\x00\x00\x00\x00\x04\x00\x0c\x05\x0b\x01",
		    14) &&
	       expect(CONTROL_PACKET, "\x00\x01\x40\x00", 4) &&
	       tell(CONTROL_PACKET, "\x80\x02\xc0\x00\x00\x00\x00\x00\x04\x00", 10) &&
	       expect(CONTROL_PACKET, "\x80\x02\xc0\x00\x00\x00\x00\x00\x04\x00\x0c\x05\x0b\x01",
		      14);
}

/* Endpoint, status, length, stream. */
static bool use_bulk(void)
{
	return tell(BULK_PACKET, "\x03\x00\x05\x00\x00\x00\x00\x00hello", 13) &&
	       expect(BULK_PACKET, "\x03\x00\x05\x00", 4) &&
	       tell(BULK_PACKET, "\x83\x00\x00\x02\x00\x00\x00\x00", 8) &&
	       expect(BULK_PACKET, "\x83\x00\x05\x00\x00\x00\x00\x00hello", 13);
}

/* Endpoint, status, length; all bytes of a packet are its number. */
static bool receive_packets(uint32_t type, uint8_t endpoint, uint8_t length, unsigned int count)
{
	uint8_t wanted[4 + 64] = {endpoint, 0, length, 0};

	for (unsigned int i = 1; i <= count; i++) {
		memset(wanted + 4, (int)i, length);
		if (!expect(type, wanted, (size_t)4 + length))
			return false;
	}
	return true;
}

static bool use_interrupt(void)
{
	return tell(START_INTERRUPT_RECEIVING, "\x84", 1) &&
	       expect(INTERRUPT_RECEIVING_STATUS, "\x00\x84", 2) &&
	       receive_packets(INTERRUPT_PACKET, 0x84, 8, REPORTS) &&
	       tell(STOP_INTERRUPT_RECEIVING, "\x84", 1) &&
	       expect(INTERRUPT_RECEIVING_STATUS, "\x00\x84", 2);
}

/* In 4 URBs of 8 packets. */
static bool use_iso_in(void)
{
	return tell(START_ISO_STREAM, "\x81\x08\x04", 3) &&
	       expect(ISO_STREAM_STATUS, "\x00\x81", 2) &&
	       receive_packets(ISO_PACKET, 0x81, 64, ISO_PACKETS) &&
	       tell(STOP_ISO_STREAM, "\x81", 1) && expect(ISO_STREAM_STATUS, "\x00\x81", 2);
}

static uint8_t send_iso_packets(void)
{
	uint8_t packet[4 + 48] = {0x02, 0, 48, 0};
	uint8_t sum = 0;

	for (unsigned int i = 1; i <= ISO_PACKETS; i++) {
		memset(packet + 4, (int)i, 48);
		sum += (uint8_t)(48 * i);
		if (!tell(ISO_PACKET, packet, sizeof packet))
			break;
	}
	return sum;
}

/* In 16 URBs of 8 packets: the other side throws away what it has no room for. */
static bool use_iso_out(void)
{
	uint8_t heard[] = {0x83, 0, 1, 0, 0, 0, 0, 0, 0};

	if (!tell(START_ISO_STREAM, "\x02\x08\x10", 3) || !expect(ISO_STREAM_STATUS, "\x00\x02", 2))
		return false;
	heard[8] = send_iso_packets();
	return tell(BULK_PACKET, "\x83\x00\x00\x02\x00\x00\x00\x00", 8) &&
	       expect(BULK_PACKET, heard, sizeof heard) && tell(STOP_ISO_STREAM, "\x02", 1) &&
	       expect(ISO_STREAM_STATUS, "\x00\x02", 2);
}

static int listen_at(const struct sockaddr_in *address)
{
	struct ifreq interface = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	if (listener < 0 || ioctl(listener, SIOCSIFFLAGS, &interface) != 0 ||
	    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
	    bind(listener, (const struct sockaddr *)address, sizeof *address) != 0 ||
	    listen(listener, 1) != 0) {
		perror("usbredir_peer");
		return -1;
	}
	return listener;
}

static pid_t start(char **command)
{
	pid_t child = fork();

	if (child == 0) {
		execvp(command[0], command);
		fprintf(stderr, "%s: %s\n", command[0], strerror(errno));
		_exit(127);
	}
	return child;
}

/* -1 if the command ended without. */
static int accept_from(pid_t child, int listener)
{
	struct pollfd ready[] = {
		{.fd = listener, .events = POLLIN},
		{.fd = (int)syscall(SYS_pidfd_open, child, 0), .events = POLLIN},
	};
	int connected = -1;

	while (poll(ready, 2, -1) < 0 && errno == EINTR)
		;
	if (ready[0].revents)
		connected = accept(listener, NULL, NULL);
	close(ready[1].fd);
	return connected;
}

static bool use_device(void)
{
	return meet() && set_alternate() && use_control() && use_bulk() && use_interrupt() &&
	       use_iso_in() && use_iso_out();
}

int main(int argc, char **argv)
{
	const struct sockaddr_in address = {.sin_family = AF_INET,
					    .sin_port = htons(PORT),
					    .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int listener = listen_at(&address), status;
	pid_t child;
	bool good;

	if (argc < 2 || listener < 0) {
		fprintf(stderr, "usage: usbredir_peer COMMAND...\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	child = start(argv + 1);
	connection = accept_from(child, listener);
	good = use_device();
	close(connection);
	if (waitpid(child, &status, 0) != child)
		return 1;
	printf("%s, exit status %d\n", good ? "all came" : "something was wrong",
	       WEXITSTATUS(status));
	return !good || status != 0;
}
