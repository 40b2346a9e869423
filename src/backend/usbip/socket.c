/* SPDX-License-Identifier: MIT */
/* Connections to the server. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cusb/log.h>

#include "backend/usbip/remote.h"
#include "usbip/keep_alive.h"

static int wait_for(int fd, short events, int64_t until)
{
	struct pollfd ready = {.fd = fd, .events = events};
	int64_t left = until - clock_ms();
	int n;

	if (left <= 0)
		return -ETIMEDOUT;
	n = poll(&ready, 1, (int)left);
	return n < 0 && errno != EINTR ? -errno : 0;
}

static int result_of(int fd)
{
	int err = 0;
	socklen_t size = sizeof err;

	getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &size);
	return -err;
}

static int connect_to(const struct usbip_backend *backend, const struct addrinfo *address)
{
	int64_t until = clock_ms() + backend->connect_timeout_ms;
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int err;

	if (fd < 0)
		return -errno;
	err = connect(fd, address->ai_addr, address->ai_addrlen) < 0 ? -errno : 0;
	if (err == -EINPROGRESS || err == -EINTR) {
		struct pollfd ready = {.fd = fd, .events = POLLOUT};

		do
			err = wait_for(fd, POLLOUT, until);
		while (err == 0 && poll(&ready, 1, 0) == 0);
		if (err == 0)
			err = result_of(fd);
	}
	if (err < 0) {
		close(fd);
		return err;
	}
	usbip_keep_alive(fd, backend->keep_alive_s);
	return fd;
}

static int explain(const struct usbip_backend *backend, int err)
{
	return cusb_refuse(err, "no connection to %s, port %s", backend->host, backend->service);
}

/* The addresses of a name are tried one after the other. */
static int connect_to_host(const struct usbip_backend *backend)
{
	const struct addrinfo hints = {.ai_family = backend->family, .ai_socktype = SOCK_STREAM};
	struct addrinfo *addresses;
	int fd = -ENXIO;

	if (getaddrinfo(backend->host, backend->service, &hints, &addresses) != 0)
		return cusb_refuse(-ENXIO, "the name service does not know %s, port %s",
				   backend->host, backend->service);
	for (const struct addrinfo *a = addresses; a && fd < 0; a = a->ai_next)
		fd = connect_to(backend, a);
	freeaddrinfo(addresses);
	return fd < 0 ? explain(backend, fd) : fd;
}

int socket_connect(const struct usbip_backend *backend)
{
	return backend->connect ? backend->connect(backend->user) : connect_to_host(backend);
}

int socket_send(const struct usbip_backend *backend, int fd, const void *bytes, size_t length)
{
	int64_t until = clock_ms() + backend->connect_timeout_ms;
	const uint8_t *p = bytes;
	int err = 0;

	while (length > 0 && err == 0) {
		ssize_t n = send(fd, p, length, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n >= 0) {
			p += n;
			length -= (size_t)n;
		} else {
			err = errno == EAGAIN || errno == EINTR ? wait_for(fd, POLLOUT, until)
								: -errno;
		}
	}
	return err;
}

int socket_receive(const struct usbip_backend *backend, int fd, void *bytes, size_t length)
{
	int64_t until = clock_ms() + backend->connect_timeout_ms;
	uint8_t *p = bytes;
	int err = 0;

	while (length > 0 && err == 0) {
		ssize_t n = recv(fd, p, length, MSG_DONTWAIT);

		if (n > 0) {
			p += n;
			length -= (size_t)n;
		} else if (n == 0) {
			err = -ENOTCONN;
		} else {
			err = errno == EAGAIN || errno == EINTR ? wait_for(fd, POLLIN, until)
								: -errno;
		}
	}
	return err;
}
