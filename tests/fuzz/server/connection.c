/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "demand.h"
#include "input.h"
#include "server/server.h"

#define CONNECTIONS 4

int __real_poll(struct pollfd *fds, nfds_t count, int timeout);
int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout);

static struct connection connections[CONNECTIONS];

void server_begin(void)
{
	for (size_t i = 0; i < CONNECTIONS; i++)
		connections[i].is_open = false;
}

static void end_connection(struct connection *connection)
{
	connection->is_open = false;
	close(connection->fd);
}

void server_end(void)
{
	for (size_t i = 0; i < CONNECTIONS; i++)
		if (connections[i].is_open)
			end_connection(&connections[i]);
}

int server_connect(void *user)
{
	struct connection *connection = connections;
	int ends[2];

	(void)user;
	if (input_says(4))
		return -ECONNREFUSED;
	while (connection < connections + CONNECTIONS && connection->is_open)
		connection++;
	if (connection == connections + CONNECTIONS)
		return -ECONNREFUSED;
	demand(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
	connection->fd = ends[1];
	connection->is_open = true;
	connection->is_imported = false;
	connection->request_length = connection->skip = connection->pending_count = 0;
	connection->out_length = connection->out_sent = 0;
	return ends[0];
}

/* ---- sending --------------------------------------------------------------------------------- */

void connection_put(struct connection *connection, const void *bytes, size_t size)
{
	uint8_t *to = connection->out + connection->out_length;

	if (size > OUT_SIZE - connection->out_length)
		size = OUT_SIZE - connection->out_length;
	if (bytes)
		memcpy(to, bytes, size);
	else
		memset(to, 0, size);
	connection->out_length += size;
}

/* Messages can be cut anywhere. */
static void send_some(struct connection *connection)
{
	size_t size = connection->out_length - connection->out_sent;
	ssize_t n;

	if (size > 0 && input_says(24))
		size = input_byte() % size;
	n = send(connection->fd, connection->out + connection->out_sent, size,
		 MSG_DONTWAIT | MSG_NOSIGNAL);
	if (n > 0)
		connection->out_sent += (size_t)n;
	if (connection->out_sent == connection->out_length)
		connection->out_sent = connection->out_length = 0;
}

static void put_raw(struct connection *connection)
{
	uint8_t bytes[64];
	size_t size = input_byte() % sizeof bytes;

	input_fill(bytes, size);
	connection_put(connection, bytes, size);
}

/* ---- receiving ------------------------------------------------------------------------------- */

/* Whether there may be more; `taken` is 0 otherwise. */
static bool receive(struct connection *connection, void *to, size_t size, size_t *taken)
{
	ssize_t n = recv(connection->fd, to, size, MSG_DONTWAIT);

	*taken = n > 0 ? (size_t)n : 0;
	if (n == 0 || (n < 0 && errno != EAGAIN))
		end_connection(connection);
	return n > 0;
}

static bool skip_some(struct connection *connection)
{
	static uint8_t waste[65536];
	size_t n = connection->skip < sizeof waste ? connection->skip : sizeof waste;
	bool more = receive(connection, waste, n, &n);

	connection->skip -= n;
	return more;
}

static size_t request_size(const struct connection *connection)
{
	return connection->is_imported ? USBIP_HEADER_SIZE : operation_size(connection);
}

static bool read_request(struct connection *connection)
{
	size_t n;
	bool more = receive(connection, connection->request + connection->request_length,
			    request_size(connection) - connection->request_length, &n);

	connection->request_length += n;
	if (connection->request_length < request_size(connection))
		return more;
	if (connection->is_imported)
		urb_take(connection);
	else
		operation_serve(connection);
	connection->request_length = 0;
	return true;
}

static void read_requests(struct connection *connection)
{
	bool more = true;

	while (more && connection->is_open)
		more = connection->skip > 0 ? skip_some(connection) : read_request(connection);
}

/* ---- the turn of the server ------------------------------------------------------------------ */

static void act(struct connection *connection)
{
	uint8_t how = input_byte();

	if (how >= 0xfe)
		end_connection(connection);
	else if (how >= 0xfa)
		put_raw(connection);
	else if (how < 0xe0 && connection->is_imported)
		urb_serve(connection);
}

static void take_turn(struct connection *connection)
{
	if (!input_left()) {
		end_connection(connection);
		return;
	}
	if (!input_says(16))
		read_requests(connection);
	if (connection->is_open)
		act(connection);
	if (connection->is_open)
		send_some(connection);
}

/* While nothing happens, the time passes. */
int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout)
{
	int n;

	for (size_t i = 0; i < CONNECTIONS; i++)
		if (connections[i].is_open)
			take_turn(&connections[i]);
	n = __real_poll(fds, count, 0);
	if (n == 0 && timeout > 0)
		clock_pass((struct timespec){timeout / 1000, timeout % 1000 * 1000000L});
	return n;
}
