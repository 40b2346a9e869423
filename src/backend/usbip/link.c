/* SPDX-License-Identifier: MIT */
/*
 * Messages on the connection. A message can be cut anywhere: the socket is never waited for.
 *
 * Several messages go out in one system call, and several answers come in one. Sending never waits
 * for the server, which may wait for its answers to be read.
 */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backend/usbip/remote.h"

int link_begin(struct remote *remote, int fd)
{
	struct epoll_event event = {.events = EPOLLIN};
	int err = 0;

	remote->poll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (remote->poll_fd < 0 || epoll_ctl(remote->poll_fd, EPOLL_CTL_ADD, fd, &event) < 0) {
		err = -errno;
		if (remote->poll_fd >= 0)
			close(remote->poll_fd);
		close(fd);
		remote->poll_fd = -1;
		return err;
	}
	remote->fd = fd;
	remote->gone = remote->out_watched = false;
	remote->seqnum = 0;
	remote->out.messages = remote->out.part = remote->out.parts = 0;
	remote->out.has_packets = false;
	remote->in = (struct incoming){
		.stage = IN_HEADER, .to = remote->in.bytes, .length = USBIP_HEADER_SIZE};
	return 0;
}

void link_end(struct remote *remote)
{
	close(remote->poll_fd);
	close(remote->fd);
	remote->poll_fd = remote->fd = -1;
}

/* ---- sending --------------------------------------------------------------------------------- */

void link_add(struct remote *remote, struct cusb_transfer *transfer)
{
	struct remote_transfer *own = own_of(transfer);

	if (own->is_to_send)
		return;
	own->is_to_send = true;
	own->next_to_send = NULL;
	if (remote->to_send)
		own_of(remote->to_send_last)->next_to_send = transfer;
	else
		remote->to_send = transfer;
	remote->to_send_last = transfer;
}

void link_drop(struct remote *remote, const struct cusb_transfer *transfer)
{
	struct cusb_transfer **at = &remote->to_send, *before = NULL;

	if (!own_of(transfer)->is_to_send)
		return;
	while (*at != transfer) {
		before = *at;
		at = &own_of(*at)->next_to_send;
	}
	*at = own_of(transfer)->next_to_send;
	if (remote->to_send_last == transfer)
		remote->to_send_last = before;
	own_of(transfer)->is_to_send = false;
}

static uint32_t flags_of(const struct cusb_transfer *transfer, bool is_last)
{
	if (is_isochronous(transfer))
		return transfer->flags & CUSB_START_FRAME ? 0 : USBIP_ISO_ASAP;
	if (is_in(transfer))
		return transfer->flags & CUSB_SHORT_NOT_OK ? USBIP_SHORT_NOT_OK : 0;
	return transfer->flags & CUSB_ZERO_PACKET && is_last ? USBIP_ZERO_PACKET : 0;
}

static struct cusb_setup setup_of(const struct cusb_transfer *transfer)
{
	const uint8_t *p = transfer->data;

	return (struct cusb_setup){p[0], p[1], (uint16_t)(p[2] | p[3] << 8),
				   (uint16_t)(p[4] | p[5] << 8), (uint16_t)(p[6] | p[7] << 8)};
}

static void add_part(struct outgoing *out, const void *bytes, size_t length)
{
	out->ends[out->parts] = NULL;
	out->iov[out->parts++] = (struct iovec){(void *)(uintptr_t)bytes, length};
}

static void add_submit(struct remote *remote, struct cusb_transfer *transfer)
{
	const struct cusb_endpoint *ep = cusb_queue_entry_of(transfer)->endpoint;
	struct remote_transfer *own = own_of(transfer);
	struct outgoing *out = &remote->out;
	bool iso = is_isochronous(transfer);
	struct usbip_header header = {
		.command = USBIP_CMD_SUBMIT,
		.seqnum = own->number,
		.devid = remote->devid,
		.direction = is_in(transfer),
		.ep = transfer->bEndpointAddress & 0x0f,
		.cmd_submit = {.transfer_flags = flags_of(transfer, own->done + own->piece ==
									    data_length(transfer)),
			       .transfer_buffer_length = own->piece,
			       .start_frame = iso ? (uint32_t)transfer->start_frame : 0,
			       .number_of_packets = iso ? transfer->packet_count : 0,
			       .interval = ep ? ep->bInterval : 0},
	};

	if (is_control(transfer))
		header.setup = setup_of(transfer);
	usbip_encode_header(&header, out->headers[out->messages]);
	add_part(out, out->headers[out->messages++], USBIP_HEADER_SIZE);
	if (!header.direction && own->piece > 0)
		add_part(out, data_of(transfer) + own->done, own->piece);
	if (iso) {
		out->has_packets = true;
		add_part(out, out->packets, packets_encode(transfer, out->packets));
	}
	out->ends[out->parts - 1] = transfer;
	own->phase = SENDING;
}

