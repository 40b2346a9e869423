/* SPDX-License-Identifier: MIT */
/*
 * USB/IP on the wire: headers of 48 bytes in network byte order, and whole reads and writes of a
 * stream socket.
 */
#ifndef CUSB_VIRTUAL_USBIP_WIRE_H
#define CUSB_VIRTUAL_USBIP_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include <cusb/backend.h>

#define USBIP_HEADER_SIZE 48
#define USBIP_PACKET_SIZE 16 /* one isochronous packet's descriptor */
#define USBIP_PACKETS_MAX 1024

#define USBIP_CMD_SUBMIT 1
#define USBIP_CMD_UNLINK 2
#define USBIP_RET_SUBMIT 3
#define USBIP_RET_UNLINK 4

#define USBIP_SHORT_NOT_OK 0x0001
#define USBIP_ISO_ASAP     0x0002
#define USBIP_ZERO_PACKET  0x0040

/* CMD_SUBMIT or CMD_UNLINK. */
struct usbip_request {
	uint32_t command;
	uint32_t seqnum;
	uint8_t endpoint;         /* bEndpointAddress */
	uint32_t unlinked_seqnum; /* CMD_UNLINK; the rest is CMD_SUBMIT's */
	uint32_t flags;
	uint32_t length;
	uint32_t start_frame;
	uint32_t packets; /* isochronous packets, 0 for other types */
	struct cusb_setup setup;
};

/* RET_SUBMIT or RET_UNLINK. */
struct usbip_reply {
	uint32_t command;
	uint32_t seqnum;
	int32_t status;
	uint32_t actual_length; /* from here on RET_SUBMIT's */
	uint32_t start_frame;
	uint32_t packets;
	uint32_t error_count;
};

/* -EPROTO: nothing that vhci_hcd sends, so the place of the next header is unknown. */
int usbip_decode(const uint8_t *bytes, struct usbip_request *request);
void usbip_encode(const struct usbip_reply *reply, uint8_t *bytes);

uint32_t usbip_get32(const uint8_t *bytes);
void usbip_put32(uint8_t *bytes, uint32_t value);

/* 0, -ENOTCONN (the other side is gone), -errno. */
int usbip_read(int fd, void *buf, size_t size);
int usbip_skip(int fd, size_t size);
/* Sends both, the second if size is not 0. */
int usbip_write(int fd, const void *header, size_t header_size, const void *data, size_t size);

#endif
