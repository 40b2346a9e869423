/* SPDX-License-Identifier: MIT */
/*
 * The connection: messages in pieces, whatever the socket takes or gives without waiting.
 *
 * Sending never waits for the server, which may itself be waiting for its answers to be read.
 */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "remote.h"

#define SETUP_SIZE 8

static bool is_in(const struct cusb_transfer *transfer)
{
	const uint8_t *setup = transfer->data;

	return (cusb_queue_entry_of(transfer)->endpoint ? transfer->bEndpointAddress : setup[0]) &
	       0x80;
}

static size_t setup_size(const struct cusb_transfer *transfer)
{
	return cusb_queue_entry_of(transfer)->endpoint ? 0 : SETUP_SIZE;
}

/* What is sent or received besides the SETUP packet, and how much of it. */
static uint8_t *payload(const struct cusb_transfer *transfer)
{
	return transfer->length ? (uint8_t *)transfer->data + setup_size(transfer) : NULL;
}

static size_t payload_length(const struct cusb_transfer *transfer)
{
	const uint8_t *setup = transfer->data;

	return cusb_queue_entry_of(transfer)->endpoint ? transfer->length
						       : (size_t)(setup[6] | setup[7] << 8);
}

void link_lose(struct remote *remote)
{
	remote->gone = true;
	remote->out.busy = false;
	shutdown(remote->fd, SHUT_RDWR); /* for the threads that poll */
	while (remote->in_flight)
		transfer_ended(remote, remote->in_flight, -ENODEV);
}

/* ---- sending --------------------------------------------------------------------------------- */

static void begin_submit(struct remote *remote, struct cusb_transfer *transfer)
{
	const struct cusb_endpoint *ep = cusb_queue_entry_of(transfer)->endpoint;
	bool in = is_in(transfer);
	struct wire_submit submit = {
		.seqnum = own_of(transfer)->number,
		.devid = remote->place.devid,
		.bEndpointAddress =
			(uint8_t)((transfer->bEndpointAddress & 0x0f) | (in ? 0x80 : 0)),
		.flags = in ? WIRE_IN : 0,
		.length = (uint32_t)payload_length(transfer),
		.interval = ep ? ep->bInterval : 0,
		.setup = ep ? NULL : transfer->data,
	};

	if (in && transfer->flags & CUSB_SHORT_NOT_OK)
		submit.flags |= WIRE_SHORT_NOT_OK;
	if (!in && transfer->flags & CUSB_ZERO_PACKET)
		submit.flags |= WIRE_ZERO_PACKET;
	wire_put_submit(remote->out.header, &submit);
	remote->out.data = payload(transfer);
	remote->out.length = in ? 0 : submit.length;
	remote->out.transfer = transfer;
}

/* The first with a message to send: its submit, or once that was sent, its unlink. */
static struct cusb_transfer *next_to_send(const struct remote *remote)
{
	struct cusb_transfer *transfer = remote->in_flight;

	while (transfer && own_of(transfer)->phase != UNSENT && own_of(transfer)->phase != UNWANTED)
		transfer = own_of(transfer)->link;
	return transfer;
}

static void begin_message(struct remote *remote, struct cusb_transfer *transfer)
{
	uint32_t number = own_of(transfer)->number;

	remote->out = (struct outgoing){.busy = true};
	if (own_of(transfer)->phase == UNSENT) {
		begin_submit(remote, transfer);
		own_of(transfer)->phase = SENDING;
	} else {
		wire_put_unlink(remote->out.header, number + 1, remote->place.devid, number);
		own_of(transfer)->phase = UNLINKED;
	}
}

static void end_message(struct remote *remote)
{
	struct cusb_transfer *transfer = remote->out.transfer;

	remote->out.busy = false;
	if (transfer)
		own_of(transfer)->phase = own_of(transfer)->phase == SENDING ? SENT : UNWANTED;
}

