/* SPDX-License-Identifier: MIT */
/*
 * A hostile USB/IP client on one end of a socket that does not exist: the calls of the C library on
 * CLIENT_FD end here. The bytes that the server reads come from the input. The bytes that it sends
 * are checked: a reply belongs to a request and comes once; its lengths are the lengths in the
 * request; an unlink of a submit that the server has read is answered before the next request.
 *
 *	socket.c -> requests.c -> replies.c
 */
#ifndef FUZZ_USBIP_CLIENT_H
#define FUZZ_USBIP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "usbip/wire.h"

#define CLIENT_FD    1000
#define CLIENT_ASKED 2048 /* sequence numbers are below it */

/* What was asked with a sequence number. */
struct asked {
	bool submit, unlink; /* not answered yet */
	bool in;
	uint32_t length, packets; /* of the submit */
};

/* socket.c */
void client_begin(void);

/* requests.c */
void requests_begin(void);
/* The next part of what the client sends, at most `size` bytes. 0: the client has closed. */
size_t requests_read(uint8_t *bytes, size_t size);

/* replies.c */
void replies_begin(void);
void replies_asked(const struct usbip_header *request);
/* Whether a request of that number is not answered yet. */
bool replies_wait_for(uint32_t seqnum);
/* Bytes from the server. */
void replies_take(const uint8_t *bytes, size_t size);
/* The server has read all requests until now. */
void replies_check(void);

#endif
