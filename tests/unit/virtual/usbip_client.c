/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit.h"
#include "virtual/usbip_client.h"

static struct {
	struct usbip_server *server; /* NULL: there is no client */
	pthread_t thread;	     /* runs the server */
	int fd;
	int result; /* of serve() */
} client;

static void *serve(void *data)
{
	(void)data;
	client.result = usbip_server_run(client.server);
	return NULL;
}

void client_open(const char *model)
{
	client_open_model(cusb_virtual_find_model(model));
}

static void open_socket(const struct cusb_virtual_model *model, int type)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, type, 0, ends), 0);
	client.fd = ends[0];
	client.server = usbip_server_new(model, ends[1]);
	ck_assert_ptr_nonnull(client.server);
	ck_assert_int_eq(pthread_create(&client.thread, NULL, serve, NULL), 0);
}

void client_open_model(const struct cusb_virtual_model *model)
{
	open_socket(model, SOCK_STREAM);
}

void client_open_records(const char *model)
{
	open_socket(cusb_virtual_find_model(model), SOCK_SEQPACKET);
	client_request(1, CLIENT_CONFIGURE);
}

void client_open_configured(const char *model)
{
	client_open(model);
	client_request(1, CLIENT_CONFIGURE);
}

int client_close(void)
{
	shutdown(client.fd, SHUT_RDWR);
	pthread_join(client.thread, NULL);
	usbip_server_free(client.server);
	client.server = NULL;
	close(client.fd);
	return client.result;
}

void client_end(void)
{
	if (client.server)
		client_close();
}

void client_stop_server(void)
{
	usbip_server_stop(client.server);
}

void client_send(const void *bytes, size_t size)
{
	const struct usbip_part part = {bytes, size};

	ck_assert_int_eq(usbip_write(client.fd, &part, 1), 0);
}

int client_fd(void)
{
	return client.fd;
}

static void send_header(const struct usbip_header *header)
{
	uint8_t bytes[USBIP_HEADER_SIZE];

	usbip_encode_header(header, bytes);
	client_send(bytes, sizeof bytes);
}

static struct usbip_header submit_of(uint32_t seqnum, unsigned int endpoint, uint32_t flags,
				     uint32_t length)
{
	return (struct usbip_header){
		.command = USBIP_CMD_SUBMIT,
		.seqnum = seqnum,
		.direction = endpoint >> 7,
		.ep = endpoint & 15,
		.cmd_submit = {.transfer_flags = flags, .transfer_buffer_length = length},
	};
}

/* The header, and the data of an OUT transfer. */
static void send_submit(const struct usbip_header *header, const void *data)
{
	send_header(header);
	if (!header->direction)
		client_send(data, header->cmd_submit.transfer_buffer_length);
}

void client_submit(uint32_t seqnum, unsigned int endpoint, uint32_t flags, const void *data,
		   uint32_t length)
{
	struct usbip_header header = submit_of(seqnum, endpoint, flags, length);

	send_submit(&header, data);
}

static uint16_t le16(const char *field)
{
	return (uint16_t)((uint8_t)field[0] | (uint8_t)field[1] << 8);
}

static struct usbip_header request_of(uint32_t seqnum, bool is_in, const char *setup,
				      uint32_t length)
{
	struct usbip_header header = submit_of(seqnum, is_in ? 0x80 : 0, 0, length);

	header.setup = (struct cusb_setup){(uint8_t)setup[0], (uint8_t)setup[1], le16(setup + 2),
					   le16(setup + 4), le16(setup + 6)};
	return header;
}

void client_control(uint32_t seqnum, const char *setup, const void *data)
{
	struct usbip_header header =
		request_of(seqnum, (uint8_t)setup[0] & 0x80, setup, le16(setup + 6));

	send_submit(&header, data);
}

void client_send_request(uint32_t seqnum, bool is_in, const char *setup, uint32_t length)
{
	struct usbip_header header = request_of(seqnum, is_in, setup, length);

	send_header(&header);
}

void client_request(uint32_t seqnum, const char *setup)
{
	client_control(seqnum, setup, NULL);
	expect_out(seqnum, 0, 0);
}

void client_isochronous(uint32_t seqnum, unsigned int endpoint, const void *data, uint32_t packets,
			uint32_t length)
{
	struct usbip_header header = submit_of(seqnum, endpoint, USBIP_ISO_ASAP, length * packets);
	uint8_t bytes[USBIP_ISO_PACKET_SIZE];

	header.cmd_submit.number_of_packets = packets;
	send_submit(&header, data);
	for (uint32_t i = 0; i < packets; i++) {
		/* An actual length that a client has no business to send. */
		struct usbip_iso_packet packet = {length * i, length, 0x7fffffff, 0};

		usbip_encode_iso_packet(&packet, bytes);
		client_send(bytes, sizeof bytes);
	}
}

void client_unlink(uint32_t seqnum, uint32_t unlinked)
{
	send_header(&(struct usbip_header){
		.command = USBIP_CMD_UNLINK, .seqnum = seqnum, .cmd_unlink = {unlinked}});
}

const struct usbip_answer *client_answer(bool with_data)
{
	static struct usbip_answer answer;
	uint8_t bytes[USBIP_HEADER_SIZE];
	size_t size;

	ck_assert_int_eq(usbip_read(client.fd, bytes, sizeof bytes), 0);
	ck_assert_int_eq(usbip_decode_reply(bytes, &answer.header), 0);
	size = with_data ? answer.header.ret_submit.actual_length : 0;
	ck_assert_uint_le(size, sizeof answer.data);
	ck_assert_int_eq(usbip_read(client.fd, answer.data, size), 0);
	for (uint32_t i = 0; i < answer.header.ret_submit.number_of_packets; i++) {
		ck_assert_int_eq(usbip_read(client.fd, bytes, USBIP_ISO_PACKET_SIZE), 0);
		usbip_decode_iso_packet(bytes, &answer.packets[i]);
	}
	return &answer;
}

const struct usbip_answer *expect_submitted(uint32_t seqnum, int status, uint32_t actual,
					    bool with_data)
{
	const struct usbip_answer *answer = client_answer(with_data);

	ck_assert_uint_eq(answer->header.command, USBIP_RET_SUBMIT);
	ck_assert_uint_eq(answer->header.seqnum, seqnum);
	ck_assert_int_eq(answer->header.ret_submit.status, status);
	ck_assert_uint_eq(answer->header.ret_submit.actual_length, actual);
	return answer;
}

void expect_out(uint32_t seqnum, int status, uint32_t actual)
{
	expect_submitted(seqnum, status, actual, false);
}

const uint8_t *expect_in(uint32_t seqnum, int status, uint32_t actual)
{
	return expect_submitted(seqnum, status, actual, true)->data;
}

void expect_unlinked(uint32_t seqnum, int status)
{
	const struct usbip_answer *answer = client_answer(false);

	ck_assert_uint_eq(answer->header.command, USBIP_RET_UNLINK);
	ck_assert_uint_eq(answer->header.seqnum, seqnum);
	ck_assert_int_eq(answer->header.ret_unlink.status, status);
}

void expect_end(void)
{
	uint8_t byte;

	ck_assert_int_eq(recv(client.fd, &byte, 1, 0), 0);
}
