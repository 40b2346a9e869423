/* SPDX-License-Identifier: MIT */
/*
 * The transfers of a client: made for a CMD_SUBMIT, put in flight, answered.
 *
 * Facts (Linux 6.1): a stub answers CMD_UNLINK of a URB in flight with one RET_UNLINK, and the data
 * and the count of the URB are lost. A client copes with a RET_SUBMIT that comes before the
 * RET_UNLINK, and not with one that comes after it. So a URB that has moved bytes before it was
 * cancelled is answered by both, in this order.
 */
#include <errno.h>
#include <string.h>

#include <cusb/transfer.h>

#include "share/share.h"

#define ALIGNMENT  16
#define SETUP_SIZE sizeof(struct cusb_setup)

static size_t aligned(size_t size)
{
	return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static size_t data_place(unsigned int packet_count)
{
	return aligned(sizeof(struct share_urb)) + aligned(cusb_transfer_size(packet_count));
}

size_t urb_size(size_t length, unsigned int packet_count)
{
	return data_place(packet_count) + SETUP_SIZE + length +
	       (size_t)packet_count * USBIP_ISO_PACKET_SIZE;
}

static unsigned int flags_of(const struct usbip_header *submit, bool is_isochronous)
{
	uint32_t flags = submit->cmd_submit.transfer_flags;

	if (is_isochronous)
		return flags & USBIP_ISO_ASAP ? 0 : CUSB_START_FRAME;
	if (submit->direction)
		return flags & USBIP_SHORT_NOT_OK ? CUSB_SHORT_NOT_OK : 0;
	return flags & USBIP_ZERO_PACKET ? CUSB_ZERO_PACKET : 0;
}

struct share_urb *urb_new(struct share_client *client, const struct usbip_header *submit,
			  uint32_t length, unsigned int packet_count)
{
	size_t size = urb_size(length, packet_count);
	struct share_urb *urb = (void *)memory_take(client, size);

	if (!urb)
		return NULL;
	*urb = (struct share_urb){
		.answer = urb->answer,
		.client = client,
		.transfer = (void *)((uint8_t *)urb + aligned(sizeof *urb)),
		.data = (uint8_t *)urb + data_place(packet_count) + SETUP_SIZE,
		.packet_count = packet_count,
		.submit = *submit,
		.length = length,
	};
	memset(urb->transfer, 0, cusb_transfer_size(packet_count));
	if (packet_count > 0)
		urb->packets = urb->data + length;
	return urb;
}

void urb_drop(struct share_urb *urb)
{
	memory_give(urb->client, &urb->answer);
}

/* ---- isochronous packets --------------------------------------------------------------------- */

/*
 * Takes over the lengths of the packets, and joins the data of OUT packets: the library has no
 * gaps. Returns the number of bytes. -EINVAL: packets overlap, or are outside the buffer.
 */
static ssize_t read_packets(struct share_urb *urb)
{
	uint32_t joined = 0;

	for (unsigned int i = 0; i < urb->packet_count; i++) {
		struct usbip_iso_packet packet;

		usbip_decode_iso_packet(urb->packets + (size_t)i * USBIP_ISO_PACKET_SIZE, &packet);
		if (packet.offset < joined || packet.offset > urb->length ||
		    packet.length > urb->length - packet.offset)
			return -EINVAL;
		if (!urb->submit.direction && packet.offset > joined)
			memmove(urb->data + joined, urb->data + packet.offset, packet.length);
		joined += packet.length;
		cusb_transfer_packet(urb->transfer, i)->length = packet.length;
	}
	return joined;
}

/* Returns the number of bytes that the packets have moved. */
static uint32_t write_packets(struct share_urb *urb)
{
	uint32_t moved = 0;

	for (unsigned int i = 0; i < urb->packet_count; i++) {
		const struct cusb_iso_packet *result = cusb_transfer_packet(urb->transfer, i);
		uint8_t *bytes = urb->packets + (size_t)i * USBIP_ISO_PACKET_SIZE;
		struct usbip_iso_packet packet;

		usbip_decode_iso_packet(bytes, &packet);
		packet.actual_length = result->actual_length;
		packet.status = usbip_wire_status(result->status);
		usbip_encode_iso_packet(&packet, bytes);
		moved += result->actual_length;
	}
	return moved;
}

/* ---- answers --------------------------------------------------------------------------------- */

/* Some backends tell the frame in which a transfer began: the kernel's usbfs does not. */
static void answer(struct share_urb *urb, int status, uint32_t moved, uint32_t error_count)
{
	struct usbip_header header = {
		.command = USBIP_RET_SUBMIT,
		.seqnum = urb->submit.seqnum,
		.ret_submit = {usbip_wire_status(status), moved,
			       (uint32_t)urb->transfer->start_frame, urb->packet_count,
			       error_count},
	};

	usbip_encode_header(&header, urb->header);
	urb->answer.parts[0] = (struct iovec){urb->header, sizeof urb->header};
	urb->answer.parts[1] = (struct iovec){urb->data, urb->submit.direction ? moved : 0};
	urb->answer.parts[2] =
		(struct iovec){urb->packets, (size_t)urb->packet_count * USBIP_ISO_PACKET_SIZE};
	output_add(urb->client, &urb->answer);
}

static void answer_done(struct share_urb *urb, int status)
{
	struct cusb_transfer *transfer = urb->transfer;
	uint32_t moved = (uint32_t)transfer->actual_length;

	if (urb->packet_count > 0) {
		if (urb->submit.direction)
			cusb_transfer_compact(transfer);
		moved = write_packets(urb);
	}
	answer(urb, status, moved, transfer->error_count);
}

void urb_answer(struct share_urb *urb, int status)
{
	/* The packets that came have actual_length 0. */
	answer(urb, status, 0, urb->packet_count);
}

/* ---- in flight ------------------------------------------------------------------------------- */

static void add(struct share_client *client, struct share_urb *urb)
{
	urb->next = NULL;
	*client->in_flight_end = urb;
	client->in_flight_end = &urb->next;
	client->urb_count++;
}

/* The first transfers are the first to end, as a rule. */
static void removed(struct share_client *client, struct share_urb *urb)
{
	struct share_urb **at = &client->in_flight;

	while (*at != urb)
		at = &(*at)->next;
	*at = urb->next;
	if (!*at)
		client->in_flight_end = at;
	client->urb_count--;
}

static int prepare(struct share_urb *urb)
{
	const struct cusb_setup *setup = &urb->submit.setup;
	struct cusb_transfer *transfer = urb->transfer;
	ssize_t joined = urb->packet_count > 0 ? read_packets(urb) : (ssize_t)urb->length;

	transfer->start_frame = (int)urb->submit.cmd_submit.start_frame;
	if (joined < 0)
		return (int)joined;
	transfer->data = urb->data;
	transfer->length = (size_t)joined;
	transfer->flags = flags_of(&urb->submit, urb->packet_count > 0);
	transfer->bEndpointAddress = urb->submit.ep | urb->submit.direction << 7;
	transfer->packet_count = urb->packet_count;
	transfer->user = urb;
	if (urb->submit.ep > 0)
		return 0;
	if (setup->wLength > urb->length ||
	    (setup->wLength > 0 && setup->bmRequestType >> 7 != urb->submit.direction))
		return -EINVAL;
	transfer->bEndpointAddress = 0;
	transfer->data = urb->data - SETUP_SIZE;
	transfer->length = SETUP_SIZE + setup->wLength;
	cusb_fill_setup(transfer->data, setup->bmRequestType, setup->bRequest, setup->wValue,
			setup->wIndex, setup->wLength);
	return 0;
}

static void start(struct share_urb *urb)
{
	struct share_client *client = urb->client;
	int err = cusb_submit(client->device->dev, urb->transfer);

	if (err == 0) {
		add(client, urb);
	} else if (err == -ENOMEM && client->in_flight) {
		client->held = urb;
	} else {
		client->device->is_gone |= err == -ENODEV;
		urb_answer(urb, err);
	}
}

void urb_submit(struct share_urb *urb)
{
	int err = prepare(urb);

	if (err < 0)
		urb_answer(urb, err);
	else
		start(urb);
}

void urb_resume(struct share_client *client)
{
	struct share_urb *urb = client->held;

	client->held = NULL;
	if (urb)
		start(urb);
}

static void complete(struct share_urb *urb)
{
	struct share_client *client = urb->client;
	const struct cusb_transfer *transfer = urb->transfer;
	bool cancelled = transfer->status == -ECANCELED, unlinked = urb->is_unlinked;
	uint32_t unlink_seqnum = urb->unlink_seqnum;

	removed(client, urb);
	client->device->is_gone |= transfer->status == -ENODEV;
	if (client->fd < 0) {
		urb_drop(urb);
	} else if (unlinked && cancelled && transfer->actual_length == 0) {
		urb_drop(urb);
		output_status(client, USBIP_RET_UNLINK, unlink_seqnum, -ECONNRESET);
	} else {
		answer_done(urb, cancelled ? -ECONNRESET : transfer->status);
		if (unlinked)
			output_status(client, USBIP_RET_UNLINK, unlink_seqnum, 0);
	}
}

bool urb_reap_all(struct share_device *device)
{
	struct cusb_transfer *transfer;
	bool any = false;

	/* Without a transfer in flight there is nothing to look for. */
	while (device->client && device->client->urb_count > 0 &&
	       cusb_reap(device->dev, CUSB_DONT_WAIT, &transfer) == 0) {
		complete(transfer->user);
		any = true;
	}
	return any;
}

void urb_await_all(struct share_client *client, int timeout_ms)
{
	struct cusb_transfer *transfer;

	while (client->urb_count > 0 && cusb_reap(client->device->dev, timeout_ms, &transfer) == 0)
		complete(transfer->user);
}
