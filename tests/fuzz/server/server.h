/* SPDX-License-Identifier: MIT */
/*
 * A hostile USB/IP server, at the other end of real sockets. It has its turn whenever the client
 * waits in poll(2): then it reads requests, and sends what the input says. Most answers are right,
 * so that the client comes far. At the end of the input it closes all connections.
 *
 *	connection.c -> operations.c, urbs.c -> device.c
 */
#ifndef FUZZ_SERVER_H
#define FUZZ_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "usbip/operation.h"
#include "usbip/wire.h"

#define PENDING_MAX 32
#define OUT_SIZE    (512 * 1024)

struct connection {
	bool is_open, is_imported;
	int fd;
	/* The request that comes in, and the bytes after it that do not matter. */
	uint8_t request[USBIP_HEADER_SIZE];
	size_t request_length, skip;
	/* Requests without an answer. */
	struct usbip_header pending[PENDING_MAX];
	size_t pending_count;
	/* Bytes that are to be sent. */
	uint8_t out[OUT_SIZE];
	size_t out_length, out_sent;
};

/* ---- connection.c ---------------------------------------------------------------------------- */

void server_begin(void);
void server_end(void);
/* For struct cusb_usbip_options. */
int server_connect(void *user);
/* Adds bytes to what is to be sent; NULL: zeros. Too many are left out. */
void connection_put(struct connection *connection, const void *bytes, size_t size);

/* ---- operations.c: before an import ---------------------------------------------------------- */

size_t operation_size(const struct connection *connection);
/* Answers the request that is there. */
void operation_serve(struct connection *connection);

/* ---- urbs.c: after an import ----------------------------------------------------------------- */

/* Notes the request that is there, and how many bytes follow it. */
void urb_take(struct connection *connection);
/* Answers a request, as the input says. */
void urb_serve(struct connection *connection);

/* ---- device.c -------------------------------------------------------------------------------- */

struct usbip_device device_entry(void);
/* The data of a control request, in at most `room` bytes; NULL: zeros. Returns its length. */
size_t device_answer(const struct cusb_setup *setup, size_t room, const uint8_t **data);
bool device_is_isochronous(unsigned int ep);

#endif