static void add_unlink(struct remote *remote, struct cusb_transfer *transfer)
{
	struct outgoing *out = &remote->out;
	const struct usbip_header header = {
		.command = USBIP_CMD_UNLINK,
		.seqnum = own_of(transfer)->number + 1,
		.devid = remote->devid,
		.cmd_unlink = {.seqnum = own_of(transfer)->number},
	};

	usbip_encode_header(&header, out->headers[out->messages]);
	add_part(out, out->headers[out->messages++], USBIP_HEADER_SIZE);
	own_of(transfer)->phase = UNLINKED;
}

/* There is room for the packets of one transfer. */
static bool has_room(const struct outgoing *out, const struct cusb_transfer *transfer)
{
	return out->messages < BATCH_MESSAGES &&
	       !(out->has_packets && own_of(transfer)->phase == UNSENT && is_isochronous(transfer));
}

static void fill(struct remote *remote)
{
	struct outgoing *out = &remote->out;

	out->messages = out->part = out->parts = 0;
	out->has_packets = false;
	while (remote->to_send && has_room(out, remote->to_send)) {
		struct cusb_transfer *transfer = remote->to_send;

		link_drop(remote, transfer);
		if (own_of(transfer)->phase == UNSENT)
			add_submit(remote, transfer);
		else
			add_unlink(remote, transfer);
	}
}

/* The submit is out; if the transfer was stopped meanwhile, its unlink comes next. */
static void submitted(struct remote *remote, struct cusb_transfer *transfer)
{
	struct remote_transfer *own = own_of(transfer);

	if (own->phase == SENDING) {
		own->phase = SENT;
	} else {
		own->phase = UNWANTED;
		link_add(remote, transfer);
	}
}

static void sent(struct remote *remote, size_t n)
{
	struct outgoing *out = &remote->out;

	while (out->part < out->parts && n >= out->iov[out->part].iov_len) {
		n -= out->iov[out->part].iov_len;
		if (out->ends[out->part])
			submitted(remote, out->ends[out->part]);
		out->part++;
	}
	if (out->part < out->parts) {
		out->iov[out->part].iov_base = (uint8_t *)out->iov[out->part].iov_base + n;
		out->iov[out->part].iov_len -= n;
	}
}

/* While messages are left, room in the socket is worth a wake-up. */
static void watch_output(struct remote *remote, bool wanted)
{
	struct epoll_event event = {.events = EPOLLIN | (wanted ? (uint32_t)EPOLLOUT : 0U)};

	if (wanted == remote->out_watched)
		return;
	remote->out_watched = wanted;
	epoll_ctl(remote->poll_fd, EPOLL_CTL_MOD, remote->fd, &event);
}

