/* SPDX-License-Identifier: MIT */
/*
 * Facts relied on: a header is 12 words of which the last two are the SETUP packet of CMD_SUBMIT as
 * it goes over USB. number_of_packets is 0, or -1 from other implementations, unless isochronous.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "usbip/wire.h"

/* Words of a header. */
enum { COMMAND, SEQNUM, DEVID, DIRECTION, EP, BODY };

uint32_t usbip_get32(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

void usbip_put32(uint8_t *bytes, uint32_t value)
{
	bytes[0] = (uint8_t)(value >> 24);
	bytes[1] = (uint8_t)(value >> 16);
	bytes[2] = (uint8_t)(value >> 8);
	bytes[3] = (uint8_t)value;
}

static uint32_t word(const uint8_t *bytes, size_t index)
{
	return usbip_get32(bytes + 4 * index);
}

static uint16_t get_le16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static void decode_setup(const uint8_t *bytes, struct cusb_setup *setup)
{
	setup->bmRequestType = bytes[0];
	setup->bRequest = bytes[1];
	setup->wValue = get_le16(bytes + 2);
	setup->wIndex = get_le16(bytes + 4);
	setup->wLength = get_le16(bytes + 6);
}

static int decode_submit(const uint8_t *bytes, struct usbip_request *request)
{
	int32_t packets = (int32_t)word(bytes, BODY + 3);

	request->flags = word(bytes, BODY);
	request->length = word(bytes, BODY + 1);
	request->start_frame = word(bytes, BODY + 2);
	request->packets = packets > 0 ? (uint32_t)packets : 0;
	decode_setup(bytes + 40, &request->setup);
	if (request->length > INT32_MAX || packets > USBIP_PACKETS_MAX)
		return -EPROTO;
	return 0;
}

int usbip_decode(const uint8_t *bytes, struct usbip_request *request)
{
	uint32_t direction = word(bytes, DIRECTION);
	uint32_t number = word(bytes, EP);

	memset(request, 0, sizeof *request);
	if (number > 15 || direction > 1)
		return -EPROTO;
	request->command = word(bytes, COMMAND);
	request->seqnum = word(bytes, SEQNUM);
	request->endpoint = (uint8_t)(number | direction << 7);
	switch (request->command) {
	case USBIP_CMD_SUBMIT:
		return decode_submit(bytes, request);
	case USBIP_CMD_UNLINK:
		request->unlinked_seqnum = word(bytes, BODY);
		return 0;
	default:
		return -EPROTO;
	}
}

void usbip_encode(const struct usbip_reply *reply, uint8_t *bytes)
{
	memset(bytes, 0, USBIP_HEADER_SIZE);
	usbip_put32(bytes + 4 * COMMAND, reply->command);
	usbip_put32(bytes + 4 * SEQNUM, reply->seqnum);
	usbip_put32(bytes + 4 * BODY, (uint32_t)reply->status);
	if (reply->command != USBIP_RET_SUBMIT)
		return;
	usbip_put32(bytes + 4 * (BODY + 1), reply->actual_length);
	usbip_put32(bytes + 4 * (BODY + 2), reply->start_frame);
	usbip_put32(bytes + 4 * (BODY + 3), reply->packets);
	usbip_put32(bytes + 4 * (BODY + 4), reply->error_count);
}

static int gone_or(int err)
{
	return err == EPIPE || err == ECONNRESET ? -ENOTCONN : -err;
}

int usbip_read(int fd, void *buf, size_t size)
{
	uint8_t *at = buf;

	while (size > 0) {
		ssize_t n = recv(fd, at, size, MSG_WAITALL);

		if (n == 0)
			return -ENOTCONN;
		if (n < 0 && errno != EINTR)
			return gone_or(errno);
		if (n > 0) {
			at += n;
			size -= (size_t)n;
		}
	}
	return 0;
}

int usbip_skip(int fd, size_t size)
{
	uint8_t waste[4096];

	while (size > 0) {
		size_t n = size < sizeof waste ? size : sizeof waste;
		int err = usbip_read(fd, waste, n);

		if (err)
			return err;
		size -= n;
	}
	return 0;
}

/* Takes n bytes off the front of the vector. */
static void advance(struct msghdr *message, size_t n)
{
	while (message->msg_iovlen > 0 && n >= message->msg_iov->iov_len) {
		n -= message->msg_iov->iov_len;
		message->msg_iov++;
		message->msg_iovlen--;
	}
	if (n > 0) {
		message->msg_iov->iov_base = (uint8_t *)message->msg_iov->iov_base + n;
		message->msg_iov->iov_len -= n;
	}
}

int usbip_write(int fd, const void *header, size_t header_size, const void *data, size_t size)
{
	/* iovec has no const; sendmsg() only reads. */
	struct iovec iov[2] = {{(void *)(uintptr_t)header, header_size},
			       {(void *)(uintptr_t)data, size}};
	struct msghdr message;

	memset(&message, 0, sizeof message);
	message.msg_iov = iov;
	message.msg_iovlen = 2;
	while (message.msg_iovlen > 0) {
		ssize_t n = sendmsg(fd, &message, MSG_NOSIGNAL);

		if (n < 0 && errno != EINTR)
			return gone_or(errno);
		if (n >= 0)
			advance(&message, (size_t)n);
	}
	return 0;
}
