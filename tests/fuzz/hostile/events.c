/* SPDX-License-Identifier: MIT */
/* Uevents, and events of inotify. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>

#include <linux/netlink.h>

#include "demand.h"
#include "hostile/hostile.h"
#include "input.h"

int hostile_socket(void *user, int domain, int type, int protocol)
{
	int err = hostile_trouble(user);

	(void)domain;
	(void)type;
	(void)protocol;
	return err ? err : hostile_new_file(user, HOSTILE_NETLINK);
}

int hostile_bind(void *user, int fd, const struct sockaddr *address, unsigned int size)
{
	(void)address;
	(void)size;
	demand(hostile_file(user, fd)->kind == HOSTILE_NETLINK);
	return hostile_trouble(user);
}

/* A well-formed message. */
static size_t put_uevent(char *message, size_t size)
{
	static const char *const actions[] = {"add",	"remove", "bind",   "unbind",
					      "change", "move",	  "online", "x"};
	static const char *const names[] = {
		"1-1",	"1-1.2",
		"usb1", "1-2",
		"2-1",	"usb2",
		"",	"a-name-that-is-longer-than-the-room-for-any-name-in-sysfs"};
	uint8_t which = input_byte(), number = input_byte();
	const char *action = actions[which & 7], *name = names[which >> 3 & 7];
	int length = snprintf(message, size,
			      "%s@/devices/%s%cACTION=%s%cDEVPATH=/devices/pci/%s%cSUBSYSTEM=usb%c"
			      "DEVTYPE=%s%cDEVNUM=%03u",
			      action, name, 0, action, 0, name, 0, 0,
			      which & 0x40 ? "usb_interface" : "usb_device", 0,
			      number < 0xf0 ? (number & 15) + 1U : number);

	demand(length > 0 && (size_t)length < size);
	return (size_t)length + 1;
}

static size_t put_message(char *message, size_t size)
{
	uint8_t how = input_byte();
	size_t length;

	if (how >= 0xf0) {
		length = input_byte();
		input_fill(message, length);
		return length;
	}
	length = put_uevent(message, size);
	for (unsigned int i = how >> 4; i > 11; i--)
		input_fill(message + input_byte() % length, 1);
	return length;
}

ssize_t hostile_recvmsg(void *user, int fd, struct msghdr *message, int flags)
{
	struct sockaddr_nl sender = {.nl_family = AF_NETLINK, .nl_groups = 1};
	int err = hostile_trouble(user);
	uint8_t how = input_byte();
	size_t length;

	(void)flags;
	demand(hostile_file(user, fd)->kind == HOSTILE_NETLINK);
	if (err)
		return err;
	if (!input_left() || how >= 0xe0)
		return how == 0xff ? -ENOBUFS : -EAGAIN;
	length = put_message(message->msg_iov->iov_base, message->msg_iov->iov_len);
	message->msg_flags = how == 0xdf ? MSG_TRUNC : 0;
	sender.nl_pid = how == 0xde;
	demand(message->msg_namelen >= sizeof sender);
	memcpy(message->msg_name, &sender, sizeof sender);
	message->msg_namelen = sizeof sender;
	return (ssize_t)length;
}

int hostile_inotify_init1(void *user, int flags)
{
	int err = hostile_trouble(user);

	(void)flags;
	return err ? err : hostile_new_file(user, HOSTILE_INOTIFY);
}

int hostile_inotify_add_watch(void *user, int fd, const char *path, uint32_t mask)
{
	int err = hostile_trouble(user);

	(void)path;
	(void)mask;
	demand(hostile_file(user, fd)->kind == HOSTILE_INOTIFY);
	return err ? err : input_byte() & 7;
}

ssize_t hostile_read(void *user, int fd, void *buf, size_t size)
{
	uint8_t how = input_byte();
	int err = hostile_trouble(user);
	size_t used = 0;

	demand(hostile_file(user, fd)->kind == HOSTILE_INOTIFY);
	if (err || !input_left() || how >= 0xc0)
		return err ? err : -EAGAIN;
	for (unsigned int i = (how & 3) + 1U; i > 0; i--) {
		struct inotify_event event = {.wd = (int8_t)input_byte()};

		event.mask = (uint32_t)input_byte() << 8;
		event.len = input_byte() & 31;
		if (sizeof event + event.len > size - used)
			break;
		memcpy((char *)buf + used, &event, sizeof event);
		memset((char *)buf + used + sizeof event, 0, event.len);
		used += sizeof event + event.len;
	}
	return (ssize_t)used;
}
