/* SPDX-License-Identifier: MIT */
/*
 * The connection of a client. Nothing here waits: bytes are taken as they come, and the wait set
 * tells when there are more.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cusb/transfer.h>

#include "share/share.h"
#include "usbip/keep_alive.h"

#define REQUEST_MS   10000
#define ANSWER_AFTER 8 /* requests */

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct share_client *make(struct cusb_share *share, int fd)
{
	struct share_client *client = calloc(1, sizeof *client);

	if (!client)
		return NULL;
	client->share = share;
	client->fd = fd;
	client->events = POLLIN;
	client->until = now_ms() + REQUEST_MS;
	client->out_end = &client->out;
	client->in_flight_end = &client->in_flight;
	input_expect(&client->in, STAGE_OPERATION, client->in.bytes, USBIP_OP_SIZE);
	return client;
}

int client_new(struct cusb_share *share, int fd)
{
	struct share_client *client = make(share, fd);
	int err = client ? 0 : -ENOMEM;

	if (client && fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) < 0)
		err = -errno;
	if (!err)
		err = cusb_wait_set_add_fd(share->set, fd, client->events, client);
	if (err) {
		free(client);
		close(fd);
		return err;
	}
	usbip_keep_alive(fd, USBIP_IDLE_S);
	client->next = share->clients;
	share->clients = client;
	share->client_count++;
	return 0;
}

/* ---- leaving --------------------------------------------------------------------------------- */

static void client_free(struct share_client *client)
{
	struct share_client **at = &client->share->clients;

	while (*at != client)
		at = &(*at)->next;
	*at = client->next;
	memory_drop_spare(client);
	free(client);
}

/* Its last transfer has ended. */
static void give_back(struct share_client *client, bool was_busy)
{
	if (client->device) {
		device_restore(client->device, was_busy);
		client->device->client = NULL;
	}
	client_free(client);
}

static void disconnect(struct share_client *client)
{
	cusb_wait_set_remove_fd(client->share->set, client->fd);
	if (client->device)
		share_tell(client->share, CUSB_SHARE_DETACHED, client->device, client->fd);
	close(client->fd);
	client->fd = -1;
	client->share->client_count--;
}

void client_leave(struct share_client *client)
{
	disconnect(client);
	submit_forget(client);
	output_drop(client);
	for (struct share_urb *urb = client->in_flight; urb; urb = urb->next)
		cusb_cancel(client->device->dev, urb->transfer);
	if (client->urb_count == 0)
		give_back(client, false);
}

/* ---- working --------------------------------------------------------------------------------- */

static void take_ahead(struct share_input *in)
{
	size_t n = in->ahead_end - in->ahead_at;

	if (n > in->length - in->done)
		n = in->length - in->done;
	if (n > 0 && in->to)
		memcpy(in->to + in->done, in->ahead + in->ahead_at, n);
	in->ahead_at += n;
	in->done += n;
}

/* The missing bytes go to their place, and the bytes after them into `ahead`. */
static void receive(struct share_client *client)
{
	struct share_input *in = &client->in;
	size_t missing = in->to ? in->length - in->done : 0;
	struct iovec parts[2] = {{in->to ? in->to + in->done : NULL, missing},
				 {in->ahead, sizeof in->ahead}};
	struct msghdr message = {.msg_iov = parts + (missing == 0)};
	ssize_t n;

	if (in->ahead_at < in->ahead_end)
		return;
	message.msg_iovlen = missing > 0 ? 2 : 1;
	n = recvmsg(client->fd, &message, MSG_DONTWAIT);
	if (n < 0) {
		if (errno != EAGAIN && errno != EINTR)
			client->err = -errno;
		return;
	}
	if (n == 0)
		client->err = -ENOTCONN;
	in->ahead_at = 0;
	in->ahead_end = (size_t)n > missing ? (size_t)n - missing : 0;
	in->done += (size_t)n - in->ahead_end;
}

/*
 * Of many requests that come at once, the first are answered before the last are looked at: else
 * the network would have nothing to do meanwhile.
 */
static void answer_some(struct share_client *client)
{
	if (client->device && !client->err)
		urb_reap_all(client->device);
	output_send(client);
}

/* Whether a request has to wait for memory. */
static bool serve_requests(struct share_client *client)
{
	struct share_input *in = &client->in;
	unsigned int served = 0;

	while (!client->err && !client->is_last) {
		take_ahead(in);
		if (in->done < in->length)
			return false;
		if (in->stage == STAGE_OPERATION || in->stage == STAGE_BUSID)
			operation_advance(client);
		else if (!submit_advance(client))
			return true;
		if (in->stage == STAGE_HEADER && ++served % ANSWER_AFTER == 0)
			answer_some(client);
	}
	return false;
}

/* Answers that are sent make room for requests. Whether a request has to wait. */
static bool serve_and_send(struct share_client *client)
{
	size_t before;
	bool waits;

	do {
		waits = serve_requests(client);
		before = client->used;
		output_send(client);
	} while (waits && client->used < before && !client->err);
	return waits;
}

static void watch(struct share_client *client, bool waits)
{
	int events = (waits || client->is_last ? 0 : POLLIN) | (client->out ? POLLOUT : 0);

	if (events == client->events)
		return;
	client->events = events;
	client->err = cusb_wait_set_add_fd(client->share->set, client->fd, events, client);
}

static bool is_over(const struct share_client *client)
{
	return client->err || (client->is_last && !client->out) ||
	       (client->device && client->device->is_gone);
}

void client_work(struct share_client *client, int events)
{
	bool waits;

	if (client->fd < 0) {
		if (client->urb_count == 0)
			give_back(client, true);
		return;
	}
	if (events & client->events & POLLIN)
		receive(client);
	else if (events & (POLLERR | POLLHUP))
		client->err = -ENOTCONN;
	urb_resume(client);
	waits = serve_and_send(client);
	if (!is_over(client))
		watch(client, waits);
	if (is_over(client))
		client_leave(client);
}

/* ---- the time for a request ------------------------------------------------------------------ */

void client_expire_all(struct cusb_share *share)
{
	struct share_client *client = share->clients, *next;
	int64_t now = 0;

	for (; client; client = next) {
		next = client->next;
		if (client->until == INT64_MAX)
			continue;
		if (!now)
			now = now_ms();
		if (client->until <= now)
			client_leave(client);
	}
}

int client_patience(const struct cusb_share *share)
{
	int64_t first = INT64_MAX, left;

	for (const struct share_client *c = share->clients; c; c = c->next)
		if (c->until < first)
			first = c->until;
	if (first == INT64_MAX)
		return -1;
	left = first - now_ms();
	return left > 0 ? (int)left : 1;
}
