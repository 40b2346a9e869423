/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "fail_alloc.h"
#include "unit.h"
#include "virtual/usbip_client.h"

#define ALTSETTING_1  "\x01\x0b\x01\x00\x00\x00\x00\x00"
#define STAND_STILL   "\x40\x02\x00\x00\x00\x00\x00\x00"
#define MOVE_ONE_MORE "\x40\x02\x01\x00\x00\x00\x00\x00"

/* The isochronous loopback with its endpoints of 1024 bytes. Uses sequence numbers 1 and 2. */
static void open_iso(void)
{
	client_open_configured("iso");
	client_request(2, ALTSETTING_1);
}

static void expect_packet(const struct usbip_answer *answer, uint32_t i, uint32_t length,
			  uint32_t actual_length, int status)
{
	const struct usbip_iso_packet *packet = &answer->packets[i];

	ck_assert_uint_lt(i, answer->header.ret_submit.number_of_packets);
	ck_assert_uint_eq(packet->offset, i * length);
	ck_assert_uint_eq(packet->length, length);
	ck_assert_uint_eq(packet->actual_length, actual_length);
	ck_assert_int_eq(packet->status, status);
}

static const struct usbip_answer *expect_iso(uint32_t seqnum, bool is_in, int status,
					     uint32_t actual_length, uint32_t packets)
{
	const struct usbip_answer *answer = expect_submitted(seqnum, status, actual_length, is_in);

	ck_assert_uint_eq(answer->header.ret_submit.number_of_packets, packets);
	return answer;
}

FIXTURE(NULL, client_end)

CASE(packets_out_are_all_taken)
{
	const struct usbip_answer *answer;

	open_iso();
	client_isochronous(3, 0x01, "aaaabbbbcccc", 3, 4);
	answer = expect_iso(3, false, 0, 12, 3);
	ck_assert_uint_eq(answer->header.ret_submit.error_count, 0);
	for (uint32_t i = 0; i < 3; i++)
		expect_packet(answer, i, 4, 4, 0);
}

CASE(packets_in_come_without_the_gaps_of_short_ones)
{
	const struct usbip_answer *answer;

	open_iso();
	client_isochronous(3, 0x01, "aaaabbbb", 2, 4);
	expect_iso(3, false, 0, 8, 2);
	client_isochronous(4, 0x81, NULL, 3, 8);
	answer = expect_iso(4, true, 0, 8, 3);
	ck_assert_mem_eq(answer->data, "aaaabbbb", 8);
	expect_packet(answer, 0, 8, 4, 0);
	expect_packet(answer, 1, 8, 4, 0);
	expect_packet(answer, 2, 8, 0, 0);
}

CASE(packet_that_fails_leaves_the_others)
{
	const struct usbip_answer *answer;

	open_iso();
	client_isochronous(3, 0x01, "aaaa\xee...\xdd...cccc", 4, 4);
	expect_iso(3, false, 0, 16, 4);
	client_isochronous(4, 0x81, NULL, 4, 4);
	answer = expect_iso(4, true, 0, 8, 4);
	ck_assert_uint_eq(answer->header.ret_submit.error_count, 1);
	ck_assert_mem_eq(answer->data, "aaaacccc", 8);
	expect_packet(answer, 1, 4, 0, -EILSEQ);
	expect_packet(answer, 2, 4, 0, 0);
	expect_packet(answer, 3, 4, 4, 0);
}

CASE(cancelled_urb_tells_what_moved)
{
	const struct usbip_answer *answer;

	open_iso();
	client_request(3, MOVE_ONE_MORE);
	client_isochronous(4, 0x01, "aaaabbbb", 2, 4);
	client_unlink(5, 4);
	answer = expect_iso(4, false, -ECONNRESET, 4, 2);
	expect_packet(answer, 0, 4, 4, 0);
	expect_packet(answer, 1, 4, 0, -EXDEV);
	expect_unlinked(5, -ECONNRESET);
}

#define PACKET_MESSAGE_SIZE (USBIP_HEADER_SIZE + USBIP_ISO_PACKET_SIZE)

