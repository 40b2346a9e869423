/* SPDX-License-Identifier: MIT */
/*
 * The connection, and the messages to the server. A message can be cut anywhere: several go out in
 * one system call, which never waits for the server. The server may wait for its answers to be
 * read.
 */
#include <errno.h>
#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "backend/usbip/remote.h"

static int watch(int poll_fd, int fd)
{
	struct epoll_event event = {.events = EPOLLIN};

	return epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

static void close_if_open(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

int link_begin(struct remote *remote, int fd)
{
	int err;

	remote->fd = fd;
	remote->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	remote->poll_fd = remote->timer < 0 ? -1 : epoll_create1(EPOLL_CLOEXEC);
	err = remote->poll_fd < 0 ? -errno : watch(remote->poll_fd, fd);
	if (err == 0)
		err = watch(remote->poll_fd, remote->timer);
	if (err < 0) {
		link_end(remote);
		return err;
	}
	remote->gone = remote->out_watched = false;
	remote->seqnum = 0;
	remote->out.messages = remote->out.part = remote->out.parts = 0;
	remote->out.has_packets = false;
	remote->out.filled = remote->out.accepted = remote->out.unlink_ends = 0;
	remote->in.stage = IN_HEADER;
	remote->in.to = remote->in.bytes;
	remote->in.length = USBIP_HEADER_SIZE;
	remote->in.done = remote->in.ahead_at = remote->in.ahead_end = 0;
	remote->in.transfer = NULL;
	remote->in.is_drained = false;
	return 0;
}

void link_end(struct remote *remote)
{
	close_if_open(&remote->poll_fd);
	close_if_open(&remote->timer);
	close_if_open(&remote->fd);
}

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
	out->filled += (int64_t)length;
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
	out->unlink_ends = out->filled;
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

	out->accepted += (int64_t)n;
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

/* AF_UNIX sockets count the kernel's overhead, too: the result can be too small, never too big. */
int64_t link_delivered(const struct remote *remote)
{
	int waiting = 0;

	if (ioctl(remote->fd, SIOCOUTQ, &waiting) < 0)
		waiting = 0;
	return remote->out.accepted - waiting;
}
