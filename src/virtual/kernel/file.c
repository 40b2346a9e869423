/* SPDX-License-Identifier: MIT */
/*
 * Open files of the virtual kernel, and what their real file descriptors show to poll().
 *
 * Linux facts (net/unix/af_unix.c): a stream socket is writable while a quarter of its send buffer
 * or less is in use; when the other end is shut down in both directions, poll() shows HUP and
 * leaves writability alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "virtual/kernel/kernel_claims.h"
#include "virtual/kernel/kernel_devices.h"
#include "virtual/kernel/kernel_files.h"
#include "virtual/kernel/kernel_hotplug.h"
#include "virtual/kernel/kernel_internal.h"
#include "virtual/kernel/kernel_urbs.h"

static void fill(int fd)
{
	static const char bytes[4096];

	while (send(fd, bytes, sizeof bytes, MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
		;
}

static void drain(int fd)
{
	char bytes[4096];

	while (recv(fd, bytes, sizeof bytes, MSG_DONTWAIT) > 0)
		;
}

/* The kernel raises the size of the send buffer to the least it allows. */
static int open_pair(struct file *file)
{
	int pair[2], size = 1;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	fill(pair[0]);
	file->fd = pair[0];
	file->peer = pair[1];
	return 0;
}

static int open_fd(struct file *file)
{
	file->peer = -1;
	if (file->place.kind == PLACE_NODE)
		return open_pair(file);
	file->fd = eventfd(0, EFD_CLOEXEC);
	return file->fd < 0 ? -errno : 0;
}

int kernel_file_new(struct cusb_virtual_kernel *kernel, const struct place *place, int flags)
{
	struct file *file = calloc(1, sizeof *file);
	int err;

	if (!file)
		return -ENOMEM;
	file->kernel = kernel;
	file->place = *place;
	err = open_fd(file);
	if (err) {
		free(file);
		return err;
	}
	file->refs = 1;
	file->open = true;
	file->readable = (flags & O_ACCMODE) != O_WRONLY;
	file->writable = (flags & O_ACCMODE) != O_RDONLY;
	if (place->dev)
		place->dev->refs++;
	file->next = kernel->files;
	kernel->files = file;
	return file->fd;
}

struct file *kernel_file_get(struct cusb_virtual_kernel *kernel, int fd)
{
	for (struct file *file = kernel->files; file; file = file->next) {
		if (file->open && file->fd == fd) {
			file->refs++;
			return file;
		}
	}
	return NULL;
}

static void free_list(struct async_list *list)
{
	while (list->first) {
		struct async *async = list->first;

		list->first = async->next;
		async_free(async);
	}
}

static void release_node(struct file *file)
{
	if (!file->place.dev->gone)
		kernel_release_all(file);
	kernel_release_ports(file);
	kernel_kill(file, -1);
	free_list(&file->late);
	free_list(&file->completed);
}

void kernel_file_put(struct file *file)
{
	struct file **at;

	if (!file || --file->refs > 0)
		return;
	if (file->place.kind == PLACE_NODE)
		release_node(file);
	mailbox_free(file);
	kernel_inotify_free(file);
	for (at = &file->kernel->files; *at != file; at = &(*at)->next)
		;
	*at = file->next;
	close(file->fd);
	if (file->peer >= 0)
		close(file->peer);
	if (file->place.dev)
		kernel_put(file->place.dev);
	free(file);
}

/* The number stays taken until the last call on the file is over, so that no poll() mistakes it. */
void kernel_file_close(struct file *file)
{
	file->open = false;
	kernel_file_put(file);
}

void kernel_file_update(struct file *file)
{
	bool ready = file->completed.first != NULL;

	if (ready == file->ready)
		return;
	file->ready = ready;
	if (ready)
		drain(file->peer);
	else
		fill(file->fd);
}

void kernel_file_hang_up(struct file *file)
{
	if (file->step == CONNECTED)
		file->step = HUNG_UP;
	file->awaits_resume = false;
	pthread_cond_broadcast(&file->kernel->changed);
	shutdown(file->peer, SHUT_RDWR);
}

void kernel_file_advance(struct file *file)
{
	file->seen = false;
	if (file->step == KILLED) {
		file->step = UNLISTED;
	} else if (file->step == HUNG_UP) {
		file->step = KILLED;
		while (file->late.first) {
			struct async *async = file->late.first;

			async_remove(&file->late, async);
			async_append(&file->completed, async);
		}
		kernel_file_update(file);
	}
}
