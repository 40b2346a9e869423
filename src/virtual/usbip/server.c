/* SPDX-License-Identifier: MIT */
/*
 * Facts of vhci_hcd relied on (6.1):
 * - RET_UNLINK carries no data. What a cancelled URB has moved goes ahead in a RET_SUBMIT; the
 *   kernel keeps its own status for a URB it has cancelled.
 * - It sends CMD_SUBMIT and CMD_UNLINK from two queues, so the unlink of a URB submitted a moment
 * ago can overtake its submit. An answer then would leave that URB pending for ever. Sequence
 *   numbers of submits only grow.
 * - A RET_SUBMIT of more bytes than asked for makes it drop the connection.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "virtual/device/fault.h"
#include "virtual/usbip/server.h"
#include "virtual/usbip/isochronous.h"
#include "virtual/usbip/queue.h"

/* How long queues stand still after an error, or the last unlink that follows it. */
#define STANDSTILL_NS 100000000

/* An unlink that came before what it unlinks. */
struct early {
	struct early *next;
	struct usbip_request request;
};

struct virtual_usbip {
	struct usbip_queues queues;
	int fd;
	int err; /* of the socket; nothing more is sent after it */
	bool any_submit;
	uint32_t last_submit;
	struct early *early;
	int64_t resume_at; /* when queues that stand still go on; as fault_now() tells it */
};

static void reply(struct virtual_usbip *server, const struct usbip_reply *header, const void *data,
		  size_t length)
{
	uint8_t bytes[USBIP_HEADER_SIZE];

	if (server->err || server->queues.dev->gone)
		return;
	usbip_encode(header, bytes);
	server->err = usbip_write(server->fd, bytes, sizeof bytes, data, length);
}

/* The first member of the server is its queues. */
static void reply_done(struct usbip_queues *queues, const struct usbip_urb *urb)
{
	struct virtual_usbip *server = (struct virtual_usbip *)queues;
	size_t sent = urb->urb.endpoint & 0x80 ? urb->urb.actual_length : 0;
	struct usbip_reply header = {
		.command = USBIP_RET_SUBMIT,
		.seqnum = urb->seqnum,
		.status = urb->urb.status,
		.actual_length = (uint32_t)urb->urb.actual_length,
		.start_frame = urb->urb.start_frame,
		.packets = urb->urb.packet_count,
		.error_count = urb->urb.error_count,
	};

	/* An error that makes its queue stand still, or an unlink that follows one. */
	if (queues->stopped && urb->urb.status)
		server->resume_at = fault_now() + STANDSTILL_NS;
	if (sent)
		usbip_compact(&urb->urb);
	reply(server, &header, urb->urb.data, sent);
	if (urb->urb.packet_count && !server->err && !queues->dev->gone)
		server->err = usbip_write_packets(server->fd, &urb->urb);
}

static void reply_status(struct virtual_usbip *server, uint32_t command, uint32_t seqnum,
			 int status)
{
	struct usbip_reply header = {.command = command, .seqnum = seqnum, .status = status};

	reply(server, &header, NULL, 0);
}

struct virtual_usbip *virtual_usbip_new(const struct cusb_virtual_model *model, int fd)
{
	struct virtual_usbip *server = calloc(1, sizeof *server);

	if (server) {
		server->fd = fd;
		server->queues.done = reply_done;
		server->queues.dev = virtual_device_new(model);
		if (server->queues.dev)
			return server;
		free(server);
	}
	close(fd);
	return NULL;
}

/* Whether the submit of that sequence number is still to come. */
static bool is_early(const struct virtual_usbip *server, uint32_t seqnum)
{
	return !server->any_submit || (int32_t)(seqnum - server->last_submit) > 0;
}

static int keep_early(struct virtual_usbip *server, const struct usbip_request *request)
{
	struct early *early = malloc(sizeof *early);

	if (!early)
		return -ENOMEM;
	early->request = *request;
	early->next = server->early;
	server->early = early;
	return 0;
}

static int unlink_urb(struct virtual_usbip *server, const struct usbip_request *request)
{
	int status = 0;

	if (usbip_queue_cancel(&server->queues, request->unlinked_seqnum))
		status = -ECONNRESET;
	else if (is_early(server, request->unlinked_seqnum))
		return keep_early(server, request);
	/* Otherwise its RET_SUBMIT and this have crossed. */
	reply_status(server, USBIP_RET_UNLINK, request->seqnum, status);
	return 0;
}

