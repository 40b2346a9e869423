/* SPDX-License-Identifier: MIT */
/*
 * Facts of vhci_hcd (6.1):
 * - RET_UNLINK carries no data. The bytes that a cancelled URB has moved go ahead in a RET_SUBMIT;
 *   the kernel keeps its own status for a URB it has cancelled.
 * - It sends CMD_SUBMIT and CMD_UNLINK from two queues, so the unlink of a new URB can overtake its
 *   submit. An answer to it would then leave that URB pending for ever. Sequence numbers of submits
 *   only grow.
 * - A RET_SUBMIT of more bytes than requested makes it drop the connection.
 * - Once it has read the header of a RET_SUBMIT, it reads the rest before it gives the URB back. A
 *   processor that meanwhile takes the endpoint away (a program releases the interface, closes or
 *   ends) waits with interrupts disabled. When the rest has to wait for this processor, the machine
 *   hangs. So an answer is sent as a whole.
 * - Its URBs are those of the kernel's drivers and of usbfs, which lends 16 MiB to all programs.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "virtual/device/fault.h"
#include "virtual/usbip/urb.h"
#include "virtual/usbip/server.h"

/* The time for which queues stop after an error, or after the last unlink that follows it. */
#define STANDSTILL_NS 100000000

/* More than vhci_hcd ever needs; a client that wants more cannot fill the memory. */
#define PENDING_MAX	  4096
#define PENDING_BYTES_MAX (64U * 1024 * 1024)
#define EARLY_MAX	  PENDING_MAX

/* An unlink that came before its submit. */
struct early {
	struct early *next;
	uint32_t seqnum, unlinked;
};

struct usbip_server {
	struct cusb_virtual_device *dev;
	int fd;
	int err; /* of the socket; after it nothing is sent */
	bool any_submit;
	uint32_t last_submit;
	struct early *early;
	unsigned int early_count;
	unsigned int pending_count; /* submits without an answer */
	size_t pending_bytes;	    /* of their data */
	int64_t resume_at;	    /* the time when stopped queues go on, as of fault_now() */
};

static void reply(struct usbip_server *server, const struct usbip_header *header,
		  struct usbip_part data, struct usbip_part packets)
{
	uint8_t bytes[USBIP_HEADER_SIZE];
	const struct usbip_part parts[] = {{bytes, sizeof bytes}, data, packets};

	if (server->err || server->dev->gone)
		return;
	usbip_encode_header(header, bytes);
	server->err = usbip_write(server->fd, parts, 3);
}

static void reply_done(void *user, const struct usbip_urb *done)
{
	struct usbip_server *server = user;
	const struct virtual_urb *urb = &done->urb;
	uint8_t packets[USBIP_ISO_PACKETS_MAX * USBIP_ISO_PACKET_SIZE];
	struct usbip_header header = {
		.command = USBIP_RET_SUBMIT,
		.seqnum = done->seqnum,
		.ret_submit = {urb->status, (uint32_t)urb->actual_length, urb->start_frame,
			       urb->packet_count, urb->error_count},
	};

	server->pending_count--;
	server->pending_bytes -= urb->length;
	/* An error that stops its queue, or an unlink that follows one. */
	if (server->dev->stopped && urb->status)
		server->resume_at = fault_now() + STANDSTILL_NS;
	reply(server, &header, (struct usbip_part){urb->data, usbip_urb_pack_data(done)},
	      (struct usbip_part){packets, usbip_urb_encode_packets(done, packets)});
}

/* RET_UNLINK has its status in the same place. Of a union only the named member has a value. */
static void reply_status(struct usbip_server *server, uint32_t command, uint32_t seqnum, int status)
{
	const struct usbip_part none = {NULL, 0};

	reply(server, &(struct usbip_header){command, seqnum, .ret_submit = {.status = status}},
	      none, none);
}

struct usbip_server *usbip_server_new(const struct cusb_virtual_model *model, int fd)
{
	struct usbip_server *server = calloc(1, sizeof *server);
	struct cusb_virtual_device *dev = virtual_device_new(model);

	if (!server || !dev) {
		virtual_device_free(dev);
		free(server);
		close(fd);
		return NULL;
	}
	server->fd = fd;
	server->dev = dev;
	return server;
}

/* Whether the submit of that sequence number has not come yet. */
static bool is_early(const struct usbip_server *server, uint32_t seqnum)
{
	return !server->any_submit || (int32_t)(seqnum - server->last_submit) > 0;
}

static int keep_early(struct usbip_server *server, uint32_t seqnum, uint32_t unlinked)
{
	struct early *early;

	if (server->early_count == EARLY_MAX)
		return -EPROTO;
	early = malloc(sizeof *early);
	if (!early)
		return -ENOMEM;
	*early = (struct early){server->early, seqnum, unlinked};
	server->early = early;
	server->early_count++;
	return 0;
}

