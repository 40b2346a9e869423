/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "demand.h"
#include "input.h"
#include "server/server.h"

void urb_take(struct connection *connection)
{
	struct usbip_header header;

	demand(usbip_decode_request(connection->request, &header) == 0);
	if (header.command == USBIP_CMD_SUBMIT) {
		connection->skip = header.direction ? 0 : header.cmd_submit.transfer_buffer_length;
		if (device_is_isochronous(header.ep))
			connection->skip +=
				header.cmd_submit.number_of_packets * USBIP_ISO_PACKET_SIZE;
	}
	if (connection->pending_count < PENDING_MAX)
		connection->pending[connection->pending_count++] = header;
}

static void forget(struct connection *connection, size_t index)
{
	connection->pending_count--;
	for (size_t i = index; i < connection->pending_count; i++)
		connection->pending[i] = connection->pending[i + 1];
}

static void forget_submit(struct connection *connection, uint32_t seqnum)
{
	for (size_t i = 0; i < connection->pending_count; i++)
		if (connection->pending[i].seqnum == seqnum) {
			forget(connection, i);
			return;
		}
}

/* One thing of the reply becomes wrong, or at least unusual. */
static void spoil(struct usbip_header *reply)
{
	static const int32_t statuses[] = {-EPIPE, -EPROTO,    -EREMOTEIO, -ECONNRESET,
					   -EXDEV, -ESHUTDOWN, 1,	   INT32_MIN};
	uint8_t which = input_byte();

	switch (which & 7) {
	case 0:
		reply->seqnum += 1U + (which >> 3 & 3);
		break;
	case 1:
		reply->command = input_byte() & 7;
		break;
	case 2:
		reply->ret_submit.actual_length += input_word();
		break;
	case 3:
		reply->ret_submit.actual_length = input_word() << 16;
		break;
	case 4:
		reply->ret_submit.number_of_packets = input_word();
		break;
	case 5:
		reply->ret_submit.error_count = input_word();
		break;
	default:
		reply->ret_submit.status = statuses[which >> 3 & 7];
	}
}

static void put_header(struct connection *connection, const struct usbip_header *reply)
{
	uint8_t bytes[USBIP_HEADER_SIZE];

	usbip_encode_header(reply, bytes);
	connection_put(connection, bytes, sizeof bytes);
}

static void put_packets(struct connection *connection, uint32_t count, uint32_t each)
{
	for (uint32_t i = 0; i < count; i++) {
		struct usbip_iso_packet packet = {i * each, each, each, 0};
		uint8_t bytes[USBIP_ISO_PACKET_SIZE];

		if (input_says(4))
			packet.actual_length = input_word();
		if (input_says(4))
			packet.status = -(int32_t)input_byte();
		usbip_encode_iso_packet(&packet, bytes);
		connection_put(connection, bytes, sizeof bytes);
	}
}

/* How many bytes the device moves. */
static uint32_t move(const struct usbip_header *request, const uint8_t **data)
{
	uint32_t room = request->cmd_submit.transfer_buffer_length;

	if (request->ep == 0)
		return (uint32_t)device_answer(&request->setup, room, data);
	if (room == 0 || device_is_isochronous(request->ep) || !input_says(64))
		return room;
	return input_word() % room;
}

/* The header may promise more bytes than the device has. */
static void put_data(struct connection *connection, const uint8_t *data, size_t size,
		     size_t promised)
{
	if (size > promised)
		size = promised;
	connection_put(connection, data, size);
	connection_put(connection, NULL, promised - size);
}

static void answer_submit(struct connection *connection, const struct usbip_header *request,
			  bool spoilt)
{
	uint32_t room = request->cmd_submit.transfer_buffer_length;
	uint32_t packets = request->cmd_submit.number_of_packets, moved;
	struct usbip_header reply = {.command = USBIP_RET_SUBMIT, .seqnum = request->seqnum};
	const uint8_t *data = NULL;

	moved = move(request, &data);
	reply.ret_submit.actual_length = moved;
	reply.ret_submit.number_of_packets = packets;
	if (spoilt)
		spoil(&reply);
	put_header(connection, &reply);
	if (request->direction)
		put_data(connection, data, moved, reply.ret_submit.actual_length);
	put_packets(connection, packets, packets ? room / packets : 0);
}

/* A server of this library sends the data before it answers the unlink; others drop it. */
static void answer_unlink(struct connection *connection, const struct usbip_header *request,
			  bool spoilt)
{
	struct usbip_header reply = {.command = USBIP_RET_UNLINK,
				     .seqnum = request->seqnum,
				     .ret_unlink = {-ECONNRESET}};

	forget_submit(connection, request->cmd_unlink.seqnum);
	if (spoilt)
		spoil(&reply);
	put_header(connection, &reply);
}

void urb_serve(struct connection *connection)
{
	uint8_t how = input_byte();
	size_t index = how & 0x80 ? (how & 0x7fU) : 0;
	bool spoilt = input_says(24);
	struct usbip_header request;

	if (connection->pending_count == 0)
		return;
	index %= connection->pending_count;
	request = connection->pending[index];
	if (!input_says(8)) /* else it is answered twice */
		forget(connection, index);
	if (request.command == USBIP_CMD_SUBMIT)
		answer_submit(connection, &request, spoilt);
	else
		answer_unlink(connection, &request, spoilt);
}
