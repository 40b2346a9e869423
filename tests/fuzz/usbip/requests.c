/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "demand.h"
#include "input.h"
#include "usbip/client.h"

#define DATA_MAX    70000
#define PACKETS_MAX 40
#define MESSAGE_MAX (USBIP_HEADER_SIZE + DATA_MAX + PACKETS_MAX * USBIP_ISO_PACKET_SIZE)

static uint8_t message[MESSAGE_MAX];
static size_t length, sent;
static uint32_t last_seqnum;

void requests_begin(void)
{
	length = sent = 0;
	last_seqnum = 0;
}

/* A client counts upwards. A hostile one leaves numbers out, and uses answered ones again. */
static uint32_t next_seqnum(void)
{
	uint32_t old = input_says(8) ? input_byte() : CLIENT_ASKED;

	if (old <= last_seqnum && !replies_wait_for(old))
		return old;
	last_seqnum += input_says(16) ? 1U + (input_byte() & 7) : 1;
	return last_seqnum;
}

static void make_setup(struct cusb_setup *setup, uint32_t data_length)
{
	static const uint8_t standard[][4] = {
		{0x00, 0x09, 1, 0}, {0x01, 0x0b, 1, 0}, {0x80, 0x06, 0, 1}, {0x80, 0x06, 1, 3},
		{0x02, 0x01, 0, 0}, {0x40, 0x00, 0, 0}, {0xc0, 0x01, 0, 0}, {0x40, 0x02, 3, 0}};
	const uint8_t *row = standard[input_byte() & 7];

	*setup = (struct cusb_setup){row[0], row[1], (uint16_t)(row[2] | row[3] << 8), 0,
				     (uint16_t)data_length};
	if (input_says(64))
		input_fill(setup, sizeof *setup);
}

/* Packets in a row, unless the input says otherwise. */
static void add_packets(uint32_t count, uint32_t data_length)
{
	uint32_t size = count ? data_length / count : 0;

	for (uint32_t i = 0; i < count; i++) {
		struct usbip_iso_packet packet = {i * size, size, 0, 0};

		if (input_says(32))
			packet.offset = input_word();
		if (input_says(32))
			packet.length = input_word();
		if (input_says(16))
			input_fill(&packet, sizeof packet);
		usbip_encode_iso_packet(&packet, message + length);
		length += USBIP_ISO_PACKET_SIZE;
	}
}

static void make_submit(void)
{
	static const uint32_t lengths[] = {0, 1, 8, 64, 512, 1024, 4096, DATA_MAX};
	uint8_t how = input_byte(), where = input_byte();
	uint32_t packets = how & 1 ? input_byte() % (PACKETS_MAX + 1) : 0;
	struct usbip_header header = {.command = USBIP_CMD_SUBMIT,
				      .seqnum = next_seqnum(),
				      .direction = where >> 7,
				      .ep = where & 15};

	header.cmd_submit.transfer_flags = (how & 2 ? USBIP_SHORT_NOT_OK : 0) |
					   (how & 4 ? USBIP_ISO_ASAP : 0) |
					   (how & 8 ? USBIP_ZERO_PACKET : 0);
	header.cmd_submit.transfer_buffer_length =
		how & 16 ? input_word() % DATA_MAX : lengths[how >> 5];
	header.cmd_submit.start_frame = input_byte();
	header.cmd_submit.number_of_packets = packets;
	make_setup(&header.setup, header.cmd_submit.transfer_buffer_length);
	replies_asked(&header);
	usbip_encode_header(&header, message);
	length = USBIP_HEADER_SIZE;
	if (!header.direction) {
		memset(message + length, how, header.cmd_submit.transfer_buffer_length);
		length += header.cmd_submit.transfer_buffer_length;
	}
	add_packets(packets, header.cmd_submit.transfer_buffer_length);
}

static void make_unlink(void)
{
	struct usbip_header header = {.command = USBIP_CMD_UNLINK};
	uint32_t last = last_seqnum, back = input_byte();

	header.seqnum = next_seqnum();
	header.cmd_unlink.seqnum = last + 3 - (back & 15);
	replies_asked(&header);
	usbip_encode_header(&header, message);
	length = USBIP_HEADER_SIZE;
}

/* Anything as a header. A server that understands it waits for what the header promises. */
static void make_nonsense(void)
{
	struct usbip_header header;

	input_fill(message, USBIP_HEADER_SIZE);
	length = USBIP_HEADER_SIZE;
	if (usbip_decode_request(message, &header) == 0)
		length = 0;
}

static void make_message(void)
{
	uint8_t which = input_byte();

	length = sent = 0;
	if (which >= 0xfc)
		make_nonsense();
	else if (which >= 0xa0)
		make_unlink();
	else
		make_submit();
}

size_t requests_read(uint8_t *bytes, size_t size)
{
	if (sent == length) {
		replies_check();
		if (!input_left() || last_seqnum + 16 > CLIENT_ASKED)
			return 0;
		make_message();
	}
	if (size > length - sent)
		size = length - sent;
	memcpy(bytes, message + sent, size);
	sent += size;
	return size;
}
