/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: any bytes from the client of a shared device, in any pieces, and headers that are
 * nearly right. The device has to stay usable for the next client.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cusb/cusb.h>
#include <cusb/share.h>
#include <cusb/virtual.h>

#include "demand.h"
#include "input.h"
#include "usbip/operation.h"
#include "usbip/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NAME "1-1"

static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;
static struct cusb_share *share;
static unsigned int unplugged;

static void count(const struct cusb_share_event *event, void *user)
{
	(void)user;
	unplugged += event->change == CUSB_SHARE_UNPLUGGED;
}

static void begin(void)
{
	static const char *const models[] = {"loopback", "iso", "nak", "stall", "dropout"};
	const struct cusb_share_options options = {.memory = 65536, .event = count};
	const char *name = models[input_byte() % (sizeof models / sizeof models[0])];
	struct cusb_device *dev;

	unplugged = 0;
	demand(cusb_virtual_kernel_new(&kernel) == 0);
	demand(cusb_virtual_plug(kernel, cusb_virtual_find_model(name), NAME) == 0);
	demand(cusb_virtual_kernel_backend(kernel, &backend) == 0);
	demand(cusb_find(CUSB_MATCH(backend, backend, name, NAME), &dev) == 0);
	demand(cusb_share_new(&options, &share) == 0);
	demand(cusb_share_add_device(share, dev) == 0);
	cusb_device_free(dev);
}

static void end(void)
{
	cusb_share_free(share);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
}

static int connect_client(void)
{
	int ends[2];

	demand(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
	demand(cusb_share_add_client(share, ends[1]) == 0);
	return ends[0];
}

static void serve(void)
{
	for (unsigned int i = 0; i < 1000 && cusb_share_serve(share, CUSB_DONT_WAIT) == 0; i++)
		;
}

static void put(int fd, const void *bytes, size_t size)
{
	/* A short count is as good an input as any. */
	if (send(fd, bytes, size, MSG_NOSIGNAL) < 0)
		serve();
}

static void import(int fd)
{
	uint8_t bytes[USBIP_OP_SIZE + USBIP_BUSID_SIZE] = {0};

	usbip_encode_operation(&(struct usbip_operation){USBIP_VERSION, USBIP_OP_REQ_IMPORT, 0},
			       bytes);
	memcpy(bytes + USBIP_OP_SIZE, NAME, sizeof NAME);
	put(fd, bytes, sizeof bytes);
}

static void put_raw(int fd)
{
	uint8_t bytes[64];
	size_t size = input_byte() % sizeof bytes;

	input_fill(bytes, size);
	put(fd, bytes, size);
}

static struct cusb_setup any_setup(void)
{
	static const uint8_t types[] = {0x00, 0x01, 0x02, 0x23, 0x80, 0x81, 0xc0, 0x40};
	struct cusb_setup setup = {.bmRequestType = types[input_byte() & 7]};

	setup.bRequest = input_byte() % 13;
	setup.wValue = (uint16_t)input_word();
	setup.wIndex = input_byte();
	setup.wLength = input_byte() & 1 ? input_byte() : 0;
	return setup;
}

static void put_packets(int fd, uint32_t packets)
{
	for (uint32_t i = 0; i < packets && i < 16; i++) {
		struct usbip_iso_packet packet = {.offset = i * 64, .length = 64};
		uint8_t bytes[USBIP_ISO_PACKET_SIZE];

		if (input_says(16))
			packet.offset = input_word();
		if (input_says(16))
			packet.length = input_word();
		usbip_encode_iso_packet(&packet, bytes);
		put(fd, bytes, sizeof bytes);
	}
}

static void put_submit(int fd)
{
	static const uint8_t zeros[1024];
	struct usbip_header header = {.command = USBIP_CMD_SUBMIT, .seqnum = input_byte()};
	uint8_t bytes[USBIP_HEADER_SIZE];
	uint32_t length, packets;

	header.direction = input_byte() & 1;
	header.ep = input_byte() & 3;
	header.cmd_submit.transfer_flags = input_byte();
	length = input_word() & 1023;
	header.cmd_submit.transfer_buffer_length = length;
	packets = input_says(64) ? input_byte() & 15 : 0;
	header.cmd_submit.number_of_packets = packets;
	if (header.ep == 0)
		header.setup = any_setup();
	if (input_says(8))
		header.cmd_submit.transfer_buffer_length = input_word() << 8;
	usbip_encode_header(&header, bytes);
	put(fd, bytes, sizeof bytes);
	if (!header.direction)
		put(fd, zeros, length);
	put_packets(fd, packets);
}

static void put_unlink(int fd)
{
	struct usbip_header header = {.command = USBIP_CMD_UNLINK, .seqnum = input_byte()};
	uint8_t bytes[USBIP_HEADER_SIZE];

	header.cmd_unlink.seqnum = input_byte();
	usbip_encode_header(&header, bytes);
	put(fd, bytes, sizeof bytes);
}

static void take(int fd)
{
	uint8_t bytes[512];

	if (recv(fd, bytes, sizeof bytes, 0) < 0)
		serve();
}

static void act(int fd)
{
	switch (input_byte() & 7) {
	case 0:
		put_raw(fd);
		break;
	case 1:
		put_unlink(fd);
		break;
	case 2:
		take(fd);
		break;
	case 3:
		serve();
		break;
	default:
		put_submit(fd);
	}
}

/* The next client asks for a descriptor, and gets it. */
static void check_usable(void)
{
	const struct usbip_header submit = {
		.command = USBIP_CMD_SUBMIT,
		.seqnum = 1,
		.direction = 1,
		.cmd_submit = {.transfer_buffer_length = 8},
		.setup = {0x80, 6, 0x0100, 0, 8},
	};
	uint8_t bytes[USBIP_OP_SIZE + USBIP_DEVICE_SIZE + USBIP_HEADER_SIZE + 8];
	int fd = connect_client();
	size_t got = 0;

	import(fd);
	usbip_encode_header(&submit, bytes);
	put(fd, bytes, USBIP_HEADER_SIZE);
	for (unsigned int i = 0; i < 1000 && got < sizeof bytes; i++) {
		ssize_t n = recv(fd, bytes + got, sizeof bytes - got, 0);

		demand(n > 0 || (n < 0 && errno == EAGAIN));
		got += n > 0 ? (size_t)n : 0;
		cusb_share_serve(share, CUSB_DONT_WAIT);
	}
	demand(got == sizeof bytes);
	demand(bytes[sizeof bytes - 8] == CUSB_DEVICE_DESC_SIZE);
	close(fd);
	serve();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd;

	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	input_begin(data, size);
	begin();
	fd = connect_client();
	if (!input_says(16))
		import(fd);
	while (input_left())
		act(fd);
	serve();
	close(fd);
	serve();
	if (unplugged == 0)
		check_usable();
	end();
	return 0;
}
