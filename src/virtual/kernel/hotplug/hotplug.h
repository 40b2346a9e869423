/* SPDX-License-Identifier: MIT */
/*
 * How the virtual kernel tells that devices come and go: uevents, and inotify on their nodes.
 */
#ifndef CUSB_VIRTUAL_KERNEL_HOTPLUG_H
#define CUSB_VIRTUAL_KERNEL_HOTPLUG_H

#include <sys/socket.h>

#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"

/* ---- message_queue.c: messages that a socket or an inotify holds for its reader ---- */

struct message {
	struct message *next;
	uint32_t port; /* of its sender */
	size_t length;
	char bytes[];
};

/* Copies a message in; it is lost, and the file overrun, if `lose` or when there is no room. */
void message_put(struct file *file, const void *bytes, size_t length, uint32_t port, bool lose);
/* The oldest, which stays until message_drop(). -EAGAIN: none; -ENOBUFS: some have been lost. */
int message_first(struct file *file, const struct message **message);
void message_drop(struct file *file);
void message_free_all(struct file *file);
/* The poll() of both. */
short message_poll(struct file *file);

/* ---- netlink.c: sockets ---- */

int kernel_socket(struct cusb_virtual_kernel *kernel, int domain, int protocol);
int kernel_bind(struct file *file, const struct sockaddr *address, unsigned int size);
ssize_t kernel_recvmsg(struct file *file, struct msghdr *message);
/* Sends a message to all sockets that listen, as one from that port. */
void netlink_broadcast(struct cusb_virtual_kernel *kernel, const void *bytes, size_t length,
		       uint32_t port);

/* ---- uevent.c: messages for them ---- */

/* A device has been added, or is about to be removed; so has, or are, its interfaces. */
void uevent_device_added(struct usb *dev);
void uevent_device_removed(struct usb *dev);
void uevent_interfaces_added(struct usb *dev);
void uevent_interfaces_removed(struct usb *dev);

/* ---- inotify.c ---- */

int kernel_inotify_init(struct cusb_virtual_kernel *kernel);
/* Watches a directory. Returns the watch's number, -errno. */
int kernel_inotify_add(struct file *file, const struct inode *directory, uint32_t mask);
/* Tells of a device's node: IN_CREATE, IN_DELETE, IN_ATTRIB. */
void inotify_node(const struct usb *dev, uint32_t mask);

#endif
