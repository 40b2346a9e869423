/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cusb/log.h>

#include "core/reserved.h"
#include "share/share.h"

#define CLIENTS_DEFAULT 32
#define MEMORY_DEFAULT	(16 * 1024 * 1024)

/* The longest time that cancelled transfers may take to end. */
#define END_MS 5000

int cusb_share_new(const struct cusb_share_options *options, struct cusb_share **share)
{
	struct cusb_share *fresh;
	int err;

	cusb_refuse(0, NULL);
	if (options && !RESERVED_IS_ZERO(options))
		return cusb_refuse(-EINVAL, "a reserved member of the options is not 0");
	fresh = calloc(1, sizeof *fresh);
	if (!fresh)
		return -ENOMEM;
	err = cusb_wait_set_new(&fresh->set);
	if (err < 0) {
		free(fresh);
		return err;
	}
	if (options)
		fresh->options = *options;
	if (fresh->options.clients == 0)
		fresh->options.clients = CLIENTS_DEFAULT;
	if (fresh->options.memory == 0)
		fresh->options.memory = MEMORY_DEFAULT;
	*share = fresh;
	return 0;
}

/* ---- devices --------------------------------------------------------------------------------- */

static int check_device(const struct cusb_share *share, const struct cusb_device *dev)
{
	if (strlen(dev->name) >= USBIP_BUSID_SIZE)
		return cusb_refuse(-EINVAL, "%s: the name is too long for USB/IP", dev->name);
	for (const struct share_device *d = share->devices; d; d = d->next)
		if (strcmp(d->dev->name, dev->name) == 0)
			return cusb_refuse(-EEXIST, "%s is shared already", dev->name);
	return 0;
}

/* The list keeps the order of the calls. */
static void append(struct cusb_share *share, struct share_device *device)
{
	struct share_device **at = &share->devices;

	while (*at)
		at = &(*at)->next;
	*at = device;
}

int cusb_share_add_device(struct cusb_share *share, struct cusb_device *dev)
{
	struct share_device *device;
	int err;

	cusb_refuse(0, NULL);
	err = check_device(share, dev);
	if (err < 0)
		return err;
	device = calloc(1, sizeof *device);
	if (!device)
		return -ENOMEM;
	device->dev = dev;
	err = cusb_wait_set_add_device(share->set, dev, device);
	if (err == 0) {
		err = device_begin(device);
		if (err < 0)
			cusb_wait_set_remove_device(share->set, dev);
	}
	if (err < 0) {
		free(device);
		return err;
	}
	cusb_device_ref(dev);
	append(share, device);
	return 0;
}

static void remove_device(struct cusb_share *share, struct share_device *device)
{
	struct share_device **at = &share->devices;

	while (*at != device)
		at = &(*at)->next;
	*at = device->next;
	cusb_wait_set_remove_device(share->set, device->dev);
	cusb_close(device->dev);
	cusb_device_free(device->dev);
	free(device);
}

/* A device that is gone leaves after its client. */
static void settle(struct cusb_share *share, struct share_device *device)
{
	if (device->client)
		client_work(device->client, 0);
	if (device->client || !device->is_gone)
		return;
	share_tell(share, CUSB_SHARE_UNPLUGGED, device, -1);
	remove_device(share, device);
}

static void serve_device(struct cusb_share *share, struct share_device *device, int events)
{
	/* POLLHUP alone shows that a device without transfers was unplugged. */
	if (!urb_reap_all(device) && events & POLLHUP)
		device->is_gone = true;
	settle(share, device);
}

/* ---- clients --------------------------------------------------------------------------------- */

int cusb_share_add_listener(struct cusb_share *share, int fd)
{
	struct share_listener *listener = malloc(sizeof *listener);
	int err = listener ? 0 : -ENOMEM;

	if (listener && fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) < 0)
		err = -errno;
	if (!err)
		err = cusb_wait_set_add_fd(share->set, fd, POLLIN, NULL);
	if (err) {
		free(listener);
		close(fd);
		return err;
	}
	*listener = (struct share_listener){share->listeners, fd, fcntl(fd, F_DUPFD_CLOEXEC, 0)};
	share->listeners = listener;
	return 0;
}

int cusb_share_add_client(struct cusb_share *share, int fd)
{
	if (share->client_count >= share->options.clients) {
		close(fd);
		return -EUSERS;
	}
	return client_new(share, fd);
}

/* Otherwise the connection that cannot be accepted would end each wait at once. */
static void turn_away(struct cusb_share *share, int fd)
{
	struct share_listener *listener = share->listeners;

	while (listener->fd != fd)
		listener = listener->next;
	if (listener->spare >= 0)
		close(listener->spare);
	fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd >= 0)
		close(fd);
	listener->spare = fcntl(listener->fd, F_DUPFD_CLOEXEC, 0);
}

static void accept_client(struct cusb_share *share, int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0 && (errno == EMFILE || errno == ENFILE))
		turn_away(share, listener);
	if (fd < 0)
		return;
	if (share->options.admit && !share->options.admit(fd, share->options.user))
		close(fd);
	else
		cusb_share_add_client(share, fd);
}

static void serve_client(struct cusb_share *share, struct share_client *client, int events)
{
	/* The client may be freed. */
	struct share_device *device = client->device;

	client_work(client, events);
	if (device && device->is_gone)
		settle(share, device);
}

/* ---- serving --------------------------------------------------------------------------------- */

static void serve(struct cusb_share *share, const struct cusb_wait_item *item)
{
	if (item->kind == CUSB_WAIT_DEVICE)
		serve_device(share, item->user, item->events);
	else if (item->kind == CUSB_WAIT_FD && item->user)
		serve_client(share, item->user, item->events);
	else if (item->kind == CUSB_WAIT_FD)
		accept_client(share, item->fd);
}

int cusb_share_serve(struct cusb_share *share, int timeout_ms)
{
	int patience = client_patience(share);
	bool hurries = patience > 0 && (timeout_ms == CUSB_NO_TIMEOUT || timeout_ms > patience);
	struct cusb_wait_item item;
	int err = cusb_wait_set_next(share->set, hurries ? patience : timeout_ms, &item);

	if (err == 0)
		serve(share, &item);
	client_expire_all(share);
	return err == -ETIMEDOUT && hurries ? 0 : err;
}

void cusb_share_wake(struct cusb_share *share)
{
	cusb_wait_set_wake(share->set);
}

/* ---- the end --------------------------------------------------------------------------------- */

static void close_listeners(struct cusb_share *share)
{
	while (share->listeners) {
		struct share_listener *listener = share->listeners;

		share->listeners = listener->next;
		cusb_wait_set_remove_fd(share->set, listener->fd);
		close(listener->fd);
		if (listener->spare >= 0)
			close(listener->spare);
		free(listener);
	}
}

/* Transfers that have not ended in time are ended by closing the device. */
static void end_transfers(struct share_device *device)
{
	urb_await_all(device->client, END_MS);
	if (device->client->urb_count > 0) {
		cusb_close(device->dev);
		urb_await_all(device->client, CUSB_NO_TIMEOUT);
	}
	client_work(device->client, 0);
}

void cusb_share_free(struct cusb_share *share)
{
	struct share_client *client, *next;

	if (!share)
		return;
	close_listeners(share);
	for (client = share->clients; client; client = next) {
		next = client->next;
		if (client->fd >= 0)
			client_leave(client);
	}
	while (share->devices) {
		if (share->devices->client)
			end_transfers(share->devices);
		remove_device(share, share->devices);
	}
	cusb_wait_set_free(share->set);
	free(share);
}
