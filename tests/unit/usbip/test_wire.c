/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "usbip/wire.h"

#include "unit.h"

/* CMD_SUBMIT 0x01020304 to endpoint 1 OUT: flags 0x40, 16 bytes, no packets, a SETUP packet. */
static const uint8_t submit_header[USBIP_HEADER_SIZE] = {
	0, 0, 0, 1, 1, 2, 3, 4,	   0,	 0,    0,    2,	   0,	 0,    0,    0,
	0, 0, 0, 1, 0, 0, 0, 0x40, 0,	 0,    0,    16,   0,	 0,    0,    0,
	0, 0, 0, 0, 0, 0, 0, 0,	   0x21, 0x09, 0x34, 0x12, 0x78, 0x56, 0x10, 0};

static const uint8_t submit_reply[USBIP_HEADER_SIZE] = {
	0,    0,    0,	  3,	1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0xff, 0xff, 0xff, 0xe0, 0, 0, 2, 0, 0, 0, 0, 9, 0, 0, 0, 5, 0, 0, 0, 6};
static const uint8_t unlink_reply[USBIP_HEADER_SIZE] = {
	0, 0, 0, 4, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xe0};
static const uint8_t iso_packet[USBIP_ISO_PACKET_SIZE] = {0, 0, 1, 0, 0,    0,	  2,	0,
							  0, 0, 0, 3, 0xff, 0xff, 0xff, 0xe0};

static struct usbip_header header;
static int ends[2];

static void setup(void)
{
	memset(&header, 0, sizeof header);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
}

static void teardown(void)
{
	close(ends[0]);
	close(ends[1]);
}

FIXTURE(setup, teardown)

/* The submit with another word at a byte offset. */
static int decode_with(size_t at, uint32_t value)
{
	uint8_t bytes[USBIP_HEADER_SIZE];

	memcpy(bytes, submit_header, sizeof bytes);
	for (size_t i = 0; i < 4; i++)
		bytes[at + i] = (uint8_t)(value >> (24 - 8 * i));
	return usbip_decode_request(bytes, &header);
}

CASE(submit_is_decoded)
{
	ck_assert_int_eq(usbip_decode_request(submit_header, &header), 0);
	ck_assert_uint_eq(header.command, USBIP_CMD_SUBMIT);
	ck_assert_uint_eq(header.seqnum, 0x01020304);
	ck_assert_uint_eq(header.devid, 2);
	ck_assert_uint_eq(header.direction, 0);
	ck_assert_uint_eq(header.ep, 1);
	ck_assert_uint_eq(header.cmd_submit.transfer_flags, USBIP_ZERO_PACKET);
	ck_assert_uint_eq(header.cmd_submit.transfer_buffer_length, 16);
	ck_assert_uint_eq(header.cmd_submit.number_of_packets, 0);
}

CASE(setup_packet_is_little_endian)
{
	ck_assert_int_eq(usbip_decode_request(submit_header, &header), 0);
	ck_assert_uint_eq(header.setup.bmRequestType, 0x21);
	ck_assert_uint_eq(header.setup.bRequest, 0x09);
	ck_assert_uint_eq(header.setup.wValue, 0x1234);
	ck_assert_uint_eq(header.setup.wIndex, 0x5678);
	ck_assert_uint_eq(header.setup.wLength, 0x0010);
}

CASE(submit_is_encoded)
{
	uint8_t bytes[USBIP_HEADER_SIZE];

	ck_assert_int_eq(usbip_decode_request(submit_header, &header), 0);
	usbip_encode_header(&header, bytes);
	ck_assert_mem_eq(bytes, submit_header, sizeof bytes);
}

CASE(direction_in_is_one)
{
	ck_assert_int_eq(decode_with(12, 1), 0);
	ck_assert_uint_eq(header.direction, 1);
}

CASE(unlink_is_decoded)
{
	ck_assert_int_eq(decode_with(0, USBIP_CMD_UNLINK), 0);
	ck_assert_uint_eq(header.cmd_unlink.seqnum, 0x40);
}

CASE(packet_count_of_minus_one_means_none)
{
	ck_assert_int_eq(decode_with(32, 0xffffffff), 0);
	ck_assert_uint_eq(header.cmd_submit.number_of_packets, 0);
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
	{"too many packets", 32, USBIP_ISO_PACKETS_MAX + 1},
};

CASE_PER_ROW(senseless_header_is_a_protocol_error, senseless)
{
	ck_assert_msg(decode_with(senseless[_i].at, senseless[_i].value) == -EPROTO, "%s was taken",
		      senseless[_i].what);
}

