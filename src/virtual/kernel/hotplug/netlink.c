/* SPDX-License-Identifier: MIT */
/*
 * Netlink sockets that get uevents.
 *
 * Kernel fact: reading more than fits loses the rest of that message.
 */
#include <errno.h>
#include <string.h>

#include <linux/netlink.h>

#include "virtual/kernel/hotplug/hotplug.h"

#define KERNEL_GROUP 1

static const struct file_operations netlink_operations = {
	.poll = message_poll,
	.release = message_free_all,
};

int kernel_socket(struct cusb_virtual_kernel *kernel, int domain, int protocol)
{
	const struct inode inode = {.kind = INODE_ANONYMOUS};

	if (domain != AF_NETLINK)
		return -EAFNOSUPPORT;
	if (protocol != NETLINK_KOBJECT_UEVENT)
		return -EPROTONOSUPPORT;
	return kernel_file_new(kernel, &inode, &netlink_operations, 0);
}

int kernel_bind(struct file *file, const struct sockaddr *address, unsigned int size)
{
	struct sockaddr_nl netlink;

	if (file->operations != &netlink_operations)
		return -ENOTSOCK;
	if (size < sizeof netlink)
		return -EINVAL;
	memcpy(&netlink, address, sizeof netlink);
	file->listens = netlink.nl_groups & KERNEL_GROUP;
	return 0;
}

static void give_sender(struct msghdr *header, uint32_t port)
{
	struct sockaddr_nl sender = {
		.nl_family = AF_NETLINK, .nl_pid = port, .nl_groups = KERNEL_GROUP};

	if (!header->msg_name)
		return;
	memcpy(header->msg_name, &sender,
	       header->msg_namelen < sizeof sender ? header->msg_namelen : sizeof sender);
	header->msg_namelen = sizeof sender;
}

ssize_t kernel_recvmsg(struct file *file, struct msghdr *header)
{
	const struct message *message;
	size_t length;
	int err;

	if (file->operations != &netlink_operations)
		return -ENOTSOCK;
	if (header->msg_iovlen != 1)
		return -EMSGSIZE;
	err = message_first(file, &message);
	if (err < 0)
		return err;
	length = message->length;
	header->msg_flags = 0;
	if (length > header->msg_iov->iov_len) {
		length = header->msg_iov->iov_len;
		header->msg_flags = MSG_TRUNC;
	}
	memcpy(header->msg_iov->iov_base, message->bytes, length);
	give_sender(header, message->port);
	message_drop(file);
	return (ssize_t)length;
}

void netlink_broadcast(struct cusb_virtual_kernel *kernel, const void *bytes, size_t length,
		       uint32_t port)
{
	for (struct file *file = kernel->files; file; file = file->next)
		if (file->open && file->listens)
			message_put(file, bytes, length, port, kernel->lose_uevents > 0);
	if (kernel->lose_uevents > 0)
		kernel->lose_uevents--;
}