/* Carries out an unlink that was waiting for this submit. */
static int settle_early(struct virtual_usbip *server, uint32_t seqnum)
{
	struct early **at = &server->early;
	struct early *early;
	int err;

	while (*at && (*at)->request.unlinked_seqnum != seqnum)
		at = &(*at)->next;
	early = *at;
	if (!early)
		return 0;
	*at = early->next;
	err = unlink_urb(server, &early->request);
	free(early);
	return err;
}

static int submit_urb(struct virtual_usbip *server, const struct usbip_request *request)
{
	size_t sent = request->endpoint & 0x80 ? 0 : request->length;
	struct usbip_urb *urb = usbip_urb_new(request);
	int err;

	if (!urb) {
		err = usbip_skip(server->fd, sent + (size_t)request->packets * USBIP_PACKET_SIZE);
		if (!err)
			reply_status(server, USBIP_RET_SUBMIT, request->seqnum, -ENOMEM);
		return err;
	}
	err = usbip_read(server->fd, urb->data, sent);
	if (!err)
		err = usbip_read_packets(server->fd, &urb->urb);
	if (err)
		free(urb);
	else
		usbip_queue_add(&server->queues, urb);
	return err;
}

static int submit(struct virtual_usbip *server, const struct usbip_request *request)
{
	int err = submit_urb(server, request);

	server->any_submit = true;
	server->last_submit = request->seqnum;
	return err ? err : settle_early(server, request->seqnum);
}

static int serve_one(struct virtual_usbip *server)
{
	uint8_t bytes[USBIP_HEADER_SIZE];
	struct usbip_request request;
	int err = usbip_read(server->fd, bytes, sizeof bytes);

	if (!err)
		err = usbip_decode(bytes, &request);
	if (err)
		return err;
	err = request.command == USBIP_CMD_SUBMIT ? submit(server, &request)
						  : unlink_urb(server, &request);
	usbip_queue_run(&server->queues);
	return err ? err : server->err;
}

/* When something is to be done though no request comes, or NEVER. */
static int64_t next_time(const struct virtual_usbip *server)
{
	int64_t due = fault_due(server->queues.dev);

	return server->queues.stopped && server->resume_at < due ? server->resume_at : due;
}

static int catch_up(struct virtual_usbip *server)
{
	if (server->queues.stopped && server->resume_at <= fault_now())
		usbip_queue_resume(&server->queues);
	virtual_host_run(server->queues.dev);
	usbip_queue_run(&server->queues);
	return server->err;
}

/* Waits for a request, but not longer than there is time. */
static int serve_until(struct virtual_usbip *server, int64_t at)
{
	struct pollfd fd = {.fd = server->fd, .events = POLLIN};
	int64_t left = at - fault_now();
	struct timespec timeout = {
		.tv_sec = (time_t)(left / 1000000000),
		.tv_nsec = (long)(left % 1000000000),
	};
	int ready = left > 0 ? ppoll(&fd, 1, &timeout, NULL) : 0;

	if (ready > 0)
		return serve_one(server);
	if (ready < 0)
		return errno == EINTR ? 0 : -errno;
	return catch_up(server);
}

static void forget(struct virtual_usbip *server)
{
	struct early *early;

	usbip_queue_forget(&server->queues);
	while ((early = server->early)) {
		server->early = early->next;
		free(early);
	}
}

int virtual_usbip_serve(struct virtual_usbip *server)
{
	int err = 0;

	while (!err && !server->queues.dev->gone) {
		int64_t at = next_time(server);

		err = at == NEVER ? serve_one(server) : serve_until(server, at);
	}
	virtual_usbip_stop(server);
	forget(server);
	return err == -ENOTCONN ? 0 : err;
}

void virtual_usbip_stop(struct virtual_usbip *server)
{
	shutdown(server->fd, SHUT_RDWR);
}

void virtual_usbip_free(struct virtual_usbip *server)
{
	if (!server)
		return;
	forget(server);
	close(server->fd);
	virtual_device_free(server->queues.dev);
	free(server);
}
