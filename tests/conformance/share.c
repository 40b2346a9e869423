/* SPDX-License-Identifier: MIT */
/*
 * Devices that are lent by <cusb/share.h>, as a client sees them byte by byte. The thread of the
 * case serves, and acts as the clients.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cusb/share.h>

#include "usbip/operation.h"
#include "usbip/wire.h"

#include "world.h"

#define CASE_SHARE(name)                                                                           \
	CASE_IN_(name, WORLD_VIRTUAL, "it serves devices of the miniature kernel", 0)

#define UNLINKED (-104) /* on the wire */

static struct cusb_share *share;
static unsigned int attached, detached, unplugged;

static void count(const struct cusb_share_event *event, void *user)
{
	(void)user;
	attached += event->change == CUSB_SHARE_ATTACHED;
	detached += event->change == CUSB_SHARE_DETACHED;
	unplugged += event->change == CUSB_SHARE_UNPLUGGED;
}

static void begin_with(struct cusb_share_options options)
{
	options.event = count;
	CHECK_OK(cusb_share_new(&options, &share));
}

/* Lends a device, and frees the object: the share object keeps its own reference. */
static const char *begin_lending(const char *model)
{
	const char *name = world_plug(model);
	struct cusb_device *dev = find_name(name);

	begin_with((struct cusb_share_options){0});
	CHECK_OK(cusb_share_add_device(share, dev));
	cusb_device_free(dev);
	return name;
}

static int new_client(void)
{
	int ends[2];

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	CHECK_OK(cusb_share_add_client(share, ends[1]));
	return ends[0];
}

/* Does all the work that there is now. */
static void serve_all(void)
{
	int err;

	while ((err = cusb_share_serve(share, CUSB_DONT_WAIT)) == 0)
		;
	CHECK_INT(err, -EAGAIN);
}

static void send_all(int fd, const void *bytes, size_t length)
{
	const uint8_t *p = bytes;

	while (length > 0) {
		ssize_t n = send(fd, p, length, MSG_DONTWAIT | MSG_NOSIGNAL);

		CHECK(n > 0 || errno == EAGAIN);
		if (n < 0)
			CHECK_OK(cusb_share_serve(share, GUARD_MS));
		p += n > 0 ? n : 0;
		length -= n > 0 ? (size_t)n : 0;
	}
}

/* Serves until that many bytes have come. */
static void receive(int fd, void *bytes, size_t length)
{
	uint8_t *p = bytes;

	while (length > 0) {
		ssize_t n = recv(fd, p, length, MSG_DONTWAIT);

		CHECK(n > 0 || (n < 0 && errno == EAGAIN));
		if (n < 0)
			CHECK_OK(cusb_share_serve(share, GUARD_MS));
		p += n > 0 ? n : 0;
		length -= n > 0 ? (size_t)n : 0;
	}
}

/* The server has closed the connection, and has sent nothing more. */
static void check_closed(int fd)
{
	char byte;
	ssize_t n;

	while ((n = recv(fd, &byte, 1, MSG_DONTWAIT)) < 0 && errno == EAGAIN)
		CHECK_OK(cusb_share_serve(share, GUARD_MS));
	CHECK(n == 0 || (n < 0 && errno == ECONNRESET));
	close(fd);
}

static void check_nothing_comes(int fd)
{
	char byte;

	serve_all();
	CHECK_INT(recv(fd, &byte, 1, MSG_DONTWAIT), -1);
	CHECK_INT(errno, EAGAIN);
}

static void send_operation(int fd, uint16_t version, uint16_t code)
{
	uint8_t bytes[USBIP_OP_SIZE];

	usbip_encode_operation(&(struct usbip_operation){version, code, 0}, bytes);
	send_all(fd, bytes, sizeof bytes);
}

static void send_import(int fd, const char *busid)
{
	char name[USBIP_BUSID_SIZE] = {0};

	memcpy(name, busid, strlen(busid));
	send_operation(fd, USBIP_VERSION, USBIP_OP_REQ_IMPORT);
	send_all(fd, name, sizeof name);
}

static struct usbip_operation receive_operation(int fd)
{
	struct usbip_operation operation;
	uint8_t bytes[USBIP_OP_SIZE];

	receive(fd, bytes, sizeof bytes);
	usbip_decode_operation(bytes, &operation);
	return operation;
}

static struct usbip_device receive_device(int fd)
{
	struct usbip_device device;
	uint8_t bytes[USBIP_DEVICE_SIZE];

	receive(fd, bytes, sizeof bytes);
	usbip_decode_device(bytes, &device);
	return device;
}

