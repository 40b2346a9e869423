/* SPDX-License-Identifier: MIT */
/* Events of devices that arrive and leave: uevents, and inotify on their nodes. */
#ifndef CUSB_VIRTUAL_KERNEL_HOTPLUG_H
#define CUSB_VIRTUAL_KERNEL_HOTPLUG_H

#include <sys/socket.h>

#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"

/* ---- message_queue.c: the unread messages of a socket or an inotify ---- */

struct message {
	struct message *next;
	uint32_t port; /* the sender's port */
	size_t length;
	char bytes[];
};

/*
 * Adds a copy of a message. It is lost, and the file overrun, if `lose` is set or there is no room.
 */
void message_put(struct file *file, const void *bytes, size_t length, uint32_t port, bool lose);
/*
 * The oldest message, which stays until message_drop(). -EAGAIN: none; -ENOBUFS: messages were
 * lost.
 */
int message_first(struct file *file, const struct message **message);
void message_drop(struct file *file);
void message_free_all(struct file *file);
/* poll() of a socket or an inotify. */
short message_poll(struct file *file);

/* ---- netlink.c: sockets ---- */

int kernel_socket(struct cusb_virtual_kernel *kernel, int domain, int protocol);
int kernel_bind(struct file *file, const struct sockaddr *address, unsigned int size);
ssize_t kernel_recvmsg(struct file *file, struct msghdr *message);
/* Sends a message from that port to all listening sockets. */
void netlink_broadcast(struct cusb_virtual_kernel *kernel, const void *bytes, size_t length,
		       uint32_t port);

/* ---- uevent.c: their messages ---- */

/* A device, or its interfaces: have been added, or are about to be removed. */
void uevent_device_added(struct usb *dev);
void uevent_device_removed(struct usb *dev);
void uevent_interfaces_added(struct usb *dev);
void uevent_interfaces_removed(struct usb *dev);

/* ---- inotify.c ---- */

int kernel_inotify_init(struct cusb_virtual_kernel *kernel);
bool kernel_is_inotify(const struct file *file);
/* Watches a directory with an inotify. Returns the watch's number, -errno. */
int kernel_inotify_add(struct file *file, const struct inode *directory, uint32_t mask);
/* An event of a device's node: IN_CREATE, IN_DELETE, IN_ATTRIB. */
void inotify_node(const struct usb *dev, uint32_t mask);

#endif
