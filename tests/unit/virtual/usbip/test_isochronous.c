/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "usbip/wire.h"

#include "fail_alloc.h"
#include "unit.h"
#include "virtual/usbip_client.h"

#define CONFIGURE     "\x00\x09\x01\x00\x00\x00\x00\x00"
#define ALTSETTING_1  "\x01\x0b\x01\x00\x00\x00\x00\x00"
#define STAND_STILL   "\x40\x02\x00\x00\x00\x00\x00\x00"
#define MOVE_ONE_MORE "\x40\x02\x01\x00\x00\x00\x00\x00"

static struct usbip_client client;

static void control(uint32_t seqnum, const char *setup)
{
	client_control(&client, seqnum, setup, NULL);
	expect_out(&client, seqnum, 0, 0);
}

/* The isochronous loopback with its endpoints of 1024 bytes. Uses sequence numbers 1 and 2. */
static void open_iso(void)
{
	client_open(&client, "iso");
	control(1, CONFIGURE);
	control(2, ALTSETTING_1);
}

static void expect_packet(const struct usbip_answer *answer, uint32_t i, uint32_t length,
			  uint32_t actual_length, int status)
{
	const uint8_t *packet = answer->descriptors + (size_t)i * USBIP_PACKET_SIZE;

	ck_assert_uint_lt(i, answer->packets);
	ck_assert_uint_eq(usbip_get32(packet), i * length);
	ck_assert_uint_eq(usbip_get32(packet + 4), length);
	ck_assert_uint_eq(usbip_get32(packet + 8), actual_length);
	ck_assert_int_eq((int32_t)usbip_get32(packet + 12), status);
}

static const struct usbip_answer *expect_iso(uint32_t seqnum, bool is_in, int status,
					     uint32_t actual_length, uint32_t packets)
{
	const struct usbip_answer *answer = client_answer(&client, is_in);

	ck_assert_uint_eq(answer->command, USBIP_RET_SUBMIT);
	ck_assert_uint_eq(answer->seqnum, seqnum);
	ck_assert_int_eq(answer->status, status);
	ck_assert_uint_eq(answer->actual_length, actual_length);
	ck_assert_uint_eq(answer->packets, packets);
	return answer;
}

CASE(packets_out_are_all_taken)
{
	const struct usbip_answer *answer;

	open_iso();
	client_isochronous(&client, 3, 0x01, "aaaabbbbcccc", 3, 4);
	answer = expect_iso(3, false, 0, 12, 3);
	ck_assert_uint_eq(answer->error_count, 0);
	for (uint32_t i = 0; i < 3; i++)
		expect_packet(answer, i, 4, 4, 0);
	client_close(&client);
}

CASE(packets_in_come_without_the_gaps_of_short_ones)
{
	const struct usbip_answer *answer;

	open_iso();
	client_isochronous(&client, 3, 0x01, "aaaabbbb", 2, 4);
	expect_iso(3, false, 0, 8, 2);
	client_isochronous(&client, 4, 0x81, NULL, 3, 8);
	answer = expect_iso(4, true, 0, 8, 3);
	ck_assert_mem_eq(answer->data, "aaaabbbb", 8);
	expect_packet(answer, 0, 8, 4, 0);
	expect_packet(answer, 1, 8, 4, 0);
	expect_packet(answer, 2, 8, 0, 0);
	client_close(&client);
}

CASE(packet_that_fails_leaves_the_others)
{
	const struct usbip_answer *answer;

	open_iso();
	client_isochronous(&client, 3, 0x01, "aaaa\xee...\xdd...cccc", 4, 4);
	expect_iso(3, false, 0, 16, 4);
	client_isochronous(&client, 4, 0x81, NULL, 4, 4);
	answer = expect_iso(4, true, 0, 8, 4);
	ck_assert_uint_eq(answer->error_count, 1);
	ck_assert_mem_eq(answer->data, "aaaacccc", 8);
	expect_packet(answer, 1, 4, 0, -EILSEQ);
	expect_packet(answer, 2, 4, 0, 0);
	expect_packet(answer, 3, 4, 4, 0);
	client_close(&client);
}

CASE(cancelled_urb_tells_what_moved)
{
	const struct usbip_answer *answer;

	open_iso();
	control(3, MOVE_ONE_MORE);
	client_isochronous(&client, 4, 0x01, "aaaabbbb", 2, 4);
	client_unlink(&client, 5, 4);
	answer = expect_iso(4, false, -ECONNRESET, 4, 2);
	expect_packet(answer, 0, 4, 4, 0);
	expect_packet(answer, 1, 4, 0, -EXDEV);
	expect_unlinked(&client, 5, -ECONNRESET);
	client_close(&client);
}