CASE(submit_reply_is_encoded)
{
	uint8_t bytes[USBIP_HEADER_SIZE];

	header = (struct usbip_header){USBIP_RET_SUBMIT, 0x01020304,
				       .ret_submit = {-EPIPE, 512, 9, 5, 6}};
	usbip_encode_header(&header, bytes);
	ck_assert_mem_eq(bytes, submit_reply, sizeof bytes);
}

CASE(submit_reply_is_decoded)
{
	ck_assert_int_eq(usbip_decode_reply(submit_reply, &header), 0);
	ck_assert_uint_eq(header.seqnum, 0x01020304);
	ck_assert_int_eq(header.ret_submit.status, -EPIPE);
	ck_assert_uint_eq(header.ret_submit.actual_length, 512);
	ck_assert_uint_eq(header.ret_submit.start_frame, 9);
	ck_assert_uint_eq(header.ret_submit.number_of_packets, 5);
	ck_assert_uint_eq(header.ret_submit.error_count, 6);
}

CASE(unlink_reply_has_nothing_but_a_status)
{
	uint8_t bytes[USBIP_HEADER_SIZE];

	header = (struct usbip_header){USBIP_RET_UNLINK, 9, .ret_submit = {-EPIPE, 512, 9, 5, 6}};
	usbip_encode_header(&header, bytes);
	ck_assert_mem_eq(bytes, unlink_reply, sizeof bytes);
}

CASE(unlink_reply_is_decoded)
{
	ck_assert_int_eq(usbip_decode_reply(unlink_reply, &header), 0);
	ck_assert_uint_eq(header.seqnum, 9);
	ck_assert_int_eq(header.ret_unlink.status, -EPIPE);
}

CASE(request_is_no_reply)
{
	ck_assert_int_eq(usbip_decode_reply(submit_header, &header), -EPROTO);
}

CASE(isochronous_packet_goes_both_ways)
{
	struct usbip_iso_packet packet;
	uint8_t bytes[USBIP_ISO_PACKET_SIZE];

	usbip_decode_iso_packet(iso_packet, &packet);
	ck_assert_uint_eq(packet.offset, 256);
	ck_assert_uint_eq(packet.length, 512);
	ck_assert_uint_eq(packet.actual_length, 3);
	ck_assert_int_eq(packet.status, -EPIPE);
	usbip_encode_iso_packet(&packet, bytes);
	ck_assert_mem_eq(bytes, iso_packet, sizeof bytes);
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

	sigaction(SIGUSR1, &action, NULL);
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
}

static uint8_t large[1 << 20], received_large[sizeof large + 2];

static int write_two(int fd, const void *first, size_t first_size, const void *second, size_t size)
{
	return usbip_write(fd, (struct usbip_part[]){{first, first_size}, {second, size}}, 2);
}

static void *write_large(void *data)
{
	struct transfer *transfer = data;

	transfer->result = write_two(transfer->fd, "ab", 2, large, sizeof large);
	return NULL;
}

/* A signal ends a write that waits for room with the count so far. */
CASE(signals_do_not_break_a_write_beyond_the_socket_buffer)
{
	struct sigaction action = {.sa_handler = ignore};
	struct transfer transfer;
	pthread_t writer;

	for (size_t i = 0; i < sizeof large; i++)
		large[i] = (uint8_t)(i % 251);
	sigaction(SIGUSR1, &action, NULL);
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
}

CASE(read_from_one_that_hung_up_is_not_connected)
{
	uint8_t byte;

	shutdown(ends[0], SHUT_RDWR);
	ck_assert_int_eq(usbip_read(ends[1], &byte, 1), -ENOTCONN);
}

CASE(write_to_one_that_hung_up_is_not_connected)
{
	shutdown(ends[0], SHUT_RDWR);
	ck_assert_int_eq(write_two(ends[1], "ab", 2, NULL, 0), -ENOTCONN);
}

CASE(write_of_nothing_sends_nothing)
{
	ck_assert_int_eq(write_two(ends[0], NULL, 0, NULL, 0), 0);
}

CASE(skip_takes_just_what_it_is_told)
{
	uint8_t bytes[5000] = {0}, last = 0;

	bytes[4999] = 7;
	ck_assert_int_eq(write_two(ends[0], NULL, 0, bytes, sizeof bytes), 0);
	ck_assert_int_eq(usbip_skip(ends[1], 4999), 0);
	ck_assert_int_eq(usbip_read(ends[1], &last, 1), 0);
	ck_assert_uint_eq(last, 7);
}