static void check_refused(int fd, uint32_t status)
{
	struct usbip_operation operation = receive_operation(fd);

	CHECK_INT(operation.code, USBIP_OP_REP_IMPORT);
	CHECK_INT(operation.status, status);
	check_closed(fd);
}

static int import(const char *busid)
{
	int fd = new_client();

	send_import(fd, busid);
	CHECK_INT(receive_operation(fd).status, USBIP_ST_OK);
	CHECK_STR(receive_device(fd).busid, busid);
	return fd;
}

static void submit(int fd, uint32_t seqnum, unsigned int address, const void *data, uint32_t length)
{
	const struct usbip_header header = {
		.command = USBIP_CMD_SUBMIT,
		.seqnum = seqnum,
		.direction = address >> 7,
		.ep = address & 0x0f,
		.cmd_submit = {.transfer_buffer_length = length},
	};
	uint8_t bytes[USBIP_HEADER_SIZE];

	usbip_encode_header(&header, bytes);
	send_all(fd, bytes, sizeof bytes);
	if (data)
		send_all(fd, data, length);
}

static void submit_control(int fd, uint32_t seqnum, struct cusb_setup setup)
{
	const struct usbip_header header = {
		.command = USBIP_CMD_SUBMIT,
		.seqnum = seqnum,
		.direction = setup.bmRequestType >> 7,
		.cmd_submit = {.transfer_buffer_length = setup.wLength},
		.setup = setup,
	};
	uint8_t bytes[USBIP_HEADER_SIZE];

	usbip_encode_header(&header, bytes);
	send_all(fd, bytes, sizeof bytes);
}

static void unlink_urb(int fd, uint32_t seqnum, uint32_t victim)
{
	const struct usbip_header header = {
		.command = USBIP_CMD_UNLINK, .seqnum = seqnum, .cmd_unlink = {.seqnum = victim}};
	uint8_t bytes[USBIP_HEADER_SIZE];

	usbip_encode_header(&header, bytes);
	send_all(fd, bytes, sizeof bytes);
}

static void check_reply(int fd, uint32_t command, uint32_t seqnum, int status, uint32_t length)
{
	uint8_t bytes[USBIP_HEADER_SIZE];
	struct usbip_header header;

	receive(fd, bytes, sizeof bytes);
	CHECK_OK(usbip_decode_reply(bytes, &header));
	CHECK_INT(header.command, command);
	CHECK_INT(header.seqnum, seqnum);
	CHECK_INT(header.ret_submit.status, status);
	if (command == USBIP_RET_SUBMIT)
		CHECK_INT(header.ret_submit.actual_length, length);
}

static void check_done(int fd, uint32_t seqnum, int status, uint32_t length)
{
	check_reply(fd, USBIP_RET_SUBMIT, seqnum, status, length);
}

static void check_unlinked(int fd, uint32_t seqnum, int status)
{
	check_reply(fd, USBIP_RET_UNLINK, seqnum, status, 0);
}

/* Data goes to the device and comes back. */
static void check_echo(int fd, uint32_t seqnum)
{
	uint8_t sent[300], got[300];

	fill(sent, sizeof sent, seqnum);
	submit(fd, seqnum, 0x01, sent, sizeof sent);
	submit(fd, seqnum + 1, 0x81, NULL, sizeof got);
	check_done(fd, seqnum, 0, sizeof sent);
	check_done(fd, seqnum + 1, 0, sizeof got);
	receive(fd, got, sizeof got);
	CHECK_BYTES(got, sent, sizeof got);
}

static void end(int fd)
{
	cusb_share_free(share);
	check_closed(fd);
}

/* ---- before an import ------------------------------------------------------------------------ */

CASE_SHARE(a_list_has_the_devices_and_their_interfaces)
{
	const char *name = begin_lending("loopback");
	struct cusb_device *dev = find_name(name);
	struct usbip_operation operation;
	struct usbip_device device;
	uint8_t count[4], interfaces[4];
	int fd = new_client();

	send_operation(fd, 0x0106, USBIP_OP_REQ_DEVLIST);
	operation = receive_operation(fd);
	CHECK_INT(operation.version, 0x0106);
	CHECK_INT(operation.code, USBIP_OP_REP_DEVLIST);
	CHECK_INT(operation.status, USBIP_ST_OK);
	receive(fd, count, sizeof count);
	CHECK_BYTES(count, "\0\0\0\1", 4);
	device = receive_device(fd);
	CHECK_STR(device.busid, name);
	CHECK_INT(device.idVendor, 0xfffe);
	CHECK_INT(device.idProduct, 1);
	CHECK_INT(device.speed, 3);
	CHECK_INT(device.busnum, dev->bus);
	CHECK_INT(device.devnum, dev->address);
	CHECK_INT(device.bConfigurationValue, dev->configurations[0].bConfigurationValue);
	CHECK_INT(device.bNumInterfaces, dev->configurations[0].interface_count);
	for (int i = 0; i < device.bNumInterfaces; i++) {
		receive(fd, interfaces, sizeof interfaces);
		CHECK_INT(interfaces[0],
			  cusb_interface_at(dev->configurations, (size_t)i, 0)->bInterfaceClass);
		CHECK_INT(interfaces[3], 0);
	}
	check_closed(fd);
	cusb_device_free(dev);
	cusb_share_free(share);
}