/* CMD_SUBMIT of one empty packet to endpoint 1. */
static void put_empty_packet(uint8_t *bytes, uint32_t seqnum, uint32_t flags, uint32_t start_frame)
{
	memset(bytes, 0, USBIP_HEADER_SIZE + USBIP_PACKET_SIZE);
	usbip_put32(bytes, USBIP_CMD_SUBMIT);
	usbip_put32(bytes + 4, seqnum);
	usbip_put32(bytes + 16, 1);
	usbip_put32(bytes + 20, flags);
	usbip_put32(bytes + 28, start_frame);
	usbip_put32(bytes + 32, 1);
}

/* The frame that the packet went in. */
static uint32_t send_in_frame(uint32_t seqnum, uint32_t flags, uint32_t start_frame)
{
	uint8_t bytes[USBIP_HEADER_SIZE + USBIP_PACKET_SIZE];

	put_empty_packet(bytes, seqnum, flags, start_frame);
	ck_assert_int_eq(usbip_write(client.fd, bytes, sizeof bytes, NULL, 0), 0);
	ck_assert_int_eq(usbip_read(client.fd, bytes, sizeof bytes), 0);
	return usbip_get32(bytes + 28);
}

CASE(frame_is_the_next_or_the_one_asked_for)
{
	open_iso();
	ck_assert_uint_eq(send_in_frame(3, USBIP_ISO_ASAP, 10), 0);
	ck_assert_uint_eq(send_in_frame(4, 0, 10), 10);
	ck_assert_uint_eq(send_in_frame(5, USBIP_ISO_ASAP, 20), 11);
	client_close(&client);
}

CASE(packets_that_there_is_no_memory_for_are_skipped)
{
	uint8_t bytes[USBIP_HEADER_SIZE + USBIP_PACKET_SIZE];
	int err;

	open_iso();
	put_empty_packet(bytes, 3, USBIP_ISO_ASAP, 0);
	fail_alloc_start(1);
	err = usbip_write(client.fd, bytes, sizeof bytes, NULL, 0);
	if (!err)
		err = usbip_read(client.fd, bytes, USBIP_HEADER_SIZE);
	ck_assert(fail_alloc_stop());
	ck_assert_int_eq(err, 0);
	ck_assert_int_eq((int32_t)usbip_get32(bytes + 20), -ENOMEM);
	ck_assert_uint_eq(usbip_get32(bytes + 32), 0);
	ck_assert_uint_eq(send_in_frame(4, USBIP_ISO_ASAP, 0), 0);
	client_close(&client);
}

CASE(endpoint_without_packets_does_not_answer)
{
	const struct usbip_answer *answer;

	client_open(&client, "loopback");
	control(1, CONFIGURE);
	client_isochronous(&client, 2, 0x81, NULL, 3, 8);
	answer = expect_iso(2, true, -EPROTO, 0, 3);
	expect_packet(answer, 2, 8, 0, -EXDEV);
	client_close(&client);
}

CASE(most_packets_are_read_to_the_last)
{
	static const uint8_t data[8 * USBIP_PACKETS_MAX];

	open_iso();
	client_isochronous(&client, 3, 0x01, data, USBIP_PACKETS_MAX, 8);
	expect_iso(3, false, 0, sizeof data, USBIP_PACKETS_MAX);
	control(4, STAND_STILL);
	client_close(&client);
}

CASE(packet_that_lies_outside_does_not_move)
{
	uint8_t header[USBIP_HEADER_SIZE] = {0}, packet[USBIP_PACKET_SIZE] = {0};

	open_iso();
	usbip_put32(header, USBIP_CMD_SUBMIT);
	usbip_put32(header + 4, 3);
	usbip_put32(header + 12, 1);
	usbip_put32(header + 16, 1);
	usbip_put32(header + 24, 8);
	usbip_put32(header + 32, 1);
	usbip_put32(packet, 4);
	usbip_put32(packet + 4, 5);
	ck_assert_int_eq(usbip_write(client.fd, header, sizeof header, packet, sizeof packet), 0);
	expect_iso(3, true, -EPROTO, 0, 1);
	client_close(&client);
}
