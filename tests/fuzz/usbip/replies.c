/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "demand.h"
#include "usbip/client.h"

static struct asked asked[CLIENT_ASKED];
/* An unlink that must be answered before the next request. */
static bool unlink_due;
static uint32_t due_seqnum;
static uint32_t last_submit;
static bool any_submit;

/* The part of a reply that comes next. */
static enum { IN_HEADER, IN_DATA, IN_PACKETS } part;
static uint8_t bytes_of_part[USBIP_HEADER_SIZE];
static size_t taken; /* bytes of the header, of the data, of a packet */
static uint32_t data_left, packets_left, packet_bytes;
/* A use of each byte that MemorySanitizer sees. */
static volatile bool seen[256];

void replies_begin(void)
{
	memset(asked, 0, sizeof asked);
	unlink_due = any_submit = false;
	part = IN_HEADER;
	taken = 0;
}

static bool was_submitted(uint32_t seqnum)
{
	return any_submit && (int32_t)(seqnum - last_submit) <= 0;
}

void replies_asked(const struct usbip_header *request)
{
	struct asked *one = &asked[request->seqnum];

	if (request->command == USBIP_CMD_SUBMIT) {
		one->submit = true;
		one->in = request->direction;
		one->length = request->cmd_submit.transfer_buffer_length;
		one->packets = request->cmd_submit.number_of_packets;
		any_submit = true;
		last_submit = request->seqnum;
	} else {
		one->unlink = true;
		unlink_due = was_submitted(request->cmd_unlink.seqnum);
		due_seqnum = request->seqnum;
	}
}

bool replies_wait_for(uint32_t seqnum)
{
	return asked[seqnum].submit || asked[seqnum].unlink;
}

void replies_check(void)
{
	demand(part == IN_HEADER && taken == 0);
	demand(!unlink_due);
}

static void take_submit(const struct usbip_header *reply)
{
	struct asked *one = &asked[reply->seqnum];

	demand(one->submit);
	one->submit = false;
	demand(reply->ret_submit.status <= 0);
	demand(reply->ret_submit.actual_length <= one->length);
	demand(reply->ret_submit.number_of_packets <= one->packets);
	demand(reply->ret_submit.error_count <= reply->ret_submit.number_of_packets);
	data_left = one->in ? reply->ret_submit.actual_length : 0;
	packets_left = reply->ret_submit.number_of_packets;
	packet_bytes = packets_left ? reply->ret_submit.actual_length : 0;
}

static void take_header(void)
{
	struct usbip_header reply;

	demand(usbip_decode_reply(bytes_of_part, &reply) == 0);
	demand(reply.seqnum < CLIENT_ASKED);
	demand(reply.devid == 0 && reply.direction == 0 && reply.ep == 0);
	data_left = packets_left = 0;
	if (reply.command == USBIP_RET_SUBMIT) {
		take_submit(&reply);
	} else {
		demand(asked[reply.seqnum].unlink);
		asked[reply.seqnum].unlink = false;
		unlink_due = unlink_due && reply.seqnum != due_seqnum;
	}
}

/* The bytes of all packets are the bytes of the whole. */
static void take_packet(void)
{
	struct usbip_iso_packet packet;

	usbip_decode_iso_packet(bytes_of_part, &packet);
	demand(packet.actual_length <= packet.length);
	demand(packet.actual_length <= packet_bytes);
	packet_bytes -= packet.actual_length;
	packets_left--;
	demand(packets_left > 0 || packet_bytes == 0);
}

static size_t part_size(void)
{
	return part == IN_HEADER ? USBIP_HEADER_SIZE : USBIP_ISO_PACKET_SIZE;
}

static void end_part(void)
{
	if (part == IN_HEADER)
		take_header();
	else
		take_packet();
	part = data_left ? IN_DATA : packets_left ? IN_PACKETS : IN_HEADER;
	taken = 0;
}

void replies_take(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		seen[bytes[i]] = true;
		if (part == IN_DATA) {
			if (--data_left == 0)
				part = packets_left ? IN_PACKETS : IN_HEADER;
			continue;
		}
		bytes_of_part[taken++] = bytes[i];
		if (taken == part_size())
			end_part();
	}
}