/* CMD_SUBMIT of one packet to endpoint 1. */
static void put_packet(uint8_t *bytes, struct usbip_header header, struct usbip_iso_packet packet)
{
	header.command = USBIP_CMD_SUBMIT;
	header.ep = 1;
	header.cmd_submit.number_of_packets = 1;
	usbip_encode_header(&header, bytes);
	usbip_encode_iso_packet(&packet, bytes + USBIP_HEADER_SIZE);
}

/* An empty packet; returns the frame that it went in. */
static uint32_t send_in_frame(uint32_t seqnum, uint32_t flags, uint32_t start_frame)
{
	struct usbip_header header = {
		.seqnum = seqnum,
		.cmd_submit = {.transfer_flags = flags, .start_frame = start_frame},
	};
	uint8_t bytes[PACKET_MESSAGE_SIZE];

	put_packet(bytes, header, (struct usbip_iso_packet){0});
	client_send(bytes, sizeof bytes);
	return client_answer(false)->header.ret_submit.start_frame;
}

CASE(frame_is_the_next_or_the_one_asked_for)
{
	open_iso();
	ck_assert_uint_eq(send_in_frame(3, USBIP_ISO_ASAP, 10), 0);
	ck_assert_uint_eq(send_in_frame(4, 0, 10), 10);
	ck_assert_uint_eq(send_in_frame(5, USBIP_ISO_ASAP, 20), 11);
}

CASE(packets_that_there_is_no_memory_for_are_skipped)
{
	struct usbip_header header = {.seqnum = 3};
	uint8_t bytes[PACKET_MESSAGE_SIZE];
	int err;

	open_iso();
	put_packet(bytes, header, (struct usbip_iso_packet){0});
	fail_alloc_start(1);
	err = usbip_write(client_fd(), &(struct usbip_part){bytes, sizeof bytes}, 1);
	if (!err)
		err = usbip_read(client_fd(), bytes, USBIP_HEADER_SIZE);
	ck_assert(fail_alloc_stop());
	ck_assert_int_eq(err, 0);
	ck_assert_int_eq(usbip_decode_reply(bytes, &header), 0);
	ck_assert_int_eq(header.ret_submit.status, -ENOMEM);
	ck_assert_uint_eq(header.ret_submit.number_of_packets, 0);
	ck_assert_uint_eq(send_in_frame(4, USBIP_ISO_ASAP, 0), 0);
}

CASE(endpoint_without_packets_does_not_answer)
{
	const struct usbip_answer *answer;

	client_open_configured("loopback");
	client_isochronous(2, 0x81, NULL, 3, 8);
	answer = expect_iso(2, true, -EPROTO, 0, 3);
	expect_packet(answer, 2, 8, 0, -EXDEV);
}

CASE(most_packets_are_read_to_the_last)
{
	static const uint8_t data[8 * USBIP_ISO_PACKETS_MAX];

	open_iso();
	client_isochronous(3, 0x01, data, USBIP_ISO_PACKETS_MAX, 8);
	expect_iso(3, false, 0, sizeof data, USBIP_ISO_PACKETS_MAX);
	client_request(4, STAND_STILL);
}

CASE(packet_that_lies_outside_does_not_move)
{
	struct usbip_header header = {
		.seqnum = 3, .direction = 1, .cmd_submit = {.transfer_buffer_length = 8}};
	uint8_t bytes[PACKET_MESSAGE_SIZE];

	open_iso();
	put_packet(bytes, header, (struct usbip_iso_packet){.offset = 4, .length = 5});
	client_send(bytes, sizeof bytes);
	expect_iso(3, true, -EPROTO, 0, 1);
}

static ssize_t record_size(void)
{
	uint8_t record[256];

	return recv(client_fd(), record, sizeof record, 0);
}

/* vhci_hcd waits with interrupts disabled for the rest of an answer; see the server. */
CASE(answer_is_one_write)
{
	client_open_records("iso");
	client_request(2, ALTSETTING_1);
	client_isochronous(3, 0x01, "aaaa", 1, 4);
	ck_assert_int_eq(record_size(), USBIP_HEADER_SIZE + USBIP_ISO_PACKET_SIZE);
	client_isochronous(4, 0x81, NULL, 1, 8);
	ck_assert_int_eq(record_size(), USBIP_HEADER_SIZE + 4 + USBIP_ISO_PACKET_SIZE);
}
