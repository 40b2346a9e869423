/* SPDX-License-Identifier: MIT */
/*
 * The requests of a client that has imported a device.
 *
 * Facts (Linux 6.1): vhci_hcd sends its submits and its unlinks from two queues, so an unlink can
 * come before its submit. Sequence numbers of submits only grow. Isochronous packets follow the
 * data if the endpoint is isochronous; for other endpoints their number has no meaning.
 */
#include <errno.h>
#include <stdlib.h>

#include <cusb/transfer.h>

#include "share/share.h"

#define UNLINK_ROOM 524288

void input_expect(struct share_input *in, enum share_stage stage, void *to, size_t length)
{
	in->stage = stage;
	in->to = to;
	in->length = length;
	in->done = 0;
}

static void expect_header(struct share_client *client)
{
	input_expect(&client->in, STAGE_HEADER, client->in.bytes, USBIP_HEADER_SIZE);
}

/* ---- CMD_UNLINK ------------------------------------------------------------------------------ */

static struct share_urb *find_urb(const struct share_client *client, uint32_t seqnum)
{
	struct share_urb *urb = client->in_flight;

	while (urb && urb->submit.seqnum != seqnum)
		urb = urb->next;
	return urb;
}

static bool is_early(const struct share_client *client, uint32_t seqnum)
{
	return !client->any_submit || (int32_t)(seqnum - client->last_submit) > 0;
}

static int keep_unlink(struct share_client *client, uint32_t seqnum, uint32_t victim)
{
	struct share_unlink *unlink;

	if (client->unlink_count == UNLINKS_MAX)
		return -EPROTO;
	unlink = malloc(sizeof *unlink);
	if (!unlink)
		return -ENOMEM;
	*unlink = (struct share_unlink){client->unlinks, seqnum, victim};
	client->unlinks = unlink;
	client->unlink_count++;
	return 0;
}

/* The unlink that waits for this submit, or NULL. The caller frees it. */
static struct share_unlink *take_unlink(struct share_client *client, uint32_t submitted)
{
	struct share_unlink **at = &client->unlinks, *found;

	while (*at && (*at)->victim != submitted)
		at = &(*at)->next;
	found = *at;
	if (found) {
		*at = found->next;
		client->unlink_count--;
	}
	return found;
}

static void serve_unlink(struct share_client *client, const struct usbip_header *header)
{
	uint32_t victim = header->cmd_unlink.seqnum;
	struct share_urb *urb = find_urb(client, victim);

	if (urb && !urb->is_unlinked) {
		urb->is_unlinked = true;
		urb->unlink_seqnum = header->seqnum;
		cusb_cancel(client->device->dev, urb->transfer);
	} else if (!urb && is_early(client, victim)) {
		client->err = keep_unlink(client, header->seqnum, victim);
	} else {
		output_status(client, USBIP_RET_UNLINK, header->seqnum, 0);
	}
	expect_header(client);
}

/* ---- CMD_SUBMIT ------------------------------------------------------------------------------ */

static bool has_room(const struct share_client *client, size_t size)
{
	size_t limit = client->share->options.memory;

	if (client->held || client->urb_count >= URBS_MAX)
		return false;
	return client->used == 0 || (client->used < limit && size <= limit - client->used);
}

/* Unlinking frees memory in the end, but the answers take some meanwhile. */
static bool may_unlink(const struct share_client *client)
{
	return !client->held && client->used < client->share->options.memory + UNLINK_ROOM;
}

static bool is_isochronous(const struct cusb_endpoint *ep)
{
	return ep && (ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_ISO;
}

/* 0: the transfer can be done. */
static int refusal_of(const struct share_client *client, const struct usbip_header *submit,
		      const struct cusb_endpoint *ep, unsigned int packet_count)
{
	size_t size = urb_size(submit->cmd_submit.transfer_buffer_length, packet_count);

	if (submit->ep > 0 && !ep)
		return -ENOENT;
	return size > client->share->options.memory ? -ENOMEM : 0;
}

/*
 * An endpoint that the device does not have may have been isochronous: then the packets that the
 * header counts follow.
 */
static bool begin_submit(struct share_client *client, const struct usbip_header *submit)
{
	const struct cusb_endpoint *ep =
		submit->ep ? device_endpoint(client->device, submit->ep, submit->direction) : NULL;
	uint32_t length = submit->cmd_submit.transfer_buffer_length;
	size_t sent = submit->direction ? 0 : length;
	unsigned int packet_count = is_isochronous(ep) ? submit->cmd_submit.number_of_packets : 0;
	int refusal = refusal_of(client, submit, ep, packet_count);
	struct share_urb *urb;

	if (refusal < 0) {
		packet_count =
			ep || !submit->ep ? packet_count : submit->cmd_submit.number_of_packets;
		sent += (size_t)packet_count * USBIP_ISO_PACKET_SIZE;
		packet_count = length = 0;
	}
	if (!has_room(client, urb_size(length, packet_count)))
		return false;
	urb = urb_new(client, submit, length, packet_count);
	if (!urb) {
		client->err = -ENOMEM;
		return true;
	}
	urb->refusal = refusal;
	client->incoming = urb;
	input_expect(&client->in, refusal < 0 ? STAGE_SKIP : STAGE_DATA,
		     refusal < 0 ? NULL : urb->data, sent);
	return true;
}

static void finish_submit(struct share_client *client)
{
	struct share_urb *urb = client->incoming;
	struct share_unlink *unlink = take_unlink(client, urb->submit.seqnum);

	client->incoming = NULL;
	client->any_submit = true;
	client->last_submit = urb->submit.seqnum;
	expect_header(client);
	if (unlink) {
		urb_drop(urb);
		output_status(client, USBIP_RET_UNLINK, unlink->seqnum, -ECONNRESET);
		free(unlink);
	} else if (urb->refusal < 0) {
		urb_answer(urb, urb->refusal);
	} else if (!request_serve(urb)) {
		urb_submit(urb);
	}
}

static bool serve_header(struct share_client *client)
{
	struct usbip_header header;

	client->err = usbip_decode_request(client->in.bytes, &header);
	if (client->err)
		return true;
	if (header.command == USBIP_CMD_SUBMIT)
		return begin_submit(client, &header);
	if (!may_unlink(client))
		return false;
	serve_unlink(client, &header);
	return true;
}

bool submit_advance(struct share_client *client)
{
	struct share_urb *urb = client->incoming;

	if (client->in.stage == STAGE_HEADER)
		return serve_header(client);
	if (client->in.stage == STAGE_DATA)
		input_expect(&client->in, STAGE_PACKETS, urb->packets,
			     (size_t)urb->packet_count * USBIP_ISO_PACKET_SIZE);
	else
		finish_submit(client);
	return true;
}

void submit_forget(struct share_client *client)
{
	while (client->unlinks) {
		struct share_unlink *unlink = client->unlinks;

		client->unlinks = unlink->next;
		free(unlink);
	}
	if (client->incoming)
		urb_drop(client->incoming);
	if (client->held)
		urb_drop(client->held);
	client->incoming = client->held = NULL;
}
