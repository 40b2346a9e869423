/* SPDX-License-Identifier: MIT */
/*
 * inotify(7) on the device root and the directories of buses.
 *
 * Kernel facts: an event's name is padded with NULs, its length counted in `len`; read() gives
 * whole events only. The directory of a bus comes with its first device and goes with its last; the
 * watch on it then ends with IN_IGNORED. An event that is lost leaves IN_Q_OVERFLOW, with a watch
 * of -1.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>

#include "virtual/kernel/hotplug/hotplug.h"

#define NAME_ROOM 16

struct inotify_watch {
	struct inotify_watch *next;
	int number;
	uint32_t mask;
	struct inode directory;
};

/* Whether it watches the directory of that bus, or, with 0, the directory of the buses. */
static bool is_on(const struct inotify_watch *watch, unsigned int bus)
{
	if (bus == 0)
		return watch->directory.kind == INODE_BUSES;
	return watch->directory.kind == INODE_BUS && watch->directory.index == bus;
}

static void put_event(struct file *file, int number, uint32_t mask, const char *name)
{
	struct inotify_event event = {.wd = number, .mask = mask, .len = name ? NAME_ROOM : 0};
	char bytes[sizeof event + NAME_ROOM] = {0};

	memcpy(bytes, &event, sizeof event);
	if (name)
		snprintf(bytes + sizeof event, NAME_ROOM, "%s", name);
	message_put(file, bytes, sizeof event + event.len, 0, file->kernel->lose_node_events > 0);
}

static void tell(struct cusb_virtual_kernel *kernel, unsigned int bus, uint32_t mask,
		 unsigned int name)
{
	char text[4];

	snprintf(text, sizeof text, "%03u", name % 1000);
	for (struct file *file = kernel->files; file; file = file->next)
		for (struct inotify_watch *watch = file->watches; watch; watch = watch->next)
			if (file->open && is_on(watch, bus) && watch->mask & mask)
				put_event(file, watch->number, mask, text);
}

static void end_watches(struct cusb_virtual_kernel *kernel, unsigned int bus)
{
	for (struct file *file = kernel->files; file; file = file->next) {
		struct inotify_watch **at = &file->watches;

		while (*at && !is_on(*at, bus))
			at = &(*at)->next;
		if (*at) {
			struct inotify_watch *watch = *at;

			put_event(file, watch->number, IN_IGNORED, NULL);
			*at = watch->next;
			free(watch);
		}
	}
}

static bool is_alone_on_bus(const struct usb *dev)
{
	for (const struct usb *other = dev->kernel->devices; other; other = other->next)
		if (other != dev && other->device && other->bus == dev->bus)
			return false;
	return true;
}

void inotify_node(const struct usb *dev, uint32_t mask)
{
	struct cusb_virtual_kernel *kernel = dev->kernel;
	bool alone = is_alone_on_bus(dev) && mask != IN_ATTRIB;

	if (alone && mask == IN_CREATE)
		tell(kernel, 0, IN_CREATE | IN_ISDIR, dev->bus);
	tell(kernel, dev->bus, mask, dev->devnum);
	if (alone && mask == IN_DELETE) {
		tell(kernel, 0, IN_DELETE | IN_ISDIR, dev->bus);
		end_watches(kernel, dev->bus);
	}
	if (kernel->lose_node_events > 0)
		kernel->lose_node_events--;
}

static ssize_t inotify_read(struct file *file, void *buf, size_t size)
{
	const struct message *message;
	size_t done = 0;
	int err;

	while ((err = message_first(file, &message)) != -EAGAIN) {
		struct inotify_event overflow = {.wd = -1, .mask = IN_Q_OVERFLOW};
		const void *bytes = err == 0 ? (const void *)message->bytes : &overflow;
		size_t length = err == 0 ? message->length : sizeof overflow;

		if (length > size - done)
			return done > 0 ? (ssize_t)done : -EINVAL;
		memcpy((char *)buf + done, bytes, length);
		done += length;
		if (err == 0)
			message_drop(file);
	}
	return done > 0 ? (ssize_t)done : -EAGAIN;
}

static void inotify_release(struct file *file)
{
	message_free_all(file);
	while (file->watches) {
		struct inotify_watch *watch = file->watches;

		file->watches = watch->next;
		free(watch);
	}
}

static const struct file_operations inotify_operations = {
	.read = inotify_read,
	.poll = message_poll,
	.release = inotify_release,
};

bool kernel_is_inotify(const struct file *file)
{
	return file->operations == &inotify_operations;
}

int kernel_inotify_init(struct cusb_virtual_kernel *kernel)
{
	const struct inode inode = {.kind = INODE_ANONYMOUS};

	return kernel_file_new(kernel, &inode, &inotify_operations, 0);
}

int kernel_inotify_add(struct file *file, const struct inode *directory, uint32_t mask)
{
	struct inotify_watch **at = &file->watches;
	int number = 1;

	if (!is_directory(directory))
		return -ENOTDIR;
	for (; *at; at = &(*at)->next) {
		if ((*at)->directory.kind == directory->kind &&
		    (*at)->directory.index == directory->index)
			return (*at)->number;
		number = (*at)->number + 1;
	}
	*at = calloc(1, sizeof **at);
	if (!*at)
		return -ENOMEM;
	**at = (struct inotify_watch){.number = number, .mask = mask, .directory = *directory};
	return number;
}
