/* SPDX-License-Identifier: MIT */
/*
 * An open node's file descriptor is one end of a socketpair. Its send buffer is full while nothing
 * can be reaped, and the other end is shut down when the device is gone, so that any poll() shows
 * the same as with usbfs.
 *
 * Linux facts (net/unix/af_unix.c): a stream socket is writable while a quarter of its send buffer
 * or less is in use; when the other end is shut down in both directions, poll() shows HUP and
 * leaves writability alone.
 */
#include <errno.h>
#include <sys/socket.h>

#include "virtual/kernel/state/kernel.h"
#include "virtual/kernel/usbfs/urb.h"

static void fill(int fd)
{
	static char bytes[4096];

	while (send(fd, bytes, sizeof bytes, MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
		;
}

static void drain(int fd)
{
	char bytes[4096];

	while (recv(fd, bytes, sizeof bytes, MSG_DONTWAIT) > 0)
		;
}

/* The kernel raises the size of the send buffer to its minimum. */
int node_fd_open(struct file *file)
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

void node_fd_update(struct file *file)
{
	bool ready = file->completed != NULL;

	if (ready == file->ready)
		return;
	file->ready = ready;
	if (ready)
		drain(file->peer);
	else
		fill(file->fd);
}

void node_fd_hang_up(struct file *file)
{
	if (file->step == CONNECTED)
		file->step = HUNG_UP;
	file->awaits_resume = false;
	pthread_cond_broadcast(&file->kernel->changed);
	shutdown(file->peer, SHUT_RDWR);
}