CASE_SHARE(an_unknown_device_is_refused)
{
	int fd;

	begin_lending("loopback");
	fd = new_client();
	send_import(fd, "9-9");
	check_refused(fd, USBIP_ST_NODEV);
	cusb_share_free(share);
}

CASE_SHARE(a_device_has_one_client)
{
	const char *name = begin_lending("loopback");
	int fd = import(name), other = new_client();

	send_import(other, name);
	check_refused(other, USBIP_ST_DEV_BUSY);
	check_echo(fd, 1);
	CHECK_INT(attached, 1);
	close(fd);
	serve_all();
	CHECK_INT(detached, 1);
	fd = import(name);
	check_echo(fd, 1);
	end(fd);
	CHECK_INT(detached, 2);
}

CASE_SHARE(other_requests_end_the_connection)
{
	int fd;

	begin_lending("loopback");
	fd = new_client();
	send_operation(fd, USBIP_VERSION, 0x8006);
	check_closed(fd);
	fd = new_client();
	send_all(fd, "GET / HTTP/1.1\r\n\r\n", 18);
	check_closed(fd);
	cusb_share_free(share);
}

CASE_SHARE(a_device_is_shared_once)
{
	const char *name = begin_lending("loopback");
	struct cusb_device *again = find_name(name);

	CHECK_INT(cusb_share_add_device(share, again), -EEXIST);
	cusb_device_free(again);
	cusb_share_free(share);
}

CASE_SHARE(connections_are_limited)
{
	int first, ends[2];

	begin_with((struct cusb_share_options){.clients = 1});
	first = new_client();
	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	CHECK_INT(cusb_share_add_client(share, ends[1]), -EUSERS);
	check_closed(ends[0]);
	close(first);
	serve_all();
	first = new_client();
	end(first);
}

/* ---- requests -------------------------------------------------------------------------------- */

CASE_SHARE(requests_may_come_in_any_pieces)
{
	const char *name = begin_lending("loopback");
	uint8_t bytes[USBIP_HEADER_SIZE];
	const struct usbip_header header = {
		.command = USBIP_CMD_SUBMIT,
		.seqnum = 7,
		.direction = 1,
		.cmd_submit = {.transfer_buffer_length = 18},
		.setup = {0x80, 6, 0x0100, 0, 18},
	};
	uint8_t descriptor[18];
	int fd = import(name);

	usbip_encode_header(&header, bytes);
	for (size_t i = 0; i < sizeof bytes; i++) {
		send_all(fd, bytes + i, 1);
		serve_all();
	}
	check_done(fd, 7, 0, sizeof descriptor);
	receive(fd, descriptor, sizeof descriptor);
	CHECK_INT(descriptor[8], 0xfe);
	end(fd);
}

CASE_SHARE(a_request_for_no_endpoint_is_answered)
{
	const char *name = begin_lending("loopback");
	uint8_t data[5000] = {0};
	int fd = import(name);

	submit(fd, 1, 0x0e, data, sizeof data);
	check_done(fd, 1, -2, 0);
	submit(fd, 2, 0x8e, NULL, 64);
	check_done(fd, 2, -2, 0);
	check_echo(fd, 3);
	end(fd);
}

static const struct special {
	const char *name;
	struct cusb_setup setup;
	int status;
} specials[] = {
	{"address_is_not_set", {0x00, 5, 99, 0, 0}, 0},
	{"configuration_is_set", {0x00, 9, 1, 0, 0}, 0},
	{"halt_is_cleared", {0x02, 1, 0, 0x81, 0}, 0},
	{"device_is_reset", {0x23, 3, 4, 0, 0}, 0},
	{"other_port_feature_stalls", {0x23, 3, 8, 0, 0}, -32},
};

