/* SPDX-License-Identifier: MIT */
/* Connections to the server. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
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

static int connect_to(const struct usbip_backend *backend, const struct sockaddr *address,
		      socklen_t size)
{
	int64_t until = clock_ms() + backend->connect_timeout_ms;
	int fd = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int err;

	if (fd < 0)
		return -errno;
	err = connect(fd, address, size) < 0 ? -errno : 0;
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

/* ---- the addresses of the server ------------------------------------------------------------- */

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static bool port_of(const char *service, in_port_t *port)
{
	char *end;
	unsigned long number = strtoul(service, &end, 10);

	*port = htons((uint16_t)number);
	return service[0] >= '0' && service[0] <= '9' && *end == '\0' && number <= UINT16_MAX;
}

/* Returns the size of the address; 0: the text is no address of this family. */
static socklen_t address_of(const char *host, in_port_t port, int family, union address *address)
{
	bool is_local = strcmp(host, "localhost") == 0;

	memset(address, 0, sizeof *address);
	if (family == AF_INET) {
		address->v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = port};
		return inet_pton(AF_INET, is_local ? "127.0.0.1" : host, &address->v4.sin_addr) == 1
			       ? sizeof address->v4
			       : 0;
	}
	address->v6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = port};
	return inet_pton(AF_INET6, is_local ? "::1" : host, &address->v6.sin6_addr) == 1
		       ? sizeof address->v6
		       : 0;
}

/*
 * -ENXIO: the host or the service is a name. If both families fail, the error of IPv4 is returned:
 * it tells more.
 */
static int connect_by_number(const struct usbip_backend *backend)
{
	static const int families[] = {AF_INET, AF_INET6};
	int fd = -ENXIO;
	in_port_t port;

	if (!port_of(backend->service, &port))
		return -ENXIO;
	for (size_t i = 0; i < sizeof families / sizeof families[0] && fd < 0; i++) {
		union address address;
		socklen_t size = address_of(backend->host, port, families[i], &address);
		int next = -ENXIO;

		if (size > 0 && (!backend->family || backend->family == families[i]))
			next = connect_to(backend, &address.any, size);
		if (fd == -ENXIO || next >= 0)
			fd = next;
	}
	return fd;
}

/* The addresses of a name are tried one after the other. */
static int connect_by_name(const struct usbip_backend *backend)
{
	const struct addrinfo hints = {.ai_family = backend->family, .ai_socktype = SOCK_STREAM};
	struct addrinfo *addresses;
	int fd = -ENXIO;

	if (backend->resolve(backend->host, backend->service, &hints, &addresses) != 0)
		return -ENXIO;
	for (const struct addrinfo *a = addresses; a && fd < 0; a = a->ai_next)
		fd = connect_to(backend, a->ai_addr, a->ai_addrlen);
	backend->free_resolved(addresses);
	return fd;
}

static int refuse(const struct usbip_backend *backend, int err)
{
	if (err != -ENXIO)
		return cusb_refuse(err, "no connection to %s, port %s", backend->host,
				   backend->service);
	return cusb_refuse(err, "%s %s, port %s",
			   backend->resolve ? "the name service does not know"
					    : "the program has no name service for",
			   backend->host, backend->service);
}

static int connect_to_host(const struct usbip_backend *backend)
{
	int fd = connect_by_number(backend);

	if (fd == -ENXIO && backend->resolve)
		fd = connect_by_name(backend);
	return fd < 0 ? refuse(backend, fd) : fd;
}

int socket_connect(const struct usbip_backend *backend)
{
	return backend->connect ? backend->connect(backend->user) : connect_to_host(backend);
}

/* ---- sending and receiving ------------------------------------------------------------------- */

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
