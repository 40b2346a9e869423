/* SPDX-License-Identifier: MIT */
/*
 * Uevents and the netlink sockets that get them.
 *
 * Kernel facts (kobject_uevent.c, usb.c, driver.c, message.c of 6.1): `add` of a device comes
 * before those of its interfaces, and `bind` of the device after all; on the way out the interfaces
 * go first, and `unbind` comes before `remove`. SETCONFIGURATION changes the interfaces. A
 * device whose configuration comes to have remote wakeup gets the attribute power/wakeup, and a
 * `change`; when it loses it nothing is said. Reading more than fits loses the rest of that
 * message.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/netlink.h>

#include "virtual/kernel/usbfs/usbfs.h"
#include "virtual/kernel/state/driver.h"
#include "virtual/kernel/state/device.h"
#include "virtual/kernel/state/file.h"
#include "virtual/kernel/hotplug/hotplug.h"
#include "virtual/kernel/state/kernel.h"

#define KERNEL_GROUP  1
#define USB_MAJOR     189
#define REMOTE_WAKEUP 0x20 /* of bmAttributes */

struct text {
	size_t length;
	char bytes[2048];
};

static void add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct text *text, const char *format, ...)
{
	size_t room = sizeof text->bytes - text->length;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text->bytes + text->length, room, format, args);
	va_end(args);
	if (n >= 0 && (size_t)n < room)
		text->length += (size_t)n + 1;
}

/* "usb1/1-2/1-2.3" after the host controller's place. */
static void device_path(const struct usb *dev, char *path, size_t size)
{
	size_t at = (size_t)snprintf(path, size, "/devices/pci0000:00/0000:00:%02x.0/usb%u",
				     dev->bus, dev->bus);

	if (kernel_is_root_hub(dev))
		return;
	for (size_t n = strcspn(dev->name, "."); at < size;
	     n += 1 + strcspn(dev->name + n + 1, ".")) {
		at += (size_t)snprintf(path + at, size - at, "/%.*s", (int)n, dev->name);
		if (dev->name[n] == '\0')
			break;
	}
}

static void send_to_all(struct cusb_virtual_kernel *kernel, const void *bytes, size_t length,
			uint32_t port)
{
	for (struct file *file = kernel->files; file; file = file->next)
		if (file->open && file->listens)
			mailbox_put(file, bytes, length, port);
	if (kernel->lose_uevents > 0)
		kernel->lose_uevents--;
}

static void begin(struct text *text, const struct usb *dev, const char *action, int interface)
{
	char path[256], name[NAME_SIZE + 16] = "";

	device_path(dev, path, sizeof path);
	if (interface >= 0)
		kernel_interface_name(dev, interface, name, sizeof name);
	text->length = 0;
	add(text, "%s@%s%s%s", action, path, name[0] ? "/" : "", name);
	add(text, "ACTION=%s", action);
	add(text, "DEVPATH=%s%s%s", path, name[0] ? "/" : "", name);
	add(text, "SUBSYSTEM=usb");
}

static void end(struct text *text, const struct usb *dev)
{
	const uint8_t *desc = dev->descriptor;

	add(text, "PRODUCT=%x/%x/%x", desc[8] | desc[9] << 8, desc[10] | desc[11] << 8,
	    desc[12] | desc[13] << 8);
	add(text, "TYPE=%u/%u/%u", desc[4], desc[5], desc[6]);
	add(text, "SEQNUM=%llu", (unsigned long long)++dev->kernel->uevent_number);
	send_to_all(dev->kernel, text->bytes, text->length, 0);
}

static void send_device(struct usb *dev, const char *action)
{
	struct text text;

	begin(&text, dev, action, -1);
	add(&text, "MAJOR=%u", USB_MAJOR);
	add(&text, "MINOR=%u", (dev->bus - 1) * 128 + dev->devnum - 1);
	add(&text, "DEVNAME=bus/usb/%03u/%03u", dev->bus, dev->devnum);
	add(&text, "DEVTYPE=usb_device");
	add(&text, "BUSNUM=%03u", dev->bus);
	add(&text, "DEVNUM=%03u", dev->devnum);
	end(&text, dev);
}

static void send_interface(struct usb *dev, const char *action, int number)
{
	struct text text;

	begin(&text, dev, action, number);
	add(&text, "DEVTYPE=usb_interface");
	end(&text, dev);
}

/* Of root hubs it is not the configuration that tells. */
static void update_wakeup(struct usb *dev)
{
	size_t length;
	const uint8_t *desc = kernel_configuration(dev, &length);
	bool wakes = desc && desc[7] & REMOTE_WAKEUP && !kernel_is_root_hub(dev);

	if (wakes && !dev->wakes_host)
		send_device(dev, "change");
	dev->wakes_host = wakes;
}

void kernel_uevent_interfaces_added(struct usb *dev)
{
	int number = -1;

	update_wakeup(dev);
	while ((number = kernel_next_interface(dev, (unsigned int)(number + 1))) >= 0) {
		send_interface(dev, "add", number);
		if (kernel_driver_name(dev, (unsigned int)number))
			send_interface(dev, "bind", number);
	}
}

void kernel_uevent_interfaces_removed(struct usb *dev)
{
	int number = -1;

	while ((number = kernel_next_interface(dev, (unsigned int)(number + 1))) >= 0) {
		if (kernel_driver_name(dev, (unsigned int)number))
			send_interface(dev, "unbind", number);
		send_interface(dev, "remove", number);
	}
}

void kernel_uevent_added(struct usb *dev)
{
	send_device(dev, "add");
	kernel_uevent_interfaces_added(dev);
	send_device(dev, "bind");
}

void kernel_uevent_removed(struct usb *dev)
{
	kernel_uevent_interfaces_removed(dev);
	send_device(dev, "unbind");
	send_device(dev, "remove");
}

int kernel_socket(struct cusb_virtual_kernel *kernel, int domain, int protocol)
{
	const struct place place = {.kind = PLACE_UEVENTS};

	if (domain != AF_NETLINK)
		return -EAFNOSUPPORT;
	if (protocol != NETLINK_KOBJECT_UEVENT)
		return -EPROTONOSUPPORT;
	return kernel_file_new(kernel, &place, 0);
}

int kernel_bind(struct file *file, const struct sockaddr *address, unsigned int size)
{
	struct sockaddr_nl netlink;

	if (file->place.kind != PLACE_UEVENTS)
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

	if (file->place.kind != PLACE_UEVENTS)
		return -ENOTSOCK;
	if (header->msg_iovlen != 1)
		return -EMSGSIZE;
	err = mailbox_first(file, &message);
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
	mailbox_drop(file);
	return (ssize_t)length;
}

void virtual_kernel_send(struct cusb_virtual_kernel *kernel, const void *message, size_t length,
			 uint32_t port)
{
	kernel_lock(kernel);
	send_to_all(kernel, message, length, port);
	kernel_unlock(kernel);
}

void virtual_kernel_lose_messages(struct cusb_virtual_kernel *kernel, unsigned int count)
{
	kernel_lock(kernel);
	kernel->lose_uevents = count;
	kernel->lose_node_events = count;
	kernel_unlock(kernel);
}

void virtual_kernel_set_user_namespace(struct cusb_virtual_kernel *kernel, const char *text)
{
	kernel_lock(kernel);
	snprintf(kernel->user_namespace, sizeof kernel->user_namespace, "%s", text ? text : "");
	kernel_unlock(kernel);
}