static int unlink_urb(struct usbip_server *server, uint32_t seqnum, uint32_t unlinked)
{
	int status = 0;

	if (usbip_urb_unlink(server->dev, unlinked))
		status = -ECONNRESET;
	else if (is_early(server, unlinked))
		return keep_early(server, seqnum, unlinked);
	/* Otherwise its RET_SUBMIT is already on its way. */
	reply_status(server, USBIP_RET_UNLINK, seqnum, status);
	return 0;
}

/* The unlink that waited for this submit, removed from the list, or NULL. */
static struct early *take_early(struct usbip_server *server, uint32_t submitted)
{
	struct early **at = &server->early;
	struct early *early;

	while (*at && (*at)->unlinked != submitted)
		at = &(*at)->next;
	early = *at;
	if (early) {
		*at = early->next;
		server->early_count--;
	}
	return early;
}

static bool has_room(const struct usbip_server *server, size_t length)
{
	return server->pending_count < PENDING_MAX &&
	       length <= PENDING_BYTES_MAX - server->pending_bytes;
}

/* No memory for a URB whose data and packets follow. */
static int refuse(struct usbip_server *server, const struct usbip_header *submit, size_t sent)
{
	size_t packets = submit->cmd_submit.number_of_packets;
	int err = usbip_skip(server->fd, sent + packets * USBIP_ISO_PACKET_SIZE);

	if (!err)
		reply_status(server, USBIP_RET_SUBMIT, submit->seqnum, -ENOMEM);
	return err;
}

static int submit_urb(struct usbip_server *server, const struct usbip_header *submit, bool unlinked)
{
	size_t length = submit->cmd_submit.transfer_buffer_length;
	size_t sent = submit->direction ? 0 : length;
	struct usbip_urb *urb = NULL;
	int err;

	if (has_room(server, length))
		urb = usbip_urb_new(submit, reply_done, server);

	if (!urb)
		return refuse(server, submit, sent);
	err = usbip_read(server->fd, urb->urb.data, sent);
	if (!err)
		err = usbip_urb_read_packets(server->fd, urb);
	if (err) {
		free(urb);
		return err;
	}
	server->pending_count++;
	server->pending_bytes += length;
	usbip_urb_submit(server->dev, urb, unlinked);
	return 0;
}

static int serve_submit(struct usbip_server *server, const struct usbip_header *submit)
{
	struct early *early = take_early(server, submit->seqnum);
	int err = submit_urb(server, submit, early != NULL);

	server->any_submit = true;
	server->last_submit = submit->seqnum;
	if (early && !err)
		reply_status(server, USBIP_RET_UNLINK, early->seqnum, -ECONNRESET);
	free(early);
	return err;
}

static int serve_one(struct usbip_server *server)
{
	uint8_t bytes[USBIP_HEADER_SIZE];
	struct usbip_header request;
	int err = usbip_read(server->fd, bytes, sizeof bytes);

	if (!err)
		err = usbip_decode_request(bytes, &request);
	if (err)
		return err;
	err = request.command == USBIP_CMD_SUBMIT
		      ? serve_submit(server, &request)
		      : unlink_urb(server, request.seqnum, request.cmd_unlink.seqnum);
	return err ? err : server->err;
}

/* The time of the next work without a request, or NOT_DUE. */
static int64_t next_time(const struct usbip_server *server)
{
	int64_t due = fault_due(server->dev);

	return server->dev->stopped && server->resume_at < due ? server->resume_at : due;
}

static int catch_up(struct usbip_server *server)
{
	if (server->dev->stopped && server->resume_at <= fault_now())
		server->dev->stopped = 0;
	hcd_run(server->dev);
	return server->err;
}

/*
 * Waits for a request, until that time at most. Neither requests nor work of the device can keep
 * the other from its turn.
 */
static int serve_until(struct usbip_server *server, int64_t at)
{
	struct pollfd fd = {.fd = server->fd, .events = POLLIN};
	int64_t left = at - fault_now();
	struct timespec timeout = fault_timespec(left > 0 ? left : 0);
	int ready = ppoll(&fd, 1, &timeout, NULL);
	int err = ready > 0 ? serve_one(server) : 0;

	if (ready < 0)
		return errno == EINTR ? 0 : -errno;
	if (!err && at <= fault_now())
		err = catch_up(server);
	return err;
}

static void forget(struct usbip_server *server)
{
	struct early *early;

	hcd_unplug(server->dev);
	while ((early = server->early)) {
		server->early = early->next;
		free(early);
	}
}

int usbip_server_run(struct usbip_server *server)
{
	int err = 0;

	while (!err && !server->dev->gone) {
		int64_t at = next_time(server);

		err = at == NOT_DUE ? serve_one(server) : serve_until(server, at);
	}
	usbip_server_stop(server);
	forget(server);
	return err == -ENOTCONN ? 0 : err;
}

void usbip_server_stop(struct usbip_server *server)
{
	shutdown(server->fd, SHUT_RDWR);
}

void usbip_server_free(struct usbip_server *server)
{
	if (!server)
		return;
	forget(server);
	close(server->fd);
	virtual_device_free(server->dev);
	free(server);
}
