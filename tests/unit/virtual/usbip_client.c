/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "usbip/wire.h"

#include "unit.h"
#include "virtual/usbip_client.h"

static void *serve(void *data)
{
	struct usbip_client *client = data;

	client->result = virtual_usbip_serve(client->server);
	return NULL;
}

void client_open(struct usbip_client *client, const char *model)
{
	client_open_model(client, cusb_virtual_model(model));
}

void client_open_model(struct usbip_client *client, const struct cusb_virtual_model *model)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	client->fd = ends[0];
	client->server = virtual_usbip_new(model, ends[1]);
	ck_assert_ptr_nonnull(client->server);
	ck_assert_int_eq(pthread_create(&client->thread, NULL, serve, client), 0);
}

int client_close(struct usbip_client *client)
{
	shutdown(client->fd, SHUT_RDWR);
	pthread_join(client->thread, NULL);
	virtual_usbip_free(client->server);
	close(client->fd);
	return client->result;
}

static void send_all(struct usbip_client *client, const void *data, size_t size)
{
	ck_assert_int_eq(usbip_write(client->fd, data, size, NULL, 0), 0);
}

static void put_submit(uint8_t *header, uint32_t seqnum, unsigned int endpoint, uint32_t flags,
		       uint32_t length)
{
	memset(header, 0, USBIP_HEADER_SIZE);
	usbip_put32(header, USBIP_CMD_SUBMIT);
	usbip_put32(header + 4, seqnum);
	usbip_put32(header + 12, endpoint >> 7);
	usbip_put32(header + 16, endpoint & 15);
	usbip_put32(header + 20, flags);
	usbip_put32(header + 24, length);
}

void client_submit(struct usbip_client *client, uint32_t seqnum, unsigned int endpoint,
		   uint32_t flags, const void *data, uint32_t length)
{
	uint8_t header[USBIP_HEADER_SIZE];

	put_submit(header, seqnum, endpoint, flags, length);
	send_all(client, header, sizeof header);
	if (!(endpoint & 0x80))
		send_all(client, data, length);
}

void client_control(struct usbip_client *client, uint32_t seqnum, const char *setup,
		    const void *data)
{
	uint8_t header[USBIP_HEADER_SIZE];
	uint32_t length = (uint8_t)setup[6] | (uint32_t)(uint8_t)setup[7] << 8;

	put_submit(header, seqnum, setup[0] & 0x80, 0, length);
	memcpy(header + 40, setup, 8);
	send_all(client, header, sizeof header);
	if (!(setup[0] & 0x80))
		send_all(client, data, length);
}

void client_isochronous(struct usbip_client *client, uint32_t seqnum, unsigned int endpoint,
			const void *data, uint32_t packets, uint32_t length)
{
	uint8_t header[USBIP_HEADER_SIZE], packet[USBIP_PACKET_SIZE];

	put_submit(header, seqnum, endpoint, USBIP_ISO_ASAP, length * packets);
	usbip_put32(header + 32, packets);
	send_all(client, header, sizeof header);
	if (!(endpoint & 0x80))
		send_all(client, data, (size_t)length * packets);
	for (uint32_t i = 0; i < packets; i++) {
		/* An actual length that a client has no business to send. */
		usbip_put32(packet, length * i);
		usbip_put32(packet + 4, length);
		usbip_put32(packet + 8, 0x7fffffff);
		usbip_put32(packet + 12, 0);
		send_all(client, packet, sizeof packet);
	}
}

void client_unlink(struct usbip_client *client, uint32_t seqnum, uint32_t unlinked)
{
	uint8_t header[USBIP_HEADER_SIZE] = {0};

	usbip_put32(header, USBIP_CMD_UNLINK);
	usbip_put32(header + 4, seqnum);
	usbip_put32(header + 20, unlinked);
	send_all(client, header, sizeof header);
}

const struct usbip_answer *client_answer(struct usbip_client *client, bool with_data)
{
	static struct usbip_answer answer;
	uint8_t header[USBIP_HEADER_SIZE];
	size_t size;

	ck_assert_int_eq(usbip_read(client->fd, header, sizeof header), 0);
	answer.command = usbip_get32(header);
	answer.seqnum = usbip_get32(header + 4);
	answer.status = (int32_t)usbip_get32(header + 20);
	answer.actual_length = usbip_get32(header + 24);
	answer.packets = usbip_get32(header + 32);
	answer.error_count = usbip_get32(header + 36);
	size = with_data ? answer.actual_length : 0;
	ck_assert_uint_le(size, sizeof answer.data);
	ck_assert_int_eq(usbip_read(client->fd, answer.data, size), 0);
	size = (size_t)answer.packets * USBIP_PACKET_SIZE;
	ck_assert_uint_le(size, sizeof answer.descriptors);
	ck_assert_int_eq(usbip_read(client->fd, answer.descriptors, size), 0);
	return &answer;
}

static const uint8_t *expect(struct usbip_client *client, uint32_t seqnum, int status,
			     uint32_t actual, bool with_data)
{
	const struct usbip_answer *answer = client_answer(client, with_data);

	ck_assert_uint_eq(answer->command, USBIP_RET_SUBMIT);
	ck_assert_uint_eq(answer->seqnum, seqnum);
	ck_assert_int_eq(answer->status, status);
	ck_assert_uint_eq(answer->actual_length, actual);
	return answer->data;
}

void expect_out(struct usbip_client *client, uint32_t seqnum, int status, uint32_t actual)
{
	expect(client, seqnum, status, actual, false);
}

const uint8_t *expect_in(struct usbip_client *client, uint32_t seqnum, int status, uint32_t actual)
{
	return expect(client, seqnum, status, actual, true);
}

void expect_unlinked(struct usbip_client *client, uint32_t seqnum, int status)
{
	const struct usbip_answer *answer = client_answer(client, false);

	ck_assert_uint_eq(answer->command, USBIP_RET_UNLINK);
	ck_assert_uint_eq(answer->seqnum, seqnum);
	ck_assert_int_eq(answer->status, status);
}

void expect_end(struct usbip_client *client)
{
	uint8_t byte;

	ck_assert_int_eq(recv(client->fd, &byte, 1, 0), 0);
}
