/* SPDX-License-Identifier: MIT */
/*
 * How the virtual kernel tells that devices come and go: uevents, and inotify on their nodes.
 */
#ifndef CUSB_VIRTUAL_KERNEL_HOTPLUG_H
#define CUSB_VIRTUAL_KERNEL_HOTPLUG_H

#include "virtual/kernel/state/file.h"

/* mailbox.c: what a socket or an inotify holds for its reader */

struct message {
	struct message *next;
	uint32_t port; /* of its sender */
	size_t length;
	char bytes[];
};

/* Copies it in, or marks the file as overrun. */
void mailbox_put(struct file *file, const void *bytes, size_t length, uint32_t port);
/* The oldest, which stays until mailbox_drop(). -EAGAIN: none; -ENOBUFS: some have been lost. */
int mailbox_first(struct file *file, const struct message **message);
void mailbox_drop(struct file *file);
bool mailbox_ready(const struct file *file);
void mailbox_free(struct file *file);

/* uevent.c: a device has been added, or is about to be removed; so has, or are, its interfaces */
void kernel_uevent_added(struct usb *dev);
void kernel_uevent_removed(struct usb *dev);
void kernel_uevent_interfaces_added(struct usb *dev);
void kernel_uevent_interfaces_removed(struct usb *dev);

/* inotify.c */
int kernel_inotify_init(struct cusb_virtual_kernel *kernel);
int kernel_inotify_add(struct file *file, const char *path, uint32_t mask);
ssize_t kernel_inotify_read(struct file *file, void *buf, size_t size);
void kernel_inotify_free(struct file *file);
/* What happened to a device's node: IN_CREATE, IN_DELETE, IN_ATTRIB. */
void kernel_inotify_node(const struct usb *dev, uint32_t mask);

#endif
