/* SPDX-License-Identifier: MIT */
/* USB/IP messages: a header of 48 bytes in network byte order, and what is sent or received. */
#ifndef BACKEND_WIRE_H
#define BACKEND_WIRE_H

#include <stdint.h>

#define WIRE_HEADER_SIZE 48

/* The kernel's flags of an URB. */
#define WIRE_SHORT_NOT_OK 0x0001
#define WIRE_ZERO_PACKET  0x0040
#define WIRE_IN		  0x0200

struct wire_submit {
	uint32_t seqnum, devid;
	uint8_t bEndpointAddress; /* bit 7 is the direction, for endpoint 0 too */
	uint32_t flags;
	uint32_t length;
	uint32_t interval;
	const uint8_t *setup; /* 8 bytes; NULL but for endpoint 0 */
};

struct wire_result {
	enum { WIRE_SUBMITTED = 3, WIRE_UNLINKED = 4 } command;
	uint32_t seqnum;
	int32_t status;
	uint32_t actual_length;
};

void wire_put_submit(uint8_t *header, const struct wire_submit *submit);
/* `seqnum` is this message's own, `victim` that of the submit it takes back. */
void wire_put_unlink(uint8_t *header, uint32_t seqnum, uint32_t devid, uint32_t victim);
/* 0, or -EPROTO when it is no answer. */
int wire_get_result(const uint8_t *header, struct wire_result *result);

#endif
