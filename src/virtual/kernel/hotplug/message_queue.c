/* SPDX-License-Identifier: MIT */
/*
 * Messages that wait in a netlink socket or an inotify to be read. The file's descriptor is an
 * eventfd that can be read while there are any, so that any poll() shows it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

#include "virtual/kernel/state/file.h"
#include "virtual/kernel/hotplug/hotplug.h"
#include "virtual/kernel/state/kernel.h"

#define MESSAGES_MAX 4096

bool mailbox_ready(const struct file *file)
{
	return file->messages || file->overrun;
}

static void show(struct file *file)
{
	bool ready = mailbox_ready(file);
	eventfd_t value;

	if (ready == file->ready)
		return;
	file->ready = ready;
	if (ready)
		eventfd_write(file->fd, 1);
	else
		eventfd_read(file->fd, &value);
}

static bool append(struct file *file, const void *bytes, size_t length, uint32_t port)
{
	struct message **end = &file->messages, *message;
	size_t count = 0;

	for (; *end; end = &(*end)->next)
		count++;
	message = count < MESSAGES_MAX ? calloc(1, sizeof *message + length) : NULL;
	if (!message)
		return false;
	message->port = port;
	message->length = length;
	memcpy(message->bytes, bytes, length);
	*end = message;
	return true;
}

static bool is_to_be_lost(const struct file *file)
{
	const struct cusb_virtual_kernel *kernel = file->kernel;

	return (file->place.kind == PLACE_UEVENTS ? kernel->lose_uevents
						  : kernel->lose_node_events) > 0;
}

void mailbox_put(struct file *file, const void *bytes, size_t length, uint32_t port)
{
	if (is_to_be_lost(file) || !append(file, bytes, length, port))
		file->overrun = true;
	show(file);
}

/* As in the kernel, the loss is told before what came earlier. */
int mailbox_first(struct file *file, const struct message **message)
{
	if (file->overrun) {
		file->overrun = false;
		show(file);
		return -ENOBUFS;
	}
	*message = file->messages;
	return file->messages ? 0 : -EAGAIN;
}

void mailbox_drop(struct file *file)
{
	struct message *message = file->messages;

	file->messages = message->next;
	free(message);
	show(file);
}

void mailbox_free(struct file *file)
{
	while (file->messages)
		mailbox_drop(file);
}
