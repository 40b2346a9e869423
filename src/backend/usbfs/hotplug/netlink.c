/* SPDX-License-Identifier: MIT */
/*
 * Uevents from the kernel itself, without udev.
 *
 * Kernel facts: group 1 of NETLINK_KOBJECT_UEVENT is the kernel's; 2 is udev's. Messages of the
 * kernel come from port 0; a program can send from port 0 only with CAP_SYS_ADMIN over the network
 * namespace. If the socket's buffer is full, the kernel drops a message, and the next recvmsg()
 * gives ENOBUFS. Uevents of USB devices go only to network namespaces that the initial user
 * namespace owns; in any other one a socket stays silent without an error.
 *
 * A message has the name of its device in sysfs. Without sysfs, devices may be listed under other
 * names, and their nodes may come and go before or after the messages. Each message then means that
 * any device may have changed.
 *
 * A process without privileges cannot ask which user namespace owns its network namespace. But a
 * process in the initial user namespace is rarely in a network namespace of another owner, and the
 * inode number of the initial user namespace is fixed. Without /proc, the namespace counts as the
 * initial one.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/netlink.h>

#include "backend/usbfs/hotplug/hotplug.h"

#define KERNEL_GROUP	       1
#define INITIAL_USER_NAMESPACE "user:[4026531837]"

static bool is_foreign_namespace(const struct usbfs *fs)
{
	char text[64] = "";
	ssize_t n = sys_readlinkat(fs, AT_FDCWD, "/proc/self/ns/user", text, sizeof text - 1);

	return n > 0 && strcmp(text, INITIAL_USER_NAMESPACE) != 0;
}

static bool is_from_kernel(const struct msghdr *message)
{
	const struct sockaddr_nl *sender = message->msg_name;

	return message->msg_namelen == sizeof *sender && sender->nl_family == AF_NETLINK &&
	       sender->nl_pid == 0 && sender->nl_groups == KERNEL_GROUP;
}

static int netlink_next(struct cusb_watch *watch, struct cusb_change *change)
{
	for (;;) {
		struct sockaddr_nl sender = {0};
		struct iovec part = {watch->buffer, sizeof watch->buffer};
		struct msghdr message = {.msg_name = &sender,
					 .msg_namelen = sizeof sender,
					 .msg_iov = &part,
					 .msg_iovlen = 1};
		ssize_t n = sys_recvmsg(watch->fs, watch->fd, &message, 0);

		if (n < 0 && n != -ENOBUFS)
			return (int)n;
		if (n >= 0 && !is_from_kernel(&message))
			continue;
		*change = (struct cusb_change){.kind = CUSB_CHANGE_ANY};
		if (n < 0 || message.msg_flags & MSG_TRUNC)
			return 0;
		if (uevent_parse(watch->buffer, (size_t)n, change)) {
			if (change->kind != CUSB_CHANGE_ANY && !sysfs_is_readable(watch->fs))
				*change = (struct cusb_change){.kind = CUSB_CHANGE_ANY};
			return 0;
		}
	}
}

int netlink_begin(struct cusb_watch *watch)
{
	const struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = KERNEL_GROUP};
	const struct usbfs *fs = watch->fs;
	int err;

	if (is_foreign_namespace(fs))
		return -EXDEV;
	watch->fd = sys_socket(fs, AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
	if (watch->fd < 0)
		return watch->fd;
	err = sys_bind(fs, watch->fd, (const struct sockaddr *)&address, sizeof address);
	if (err < 0) {
		sys_close(fs, watch->fd);
		return err;
	}
	watch->next = netlink_next;
	return 0;
}