CASE_PER_ROW(special, specials, WORLD_VIRTUAL, "it serves devices of the miniature kernel", 0)
{
	const struct special *special = case_row;
	const char *name = begin_lending("loopback");
	int fd = import(name);

	submit_control(fd, 1, special->setup);
	check_done(fd, 1, special->status, 0);
	check_echo(fd, 2);
	end(fd);
}

CASE_SHARE(endpoints_are_those_of_the_settings)
{
	const char *name = begin_lending("loopback");
	struct cusb_device *dev = find_name(name);
	const struct cusb_interface *intf;
	const struct cusb_endpoint *only = NULL;
	int fd = import(name);

	cusb_for_each_interface (dev->configurations, intf)
		if (intf->alternate_index == 1 && intf->endpoint_count > 0 &&
		    intf[-1].endpoint_count == 0)
			only = intf->endpoints;
	CHECK(only);
	submit(fd, 1, only->bEndpointAddress | 0x80, NULL, 8);
	check_done(fd, 1, -2, 0);
	submit_control(fd, 2,
		       (struct cusb_setup){0x01, 11, only->interface->bAlternateSetting,
					   only->interface->bInterfaceNumber, 0});
	check_done(fd, 2, 0, 0);
	CHECK_INT(cusb_altsetting(dev, only->interface->bInterfaceNumber),
		  only->interface->bAlternateSetting);
	close(fd);
	serve_all();
	CHECK_INT(cusb_altsetting(dev, only->interface->bInterfaceNumber), 0);
	cusb_device_free(dev);
	cusb_share_free(share);
}

/* ---- unlinking ------------------------------------------------------------------------------- */

CASE_SHARE(a_transfer_in_flight_is_unlinked)
{
	const char *name = begin_lending("nak");
	int fd = import(name);

	submit(fd, 1, 0x81, NULL, 64);
	serve_all();
	unlink_urb(fd, 2, 1);
	check_unlinked(fd, 2, UNLINKED);
	check_nothing_comes(fd);
	end(fd);
}

CASE_SHARE(a_transfer_that_has_ended_is_not_unlinked)
{
	const char *name = begin_lending("loopback");
	int fd = import(name);

	check_echo(fd, 1);
	unlink_urb(fd, 3, 1);
	check_unlinked(fd, 3, 0);
	check_nothing_comes(fd);
	end(fd);
}

CASE_SHARE(an_early_unlink_waits_for_its_submit)
{
	const char *name = begin_lending("loopback");
	int fd = import(name);

	check_echo(fd, 1);
	unlink_urb(fd, 4, 3);
	check_nothing_comes(fd);
	submit(fd, 3, 0x81, NULL, 64);
	check_unlinked(fd, 4, UNLINKED);
	check_nothing_comes(fd);
	check_echo(fd, 5);
	end(fd);
}

/* The bytes that a cancelled transfer has moved come before the end of its unlink. */
CASE_SHARE(data_of_an_unlinked_transfer_is_not_lost)
{
	const char *name = begin_lending("loopback");
	uint8_t sent[512], got[512];
	int fd = import(name);

	fill(sent, sizeof sent, 1);
	submit(fd, 1, 0x81, NULL, 4096);
	submit(fd, 2, 0x01, sent, sizeof sent);
	check_done(fd, 2, 0, sizeof sent);
	serve_all();
	unlink_urb(fd, 3, 1);
	check_done(fd, 1, UNLINKED, sizeof sent);
	receive(fd, got, sizeof got);
	CHECK_BYTES(got, sent, sizeof got);
	check_unlinked(fd, 3, 0);
	end(fd);
}

/* ---- clients that leave, devices that leave -------------------------------------------------- */

CASE_SHARE(a_client_that_leaves_ends_its_transfers)
{
	const char *name = begin_lending("nak");
	int fd = import(name);

	for (uint32_t seqnum = 1; seqnum <= 8; seqnum++)
		submit(fd, seqnum, 0x81, NULL, 64);
	serve_all();
	close(fd);
	while (detached == 0)
		CHECK_OK(cusb_share_serve(share, GUARD_MS));
	serve_all();
	fd = import(name);
	end(fd);
}

CASE_SHARE(a_share_object_is_freed_with_transfers_in_flight)
{
	const char *name = begin_lending("nak");
	int fd = import(name);

	submit(fd, 1, 0x81, NULL, 64);
	serve_all();
	end(fd);
}

CASE_SHARE(a_client_loses_a_device_that_is_unplugged)
{
	const char *name = begin_lending("loopback");
	int fd = import(name);

	check_echo(fd, 1);
	world_unplug(name);
	check_closed(fd);
	while (unplugged == 0)
		CHECK_OK(cusb_share_serve(share, GUARD_MS));
	fd = new_client();
	send_import(fd, name);
	check_refused(fd, USBIP_ST_NODEV);
	cusb_share_free(share);
}

