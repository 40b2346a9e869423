/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "demand.h"
#include "input.h"
#include "usbip/client.h"

ssize_t __real_recv(int fd, void *buf, size_t size, int flags);
ssize_t __real_sendmsg(int fd, const struct msghdr *message, int flags);
int __real_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
		 const sigset_t *signals);
int __real_shutdown(int fd, int how);
int __real_close(int fd);

ssize_t __wrap_recv(int fd, void *buf, size_t size, int flags);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *message, int flags);
int __wrap_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
		 const sigset_t *signals);
int __wrap_shutdown(int fd, int how);
int __wrap_close(int fd);

static bool is_open, is_shut;

void client_begin(void)
{
	is_open = true;
	is_shut = false;
	requests_begin();
	replies_begin();
}

static int fails(int err)
{
	errno = err;
	return -1;
}

/* A socket gives what has come, which may be less than asked for. */
ssize_t __wrap_recv(int fd, void *buf, size_t size, int flags)
{
	if (fd != CLIENT_FD)
		return __real_recv(fd, buf, size, flags);
	demand(is_open && size > 0);
	if (is_shut)
		return 0;
	if (input_says(4))
		return fails(input_says(128) ? ECONNRESET : EINTR);
	if (size > 1 && input_says(16))
		size = size / 2;
	return (ssize_t)requests_read(buf, size);
}

ssize_t __wrap_sendmsg(int fd, const struct msghdr *message, int flags)
{
	size_t total = 0, most = SIZE_MAX;

	if (fd != CLIENT_FD)
		return __real_sendmsg(fd, message, flags);
	demand(is_open && flags & MSG_NOSIGNAL);
	if (is_shut || input_says(2))
		return fails(input_says(128) ? EINTR : EPIPE);
	if (input_says(16))
		most = input_byte() + 1U;
	for (size_t i = 0; i < message->msg_iovlen && total < most; i++) {
		size_t n = message->msg_iov[i].iov_len;

		if (n > most - total)
			n = most - total;
		replies_take(message->msg_iov[i].iov_base, n);
		total += n;
	}
	return (ssize_t)total;
}

/* While the input lasts, the client may be silent for any time. */
int __wrap_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
		 const sigset_t *signals)
{
	if (fds->fd != CLIENT_FD)
		return __real_ppoll(fds, count, timeout, signals);
	demand(is_open && count == 1);
	fds->revents = 0;
	if (timeout && !is_shut && input_says(128)) {
		clock_pass(*timeout);
		return 0;
	}
	if (input_says(4))
		return fails(EINTR);
	fds->revents = POLLIN;
	return 1;
}

int __wrap_shutdown(int fd, int how)
{
	if (fd != CLIENT_FD)
		return __real_shutdown(fd, how);
	demand(is_open);
	is_shut = true;
	return 0;
}

int __wrap_close(int fd)
{
	if (fd != CLIENT_FD)
		return __real_close(fd);
	demand(is_open);
	is_open = false;
	return 0;
}
