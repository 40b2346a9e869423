/* SPDX-License-Identifier: MIT */
/*
 * The unread messages of a netlink socket or an inotify. The file's descriptor is an eventfd that
 * is readable while there are messages, so that any poll() shows it.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

#include "virtual/kernel/hotplug/hotplug.h"

#define MESSAGES_MAX 4096

static bool is_ready(const struct file *file)
{
	return file->messages || file->overrun;
}

static void show(struct file *file)
{
	bool ready = is_ready(file);
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

void message_put(struct file *file, const void *bytes, size_t length, uint32_t port, bool lose)
{
	if (lose || !append(file, bytes, length, port))
		file->overrun = true;
	show(file);
}

/* As in the kernel, the loss is reported before the earlier messages. */
int message_first(struct file *file, const struct message **message)
{
	if (file->overrun) {
		file->overrun = false;
		show(file);
		return -ENOBUFS;
	}
	*message = file->messages;
	return file->messages ? 0 : -EAGAIN;
}

void message_drop(struct file *file)
{
	struct message *message = file->messages;

	file->messages = message->next;
	free(message);
	show(file);
}

void message_free_all(struct file *file)
{
	while (file->messages)
		message_drop(file);
}

short message_poll(struct file *file)
{
	short events = 0;

	if (is_ready(file))
		events |= POLLIN | POLLRDNORM;
	if (file->overrun)
		events |= POLLERR;
	return events;
}
