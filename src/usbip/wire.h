/* SPDX-License-Identifier: MIT */
/*
 * The USB/IP wire format, for clients and servers: a header of 48 bytes in network byte order, the
 * data, and a descriptor of each isochronous packet. The names are those of the kernel.
 */
#ifndef CUSB_USBIP_WIRE_H
#define CUSB_USBIP_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include <cusb/backend.h>

#define USBIP_HEADER_SIZE     48
#define USBIP_ISO_PACKET_SIZE 16
#define USBIP_ISO_PACKETS_MAX 1024

#define USBIP_CMD_SUBMIT 1
#define USBIP_CMD_UNLINK 2
#define USBIP_RET_SUBMIT 3
#define USBIP_RET_UNLINK 4

/* transfer_flags */
#define USBIP_SHORT_NOT_OK 0x0001
#define USBIP_ISO_ASAP	   0x0002
#define USBIP_ZERO_PACKET  0x0040

/*
 * Any header, with its words in the order of the wire. In a reply, devid, direction and ep are 0.
 */
struct usbip_header {
	uint32_t command;
	uint32_t seqnum;
	uint32_t devid;	    /* bus number << 16 | device number */
	uint32_t direction; /* 1: IN */
	uint32_t ep;	    /* the number of the endpoint */
	union {
		struct {
			uint32_t transfer_flags;
			uint32_t transfer_buffer_length;
			uint32_t start_frame;
			uint32_t number_of_packets; /* 0 unless isochronous */
			uint32_t interval;
		} cmd_submit;
		struct {
			int32_t status;
			uint32_t actual_length;
			uint32_t start_frame;
			uint32_t number_of_packets;
			uint32_t error_count;
		} ret_submit;
		struct {
			uint32_t seqnum; /* of the submit */
		} cmd_unlink;
		struct {
			int32_t status;
		} ret_unlink;
	};
	struct cusb_setup setup; /* CMD_SUBMIT to endpoint 0 */
};

/* After the data, in requests and replies. */
struct usbip_iso_packet {
	uint32_t offset;
	uint32_t length;
	uint32_t actual_length;
	int32_t status;
};

/* To USBIP_HEADER_SIZE bytes. */
void usbip_encode_header(const struct usbip_header *header, uint8_t *bytes);
/* -EPROTO: an unknown message, so the place of the next header is unknown. */
int usbip_decode_request(const uint8_t *bytes, struct usbip_header *header);
int usbip_decode_reply(const uint8_t *bytes, struct usbip_header *header);

void usbip_encode_iso_packet(const struct usbip_iso_packet *packet, uint8_t *bytes);
void usbip_decode_iso_packet(const uint8_t *bytes, struct usbip_iso_packet *packet);

/*
 * A status on the wire is a negative errno of Linux, with the numbers of most architectures. The
 * errno of this machine, which has other numbers above 34 on MIPS and some others.
 */
int usbip_local_status(int status);
/* The other way. */
int usbip_wire_status(int status);

/* Reads from a stream socket. 0, -ENOTCONN (the other side is gone), -errno. */
int usbip_read(int fd, void *buf, size_t size);
int usbip_skip(int fd, size_t size);
/*
 * Sends up to USBIP_PARTS_MAX parts, one after the other, in one system call if the socket has room
 * for all of them. 0, -ENOTCONN, -errno.
 */
#define USBIP_PARTS_MAX 3
struct usbip_part {
	const void *bytes;
	size_t size;
};
int usbip_write(int fd, const struct usbip_part *parts, unsigned int count);

#endif