/* How much went out, or -errno. */
static ssize_t send_some(struct remote *remote)
{
	struct outgoing *out = &remote->out;
	size_t head = out->done < WIRE_HEADER_SIZE ? WIRE_HEADER_SIZE - out->done : 0;
	size_t tail = WIRE_HEADER_SIZE + out->length - out->done - head;
	struct iovec pieces[2] = {
		{out->header + WIRE_HEADER_SIZE - head, head},
		{tail ? out->data + out->length - tail : NULL, tail},
	};
	struct msghdr message = {.msg_iov = pieces, .msg_iovlen = 2};
	ssize_t n = sendmsg(remote->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);

	return n < 0 ? -errno : n;
}

/* While something is left to send, room for it is worth waking up for. */
static void watch_output(struct remote *remote)
{
	bool wanted = !remote->gone && (remote->out.busy || next_to_send(remote));
	struct epoll_event event = {.events = EPOLLIN | (wanted ? (uint32_t)EPOLLOUT : 0U)};

	if (wanted == remote->out_watched)
		return;
	remote->out_watched = wanted;
	epoll_ctl(remote->poll_fd, EPOLL_CTL_MOD, remote->fd, &event);
}

void link_send(struct remote *remote)
{
	struct cusb_transfer *next;
	ssize_t n = 0;

	while (n >= 0 && ((next = next_to_send(remote)) || remote->out.busy)) {
		if (!remote->out.busy)
			begin_message(remote, next);
		n = send_some(remote);
		if (n > 0)
			remote->out.done += (size_t)n;
		if (remote->out.done == WIRE_HEADER_SIZE + remote->out.length)
			end_message(remote);
	}
	if (n < 0 && n != -EAGAIN && n != -EINTR)
		link_lose(remote);
	watch_output(remote);
}

/* ---- receiving ------------------------------------------------------------------------------- */

static struct cusb_transfer *find(const struct remote *remote, uint32_t number)
{
	struct cusb_transfer *transfer = remote->in_flight;

	while (transfer && own_of(transfer)->number != number)
		transfer = own_of(transfer)->link;
	return transfer;
}

/* An answer's header is there. -EPROTO: it cannot be one to what was sent. */
static int begin_result(struct remote *remote)
{
	struct incoming *in = &remote->in;
	int err = wire_get_result(in->header, &in->result);

	if (err < 0)
		return err;
	in->length = 0;
	in->transfer = find(remote, in->result.seqnum & ~UINT32_C(1));
	if (in->transfer &&
	    (own_of(in->transfer)->phase < SENT || own_of(in->transfer)->phase == SENDING_UNWANTED))
		return -EPROTO;
	/* What ended before its unlink came is no more. */
	if (in->result.command == WIRE_UNLINKED)
		return 0;
	if (!in->transfer || own_of(in->transfer)->number != in->result.seqnum ||
	    in->result.actual_length > payload_length(in->transfer))
		return -EPROTO;
	in->data = payload(in->transfer);
	in->length = is_in(in->transfer) ? in->result.actual_length : 0;
	return 0;
}

static void end_result(struct remote *remote)
{
	struct incoming *in = &remote->in;

	in->done = 0;
	if (!in->transfer)
		return;
	in->transfer->actual_length = in->result.actual_length;
	transfer_ended(remote, in->transfer,
		       in->result.command == WIRE_UNLINKED ? -ECONNRESET : in->result.status);
}

/* -ENOTCONN: that was all. */
static int receive_piece(struct remote *remote)
{
	struct incoming *in = &remote->in;
	bool in_header = in->done < WIRE_HEADER_SIZE;
	size_t at = in_header ? in->done : in->done - WIRE_HEADER_SIZE;
	uint8_t *to = in_header ? in->header : in->data;
	size_t length = in_header ? WIRE_HEADER_SIZE : in->length;
	ssize_t n = recv(remote->fd, to + at, length - at, MSG_DONTWAIT);
	int err = 0;

	if (n <= 0)
		return n < 0 ? -errno : -ENOTCONN;
	in->done += (size_t)n;
	if (in_header && in->done == WIRE_HEADER_SIZE)
		err = begin_result(remote);
	if (err == 0 && in->done == WIRE_HEADER_SIZE + in->length)
		end_result(remote);
	return err;
}

void link_receive(struct remote *remote)
{
	int err = remote->gone ? -EAGAIN : 0;

	while (err == 0)
		err = receive_piece(remote);
	if (err != -EAGAIN && err != -EINTR)
		link_lose(remote);
}
