/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "input.h"
#include "server/server.h"

static uint16_t code_of(const struct connection *connection)
{
	struct usbip_operation request;

	usbip_decode_operation(connection->request, &request);
	return request.code;
}

size_t operation_size(const struct connection *connection)
{
	if (connection->request_length < USBIP_OP_SIZE ||
	    code_of(connection) != USBIP_OP_REQ_IMPORT)
		return USBIP_OP_SIZE;
	return USBIP_OP_SIZE + USBIP_BUSID_SIZE;
}

static void put_head(struct connection *connection, uint16_t code)
{
	struct usbip_operation reply = {USBIP_VERSION, code, USBIP_ST_OK};
	uint8_t bytes[USBIP_OP_SIZE];

	if (input_says(8))
		reply.status = input_byte();
	if (input_says(4))
		reply.code = (uint16_t)input_word();
	usbip_encode_operation(&reply, bytes);
	connection_put(connection, bytes, sizeof bytes);
}

static void put_device(struct connection *connection, const struct usbip_device *entry)
{
	uint8_t bytes[USBIP_DEVICE_SIZE];

	usbip_encode_device(entry, bytes);
	connection_put(connection, bytes, sizeof bytes);
}

static void put_list(struct connection *connection)
{
	uint8_t count[4] = {0, 0, 0, input_says(32) ? input_byte() & 3 : 1};

	put_head(connection, USBIP_OP_REP_DEVLIST);
	if (input_says(4))
		input_fill(count, sizeof count);
	connection_put(connection, count, sizeof count);
	for (unsigned int i = 0; i < count[3] && i < 4; i++) {
		struct usbip_device entry = device_entry();

		put_device(connection, &entry);
		connection_put(connection, NULL,
			       (size_t)entry.bNumInterfaces * USBIP_INTERFACE_SIZE);
	}
}

/* The client compares the bus id with the one that it asked for. */
static void put_import(struct connection *connection)
{
	struct usbip_device entry = device_entry();

	if (!input_says(8))
		memcpy(entry.busid, connection->request + USBIP_OP_SIZE, USBIP_BUSID_SIZE);
	put_head(connection, USBIP_OP_REP_IMPORT);
	put_device(connection, &entry);
	connection->is_imported = true;
}

void operation_serve(struct connection *connection)
{
	if (code_of(connection) == USBIP_OP_REQ_IMPORT)
		put_import(connection);
	else
		put_list(connection);
}
