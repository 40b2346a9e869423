/* SPDX-License-Identifier: MIT */
/*
 * Facts relied on: a header is ten words and the SETUP packet as it goes over USB; the messages
 * about unlinking use six. number_of_packets is 0, or -1 from other implementations, unless
 * isochronous.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "usbip/wire.h"

#define WORDS	     10
#define UNLINK_WORDS 6
#define ISO_WORDS    4

static void put_words(uint8_t *bytes, const void *values, size_t count)
{
	uint32_t words[WORDS];

	memcpy(words, values, 4 * count);
	for (size_t i = 0; i < 4 * count; i++)
		bytes[i] = (uint8_t)(words[i / 4] >> (24 - i % 4 * 8));
}

static void get_words(const uint8_t *bytes, void *values, size_t count)
{
	uint32_t words[WORDS] = {0};

	for (size_t i = 0; i < 4 * count; i++)
		words[i / 4] = words[i / 4] << 8 | bytes[i];
	memcpy(values, words, 4 * count);
}

/* A SETUP packet is little-endian. */
static uint16_t get_le16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static void put_le16(uint8_t *bytes, uint16_t value)
{
	bytes[0] = (uint8_t)value;
	bytes[1] = (uint8_t)(value >> 8);
}

void usbip_encode_header(const struct usbip_header *header, uint8_t *bytes)
{
	const struct cusb_setup *setup = &header->setup;
	uint8_t *last = bytes + 4 * WORDS;
	bool unlinks = header->command == USBIP_CMD_UNLINK || header->command == USBIP_RET_UNLINK;

	memset(bytes, 0, USBIP_HEADER_SIZE);
	put_words(bytes, header, unlinks ? UNLINK_WORDS : WORDS);
	if (header->command != USBIP_CMD_SUBMIT)
		return;
	last[0] = setup->bmRequestType;
	last[1] = setup->bRequest;
	put_le16(last + 2, setup->wValue);
	put_le16(last + 4, setup->wIndex);
	put_le16(last + 6, setup->wLength);
}

/* Of submits and their replies, whose length and number of packets stand in the same places. */
static int check_counts(struct usbip_header *header)
{
	uint32_t *packets = &header->cmd_submit.number_of_packets;

	if ((int32_t)*packets < 0)
		*packets = 0;
	if (header->cmd_submit.transfer_buffer_length > INT32_MAX)
		return -EPROTO;
	return *packets > USBIP_ISO_PACKETS_MAX ? -EPROTO : 0;
}

static int decode(const uint8_t *bytes, struct usbip_header *header, uint32_t submit,
		  uint32_t unlink)
{
	const uint8_t *last = bytes + 4 * WORDS;

	get_words(bytes, header, WORDS);
	header->setup = (struct cusb_setup){last[0], last[1], get_le16(last + 2),
					    get_le16(last + 4), get_le16(last + 6)};
	if (header->ep > 15 || header->direction > 1)
		return -EPROTO;
	if (header->command == submit)
		return check_counts(header);
	return header->command == unlink ? 0 : -EPROTO;
}

int usbip_decode_request(const uint8_t *bytes, struct usbip_header *header)
{
	return decode(bytes, header, USBIP_CMD_SUBMIT, USBIP_CMD_UNLINK);
}

int usbip_decode_reply(const uint8_t *bytes, struct usbip_header *header)
{
	return decode(bytes, header, USBIP_RET_SUBMIT, USBIP_RET_UNLINK);
}

void usbip_encode_iso_packet(const struct usbip_iso_packet *packet, uint8_t *bytes)
{
	put_words(bytes, packet, ISO_WORDS);
}

void usbip_decode_iso_packet(const uint8_t *bytes, struct usbip_iso_packet *packet)
{
	get_words(bytes, packet, ISO_WORDS);
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