int link_send(struct remote *remote)
{
	struct outgoing *out = &remote->out;

	for (;;) {
		struct msghdr message = {0};
		ssize_t n;

		if (out->part == out->parts)
			fill(remote);
		if (out->parts == 0)
			break;
		message.msg_iov = out->iov + out->part;
		message.msg_iovlen = out->parts - out->part;
		n = sendmsg(remote->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return -errno;
		if (n < 0)
			break;
		sent(remote, (size_t)n);
	}
	watch_output(remote, out->parts > 0);
	return 0;
}

/* ---- receiving ------------------------------------------------------------------------------- */

static struct cusb_transfer *find(const struct remote *remote, uint32_t number)
{
	struct cusb_transfer *transfer = remote->in_flight;

	while (transfer && own_of(transfer)->number != number)
		transfer = own_of(transfer)->next;
	return transfer;
}

static struct kept_read *find_kept(const struct remote *remote, uint32_t number)
{
	struct kept_read *kept = remote->kept;

	while (kept && kept->number != number)
		kept = kept->next;
	return kept;
}

static void expect(struct incoming *in, enum stage stage, void *to, size_t length)
{
	in->stage = stage;
	in->to = to;
	in->length = length;
	in->done = 0;
}

/* -EPROTO: the answer does not fit the messages that were sent. */
static int check_answer(const struct incoming *in)
{
	const struct cusb_transfer *transfer = in->transfer;
	uint32_t length = in->header.ret_submit.actual_length;

	if (!transfer || length > own_of(transfer)->piece)
		return -EPROTO;
	if (is_isochronous(transfer) &&
	    in->header.ret_submit.number_of_packets != transfer->packet_count)
		return -EPROTO;
	switch (own_of(transfer)->phase) {
	case SENT:
	case UNWANTED:
	case UNLINKED:
		return 0;
	default:
		return -EPROTO;
	}
}

static int begin_kept(struct incoming *in)
{
	size_t length = in->header.ret_submit.actual_length;

	if (in->kept->is_complete || length > in->kept->length)
		return -EPROTO;
	expect(in, IN_DATA, in->kept->data, length);
	return 0;
}

/*
 * An unlink may be answered after its transfer has ended, which has dropped the number. Any other
 * unknown number means that the next bytes have no known meaning.
 */
static int begin_answer(struct remote *remote)
{
	struct incoming *in = &remote->in;
	int err = usbip_decode_reply(in->bytes, &in->header);

	if (err < 0)
		return err;
	in->kept = NULL;
	in->transfer = find(remote, in->header.seqnum & ~UINT32_C(1));
	if (in->header.command == USBIP_RET_UNLINK) {
		if (in->transfer && own_of(in->transfer)->phase != UNLINKED)
			return -EPROTO;
		expect(in, IN_PACKETS, NULL, 0);
		return 0;
	}
	in->kept = in->transfer ? NULL : find_kept(remote, in->header.seqnum);
	if (in->kept)
		return begin_kept(in);
	err = in->header.seqnum & 1 ? -EPROTO : check_answer(in);
	if (err < 0)
		return err;
	expect(in, IN_DATA,
	       is_in(in->transfer) ? data_of(in->transfer) + own_of(in->transfer)->done : NULL,
	       is_in(in->transfer) ? in->header.ret_submit.actual_length : 0);
	return 0;
}

/* The whole answer is there. -EPROTO, or whether it belongs to anything. */
static int end_answer(struct incoming *in, struct answer *answer)
{
	bool is_submit = in->header.command == USBIP_RET_SUBMIT;
	int err = 0;

	*answer = (struct answer){.transfer = in->transfer,
				  .kept = in->kept,
				  .status = is_submit ? in->header.ret_submit.status : -ECONNRESET,
				  .actual_length =
					  is_submit ? in->header.ret_submit.actual_length : 0};
	if (is_submit && in->transfer && is_isochronous(in->transfer)) {
		in->transfer->start_frame = (int)in->header.ret_submit.start_frame;
		in->transfer->error_count = in->header.ret_submit.error_count;
		err = packets_decode(in->transfer, in->packets, answer->actual_length);
	}
	expect(in, IN_HEADER, in->bytes, USBIP_HEADER_SIZE);
	return err < 0 ? err : answer->transfer || answer->kept;
}

/* Goes on to the next stage while no byte is missing. */
static int advance(struct remote *remote, struct answer *answer)
{
	struct incoming *in = &remote->in;
	int err = 0;

	while (err == 0 && in->done == in->length) {
		if (in->stage == IN_HEADER)
			err = begin_answer(remote);
		else if (in->stage == IN_DATA)
			expect(in, IN_PACKETS, in->packets,
			       in->transfer && is_isochronous(in->transfer)
				       ? (size_t)in->transfer->packet_count * USBIP_ISO_PACKET_SIZE
				       : 0);
		else
			err = end_answer(in, answer);
	}
	return err;
}

static void take_ahead(struct incoming *in)
{
	size_t n = in->ahead_end - in->ahead_at;

	if (n > in->length - in->done)
		n = in->length - in->done;
	if (n > 0)
		memcpy(in->to + in->done, in->ahead + in->ahead_at, n);
	in->ahead_at += n;
	in->done += n;
}

/* Reads the missing bytes, and what follows them. 1: the socket has no more for now. */
static int read_some(struct remote *remote)
{
	struct incoming *in = &remote->in;
	size_t missing = in->length - in->done;
	struct iovec parts[2] = {{in->to + in->done, missing}, {in->ahead, sizeof in->ahead}};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	ssize_t n = recvmsg(remote->fd, &message, MSG_DONTWAIT);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 1 : -errno;
	if (n == 0)
		return -ENOTCONN;
	in->ahead_at = 0;
	in->ahead_end = (size_t)n > missing ? (size_t)n - missing : 0;
	in->done += (size_t)n - in->ahead_end;
	return 0;
}

int link_receive(struct remote *remote, struct answer *answer)
{
	struct incoming *in = &remote->in;
	int result = advance(remote, answer);

	while (result == 0) {
		if (in->ahead_at < in->ahead_end)
			take_ahead(in);
		else if ((result = read_some(remote)) != 0)
			return result > 0 ? 0 : result;
		result = advance(remote, answer);
	}
	return result;
}
