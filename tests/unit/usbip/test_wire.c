/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "usbip/wire.h"

#include "unit.h"

/* CMD_SUBMIT 0x01020304 to endpoint 1 OUT, flags 0x40, 16 bytes, no packets, with a SETUP packet.
 */
static const uint8_t submit_header[USBIP_HEADER_SIZE] = {
	0, 0, 0, 1, 1, 2, 3, 4,	   0,	 0,    0,    2,	   0,	 0,    0,    0,
	0, 0, 0, 1, 0, 0, 0, 0x40, 0,	 0,    0,    16,   0,	 0,    0,    0,
	0, 0, 0, 0, 0, 0, 0, 0,	   0x21, 0x09, 0x34, 0x12, 0x78, 0x56, 0x10, 0};

static int decode_with(size_t at, uint32_t value, struct usbip_request *request)
{
	uint8_t header[USBIP_HEADER_SIZE];

	memcpy(header, submit_header, sizeof header);
	usbip_put32(header + at, value);
	return usbip_decode(header, request);
}

CASE(submit_is_decoded)
{
	struct usbip_request request;

	ck_assert_int_eq(usbip_decode(submit_header, &request), 0);
	ck_assert_uint_eq(request.command, USBIP_CMD_SUBMIT);
	ck_assert_uint_eq(request.seqnum, 0x01020304);
	ck_assert_uint_eq(request.endpoint, 0x01);
	ck_assert_uint_eq(request.flags, USBIP_ZERO_PACKET);
	ck_assert_uint_eq(request.length, 16);
	ck_assert_uint_eq(request.packets, 0);
}

CASE(setup_packet_is_little_endian)
{
	struct usbip_request request;

	ck_assert_int_eq(usbip_decode(submit_header, &request), 0);
	ck_assert_uint_eq(request.setup.bmRequestType, 0x21);
	ck_assert_uint_eq(request.setup.bRequest, 0x09);
	ck_assert_uint_eq(request.setup.wValue, 0x1234);
	ck_assert_uint_eq(request.setup.wIndex, 0x5678);
	ck_assert_uint_eq(request.setup.wLength, 0x0010);
}

CASE(direction_in_sets_bit_7_of_the_address)
{
	struct usbip_request request;

	ck_assert_int_eq(decode_with(12, 1, &request), 0);
	ck_assert_uint_eq(request.endpoint, 0x81);
}

CASE(unlink_is_decoded)
{
	struct usbip_request request;

	ck_assert_int_eq(decode_with(0, USBIP_CMD_UNLINK, &request), 0);
	ck_assert_uint_eq(request.unlinked_seqnum, 0x40);
}

CASE(packet_count_of_minus_one_means_none)
{
	struct usbip_request request;

	ck_assert_int_eq(decode_with(32, 0xffffffff, &request), 0);
	ck_assert_uint_eq(request.packets, 0);
}

/* Byte offset in the header and what must not stand there. */
static const struct {
	const char *what;
	size_t at;
	uint32_t value;
} senseless[] = {
	{"command 0", 0, 0},
	{"a reply", 0, USBIP_RET_SUBMIT},
	{"direction 2", 12, 2},
	{"endpoint 16", 16, 16},
	{"a length below 0", 24, 0x80000000},
	{"too many packets", 32, USBIP_PACKETS_MAX + 1},
};

CASE_PER_ROW(senseless_header_is_a_protocol_error, senseless)
{
	struct usbip_request request;

	ck_assert_msg(decode_with(senseless[_i].at, senseless[_i].value, &request) == -EPROTO,
		      "%s was taken", senseless[_i].what);
}

CASE(submit_reply_is_encoded)
{
	static const uint8_t expected[USBIP_HEADER_SIZE] = {
		0,    0,    0,	  3,	1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0xff, 0xff, 0xff, 0xe0, 0, 0, 2, 0, 0, 0, 0, 9, 0, 0, 0, 5, 0, 0, 0, 6};
	struct usbip_reply reply = {USBIP_RET_SUBMIT, 0x01020304, -EPIPE, 512, 9, 5, 6};
	uint8_t header[USBIP_HEADER_SIZE];

	usbip_encode(&reply, header);
	ck_assert_mem_eq(header, expected, sizeof header);
}

