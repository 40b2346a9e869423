/* SPDX-License-Identifier: MIT */
/* The frame in which an isochronous transfer of a client begins. */
#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cusb/share.h>

#include "core/script_backend.h"
#include "unit.h"
#include "usbip/operation.h"
#include "usbip/wire.h"

#define PACKET 8

static struct cusb_queue_operations queue;
static struct cusb_transfer *in_flight;
static struct cusb_share *share;
static unsigned int flags;
static int start_frame, bell, client;

static int submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		  struct cusb_transfer *transfer)
{
	(void)handle;
	(void)ep;
	in_flight = transfer;
	flags = transfer->flags;
	start_frame = transfer->start_frame;
	ck_assert_int_eq(eventfd_write(bell, 1), 0);
	return 0;
}

/* A backend that knows the frame, as a server of USB/IP does. */
static int reap(struct cusb_handle *handle, struct cusb_transfer **transfer)
{
	eventfd_t rung;

	(void)handle;
	if (!in_flight)
		return -EAGAIN;
	ck_assert_int_eq(eventfd_read(bell, &rung), 0);
	*transfer = in_flight;
	in_flight->status = 0;
	in_flight->start_frame = 99;
	in_flight = NULL;
	return 0;
}

static int poll_fd(struct cusb_handle *handle)
{
	(void)handle;
	return bell;
}

static void begin(void)
{
	struct cusb_device *dev;
	int ends[2];

	script_begin();
	queue = *script.backend.queue;
	queue.submit = submit;
	queue.reap = reap;
	queue.poll_fd = poll_fd;
	script.backend.queue = &queue;
	bell = eventfd(0, EFD_CLOEXEC);
	dev = script_find();
	ck_assert_int_eq(cusb_share_new(NULL, &share), 0);
	ck_assert_int_eq(cusb_share_add_device(share, dev), 0);
	cusb_device_free(dev);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	ck_assert_int_eq(cusb_share_add_client(share, ends[1]), 0);
	client = ends[0];
}

static void end(void)
{
	close(client);
	cusb_share_free(share);
	close(bell);
	script_end();
}

FIXTURE(begin, end)

/* Serves until the whole answer is there. */
static void receive(void *bytes, size_t size)
{
	while (recv(client, bytes, size, MSG_DONTWAIT | MSG_PEEK) != (ssize_t)size)
		ck_assert_int_eq(cusb_share_serve(share, CUSB_NO_TIMEOUT), 0);
	ck_assert_int_eq(recv(client, bytes, size, MSG_DONTWAIT), size);
}

static void import(void)
{
	uint8_t bytes[USBIP_OP_SIZE + USBIP_DEVICE_SIZE] = {0};

	usbip_encode_operation(&(struct usbip_operation){USBIP_VERSION, USBIP_OP_REQ_IMPORT, 0},
			       bytes);
	strcpy((char *)bytes + USBIP_OP_SIZE, script_composite.name);
	send(client, bytes, USBIP_OP_SIZE + USBIP_BUSID_SIZE, 0);
	receive(bytes, sizeof bytes);
}

/* Returns the frame in the answer. */
static uint32_t move(uint32_t transfer_flags)
{
	struct usbip_header header = {.command = USBIP_CMD_SUBMIT,
				      .seqnum = 1,
				      .direction = 1,
				      .ep = 6,
				      .cmd_submit = {transfer_flags, PACKET, 77, 1, 1}};
	const struct usbip_iso_packet packet = {.length = PACKET};
	uint8_t bytes[USBIP_HEADER_SIZE + USBIP_ISO_PACKET_SIZE];

	import();
	usbip_encode_header(&header, bytes);
	usbip_encode_iso_packet(&packet, bytes + USBIP_HEADER_SIZE);
	send(client, bytes, sizeof bytes, 0);
	receive(bytes, USBIP_HEADER_SIZE);
	ck_assert_int_eq(usbip_decode_reply(bytes, &header), 0);
	ck_assert_int_eq(header.ret_submit.status, 0);
	return header.ret_submit.start_frame;
}

CASE(a_transfer_begins_as_soon_as_possible)
{
	ck_assert_uint_eq(move(USBIP_ISO_ASAP), 99);
	ck_assert_uint_eq(flags & CUSB_START_FRAME, 0);
}

CASE(a_transfer_begins_in_the_frame_that_the_client_names)
{
	ck_assert_uint_eq(move(0), 99);
	ck_assert_uint_eq(flags & CUSB_START_FRAME, CUSB_START_FRAME);
	ck_assert_int_eq(start_frame, 77);
}
