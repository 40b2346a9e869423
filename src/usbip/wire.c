/* SPDX-License-Identifier: MIT */
/*
 * Facts: a header is ten words, and the SETUP packet in its USB form; the messages about unlinking
 * use six words. number_of_packets of a transfer that is not isochronous is 0, or -1 from other
 * implementations.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "usbip/wire.h"

#define WORDS	     10
#define UNLINK_WORDS 6
#define ISO_WORDS    4

/* Copies words to or from network byte order, which is the same operation. */
static void copy_words(void *to, const void *from, size_t count)
{
	uint32_t words[WORDS];

	memcpy(words, from, 4 * count);
	for (size_t i = 0; i < count; i++)
		words[i] = htonl(words[i]);
	memcpy(to, words, 4 * count);
}

/* Copies a SETUP packet, which is little-endian, to or from the host's byte order. */
static void copy_setup(void *to, const void *from)
{
	struct cusb_setup setup;

	memcpy(&setup, from, sizeof setup);
	setup.wValue = htole16(setup.wValue);
	setup.wIndex = htole16(setup.wIndex);
	setup.wLength = htole16(setup.wLength);
	memcpy(to, &setup, sizeof setup);
}

void usbip_encode_header(const struct usbip_header *header, uint8_t *bytes)
{
	bool unlinks = header->command == USBIP_CMD_UNLINK || header->command == USBIP_RET_UNLINK;

	memset(bytes, 0, USBIP_HEADER_SIZE);
	copy_words(bytes, header, unlinks ? UNLINK_WORDS : WORDS);
	if (header->command == USBIP_CMD_SUBMIT)
		copy_setup(bytes + 4 * WORDS, &header->setup);
}

/* For submits and their replies, which have length and number of packets in the same place. */
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
	copy_words(header, bytes, WORDS);
	copy_setup(&header->setup, bytes + 4 * WORDS);
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

static const struct {
	int wire, local;
} statuses[] = {
	{-62, -ETIME},	      {-63, -ENOSR},	  {-70, -ECOMM},      {-71, -EPROTO},
	{-75, -EOVERFLOW},    {-84, -EILSEQ},	  {-90, -EMSGSIZE},   {-95, -EOPNOTSUPP},
	{-104, -ECONNRESET},  {-108, -ESHUTDOWN}, {-110, -ETIMEDOUT}, {-113, -EHOSTUNREACH},
	{-115, -EINPROGRESS}, {-121, -EREMOTEIO},
};

#define STATUS_COUNT (sizeof statuses / sizeof statuses[0])

int usbip_local_status(int status)
{
	for (size_t i = 0; i < STATUS_COUNT; i++)
		if (statuses[i].wire == status)
			return statuses[i].local;
	return status;
}

int usbip_wire_status(int status)
{
	for (size_t i = 0; i < STATUS_COUNT; i++)
		if (statuses[i].local == status)
			return statuses[i].wire;
	return status;
}

void usbip_encode_iso_packet(const struct usbip_iso_packet *packet, uint8_t *bytes)
{
	copy_words(bytes, packet, ISO_WORDS);
}

void usbip_decode_iso_packet(const uint8_t *bytes, struct usbip_iso_packet *packet)
{
	copy_words(packet, bytes, ISO_WORDS);
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

/* Removes n bytes from the front of a message, and its parts that are empty. */
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

int usbip_write(int fd, const struct usbip_part *parts, unsigned int count)
{
	struct iovec iov[USBIP_PARTS_MAX];
	struct msghdr message;

	memset(&message, 0, sizeof message);
	message.msg_iov = iov;
	message.msg_iovlen = count;
	/* iovec has no const; sendmsg() only reads. */
	for (unsigned int i = 0; i < count; i++)
		iov[i] = (struct iovec){(void *)(uintptr_t)parts[i].bytes, parts[i].size};
	advance(&message, 0);
	while (message.msg_iovlen > 0) {
		ssize_t n = sendmsg(fd, &message, MSG_NOSIGNAL);

		if (n < 0 && errno != EINTR)
			return gone_or(errno);
		if (n > 0)
			advance(&message, (size_t)n);
	}
	return 0;
}