CASE(unlink_reply_has_nothing_but_a_status)
{
	static const uint8_t expected[USBIP_HEADER_SIZE] = {
		0, 0, 0, 4, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xe0};
	struct usbip_reply reply = {USBIP_RET_UNLINK, 9, -EPIPE, 512, 9, 5, 6};
	uint8_t header[USBIP_HEADER_SIZE];

	usbip_encode(&reply, header);
	ck_assert_mem_eq(header, expected, sizeof header);
}

struct transfer {
	int fd;
	size_t size;
	uint8_t *data;
	int result;
};

static void *read_all(void *data)
{
	struct transfer *transfer = data;

	transfer->result = usbip_read(transfer->fd, transfer->data, transfer->size);
	return NULL;
}

static void ignore(int signal)
{
	(void)signal;
}

CASE(signals_do_not_break_a_read)
{
	struct sigaction action = {.sa_handler = ignore};
	uint8_t received[4] = {0};
	struct transfer transfer = {.size = sizeof received, .data = received};
	pthread_t reader;
	int ends[2];

	sigaction(SIGUSR1, &action, NULL);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	transfer.fd = ends[1];
	ck_assert_int_eq(pthread_create(&reader, NULL, read_all, &transfer), 0);
	for (int i = 0; i < 4; i++) {
		for (int j = 0; j < 10; j++) {
			pthread_kill(reader, SIGUSR1);
			usleep(100);
		}
		ck_assert_int_eq(send(ends[0], &"test"[i], 1, 0), 1);
	}
	pthread_join(reader, NULL);
	ck_assert_int_eq(transfer.result, 0);
	ck_assert_mem_eq(received, "test", 4);
	close(ends[0]);
	close(ends[1]);
}

static uint8_t large[1 << 20], received_large[sizeof large + 2];

static void *write_large(void *data)
{
	struct transfer *transfer = data;

	transfer->result = usbip_write(transfer->fd, "ab", 2, large, sizeof large);
	return NULL;
}

/* A signal ends a write that waits for room with the count so far. */
CASE(signals_do_not_break_a_write_beyond_the_socket_buffer)
{
	struct sigaction action = {.sa_handler = ignore};
	struct transfer transfer;
	pthread_t writer;
	int ends[2];

	for (size_t i = 0; i < sizeof large; i++)
		large[i] = (uint8_t)(i % 251);
	sigaction(SIGUSR1, &action, NULL);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	transfer.fd = ends[0];
	ck_assert_int_eq(pthread_create(&writer, NULL, write_large, &transfer), 0);
	for (int i = 0; i < 50; i++) {
		pthread_kill(writer, SIGUSR1);
		usleep(1000);
	}
	ck_assert_int_eq(usbip_read(ends[1], received_large, sizeof received_large), 0);
	pthread_join(writer, NULL);
	ck_assert_int_eq(transfer.result, 0);
	ck_assert_mem_eq(received_large + 2, large, sizeof large);
	close(ends[0]);
	close(ends[1]);
}

CASE(read_from_one_that_hung_up_is_not_connected)
{
	uint8_t byte;
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	close(ends[0]);
	ck_assert_int_eq(usbip_read(ends[1], &byte, 1), -ENOTCONN);
	close(ends[1]);
}

CASE(write_to_one_that_hung_up_is_not_connected)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	close(ends[0]);
	ck_assert_int_eq(usbip_write(ends[1], "ab", 2, NULL, 0), -ENOTCONN);
	close(ends[1]);
}

CASE(write_of_nothing_sends_nothing)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	ck_assert_int_eq(usbip_write(ends[0], NULL, 0, NULL, 0), 0);
	close(ends[0]);
	close(ends[1]);
}

CASE(skip_takes_just_what_it_is_told)
{
	uint8_t bytes[5000] = {0}, last = 0;
	int ends[2];

	bytes[4999] = 7;
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	ck_assert_int_eq(usbip_write(ends[0], bytes, sizeof bytes, NULL, 0), 0);
	ck_assert_int_eq(usbip_skip(ends[1], 4999), 0);
	ck_assert_int_eq(usbip_read(ends[1], &last, 1), 0);
	ck_assert_uint_eq(last, 7);
	close(ends[0]);
	close(ends[1]);
}