CASE_SHARE(a_device_without_a_client_is_unplugged)
{
	const char *name = begin_lending("loopback");

	world_unplug(name);
	while (unplugged == 0)
		CHECK_OK(cusb_share_serve(share, GUARD_MS));
	CHECK_INT(detached, 0);
	cusb_share_free(share);
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* Requests beyond the limit wait; none fails, and none is lost. */
CASE_SHARE(memory_of_a_client_is_limited)
{
	struct cusb_device *dev = plug_loopback();
	uint8_t sent[4096], got[4096];
	int fd;

	begin_with((struct cusb_share_options){.memory = 32768});
	CHECK_OK(cusb_share_add_device(share, dev));
	fd = import(dev->name);
	for (uint32_t i = 0; i < 20; i++) {
		fill(sent, sizeof sent, i);
		submit(fd, 2 * i + 1, 0x01, sent, sizeof sent);
		submit(fd, 2 * i + 2, 0x81, NULL, sizeof got);
	}
	for (uint32_t i = 0; i < 20; i++) {
		fill(sent, sizeof sent, i);
		check_done(fd, 2 * i + 1, 0, sizeof sent);
		check_done(fd, 2 * i + 2, 0, sizeof got);
		receive(fd, got, sizeof got);
		CHECK_BYTES(got, sent, sizeof got);
	}
	submit(fd, 100, 0x81, NULL, 65536);
	check_done(fd, 100, -12, 0);
	submit(fd, 101, 0x81, NULL, 0x7fffffff);
	check_done(fd, 101, -12, 0);
	check_echo(fd, 102);
	end(fd);
	cusb_device_free(dev);
}

/* 2,000 requests would fit if the server read them, and do not fit into the socket. */
CASE_SHARE(a_client_beyond_its_memory_is_not_read)
{
	const struct usbip_header header = {
		.command = USBIP_CMD_SUBMIT,
		.direction = 1,
		.ep = 1,
		.cmd_submit = {.transfer_buffer_length = 4096},
	};
	struct cusb_device *dev = plug("nak");
	uint8_t bytes[USBIP_HEADER_SIZE];
	int fd, sent = 0;

	begin_with((struct cusb_share_options){.memory = 32768});
	CHECK_OK(cusb_share_add_device(share, dev));
	fd = import(dev->name);
	usbip_encode_header(&header, bytes);
	while (sent < 2000 && send(fd, bytes, sizeof bytes, MSG_DONTWAIT) == sizeof bytes) {
		serve_all();
		sent++;
	}
	CHECK(sent < 2000);
	CHECK(cusb_in_flight(dev) < 8);
	end(fd);
	cusb_device_free(dev);
}

/* ---- bytes that mean nothing ----------------------------------------------------------------- */

static const struct junk {
	const char *name;
	struct usbip_header header;
} junk[] = {
	{"junk_command", {.command = 9}},
	{"junk_endpoint", {.command = USBIP_CMD_SUBMIT, .ep = 16}},
	{"junk_length",
	 {.command = USBIP_CMD_SUBMIT, .cmd_submit = {.transfer_buffer_length = 0x80000000}}},
	{"junk_packets", {.command = USBIP_CMD_SUBMIT, .cmd_submit = {.number_of_packets = 1025}}},
};

CASE_PER_ROW(junk, junk, WORLD_VIRTUAL, "it serves devices of the miniature kernel", 0)
{
	const struct junk *row = case_row;
	const char *name = begin_lending("loopback");
	uint8_t bytes[USBIP_HEADER_SIZE];
	int fd = import(name);

	usbip_encode_header(&row->header, bytes);
	send_all(fd, bytes, sizeof bytes);
	check_closed(fd);
	fd = import(name);
	check_echo(fd, 1);
	end(fd);
}

/* ---- many requests at once ------------------------------------------------------------------- */

#define MANY_AT_ONCE 16

CASE_SHARE(the_first_of_many_requests_are_answered_before_the_last_are_served)
{
	int fd = import(begin_lending("loopback"));
	uint8_t byte;

	serve_all();
	for (uint32_t i = 1; i <= MANY_AT_ONCE; i++)
		submit(fd, i, 0x01, "data", 4);
	CHECK_OK(cusb_share_serve(share, CUSB_DONT_WAIT));
	CHECK_INT(recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK), 1);
	for (uint32_t i = 1; i <= MANY_AT_ONCE; i++)
		check_done(fd, i, 0, 4);
	end(fd);
}
