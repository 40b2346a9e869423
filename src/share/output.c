/* SPDX-License-Identifier: MIT */
/* Bytes for a client, in as few system calls as possible. A client that does not read waits alone.
 */
#include <errno.h>
#include <sys/socket.h>

#include "share/share.h"

#define BATCH_PARTS 48

struct share_message *output_new(struct share_client *client, size_t size)
{
	struct share_message *message = memory_take(client, sizeof *message + size);

	if (message)
		message->parts[0] = (struct iovec){message + 1, size};
	else
		client->err = -ENOMEM;
	return message;
}

void output_add(struct share_client *client, struct share_message *message)
{
	if (client->fd < 0) {
		memory_give(client, message);
		return;
	}
	message->next = NULL;
	*client->out_end = message;
	client->out_end = &message->next;
}

void output_status(struct share_client *client, uint32_t command, uint32_t seqnum, int status)
{
	/* RET_UNLINK has its status in the same place. */
	const struct usbip_header header = {.command = command,
					    .seqnum = seqnum,
					    .ret_submit = {.status = usbip_wire_status(status)}};
	struct share_message *message = output_new(client, USBIP_HEADER_SIZE);

	if (!message)
		return;
	usbip_encode_header(&header, message->parts[0].iov_base);
	output_add(client, message);
}

static unsigned int gather(const struct share_client *client, struct iovec *iov)
{
	unsigned int count = 0;

	for (struct share_message *m = client->out; m && count + USBIP_PARTS_MAX <= BATCH_PARTS;
	     m = m->next)
		for (size_t i = 0; i < USBIP_PARTS_MAX; i++)
			if (m->parts[i].iov_len > 0)
				iov[count++] = m->parts[i];
	return count;
}

/* Takes n bytes from the front. Returns the bytes that go beyond the message. */
static size_t consume(struct share_message *message, size_t n)
{
	for (size_t i = 0; i < USBIP_PARTS_MAX; i++) {
		struct iovec *part = &message->parts[i];
		size_t taken = n < part->iov_len ? n : part->iov_len;

		if (taken > 0)
			part->iov_base = (uint8_t *)part->iov_base + taken;
		part->iov_len -= taken;
		n -= taken;
	}
	return n;
}

static bool is_sent(const struct share_message *message)
{
	for (size_t i = 0; i < USBIP_PARTS_MAX; i++)
		if (message->parts[i].iov_len > 0)
			return false;
	return true;
}

static void drop_first(struct share_client *client)
{
	struct share_message *message = client->out;

	client->out = message->next;
	if (!client->out)
		client->out_end = &client->out;
	memory_give(client, message);
}

static void sent(struct share_client *client, size_t n)
{
	while (client->out) {
		n = consume(client->out, n);
		if (!is_sent(client->out))
			return;
		drop_first(client);
	}
}

void output_send(struct share_client *client)
{
	while (client->out && !client->err) {
		struct iovec iov[BATCH_PARTS];
		struct msghdr message = {.msg_iov = iov};
		ssize_t n;

		message.msg_iovlen = gather(client, iov);
		n = sendmsg(client->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n < 0)
			client->err = -errno;
		else
			sent(client, (size_t)n);
	}
}

void output_drop(struct share_client *client)
{
	while (client->out)
		drop_first(client);
}
