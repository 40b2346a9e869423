/* SPDX-License-Identifier: MIT */
/* Devices: plugged in by a connection, listed in the order of their ports. */
#include <cusb/control.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "backend.h"

#define DEVICE_SIZE 18
#define HEADER_SIZE 9

static ssize_t get_descriptor(struct remote *remote, unsigned int type, unsigned int index,
			      void *data, size_t size)
{
	const struct cusb_setup setup = {0x80, CUSB_REQ_GET_DESCRIPTOR,
					 (uint16_t)(type << 8 | index), 0, (uint16_t)size};

	return request_run(remote, &setup, data);
}

/* Adds what the device sends of a configuration to its descriptors. */
static int read_configuration(struct remote *remote, unsigned int index)
{
	uint8_t header[HEADER_SIZE], *grown;
	size_t total;
	ssize_t n = get_descriptor(remote, CUSB_DESC_TYPE_CONFIG, index, header, sizeof header);

	if (n < (ssize_t)sizeof header)
		return n < 0 ? (int)n : -EBADMSG;
	total = (size_t)(header[2] | header[3] << 8);
	grown = realloc(remote->descriptors, remote->descriptors_length + total);
	if (!grown)
		return -ENOMEM;
	remote->descriptors = grown;
	n = get_descriptor(remote, CUSB_DESC_TYPE_CONFIG, index, grown + remote->descriptors_length,
			   total);
	if (n < 0)
		return (int)n;
	if (index == 0)
		remote->configuration = header[5];
	remote->descriptors_length += (size_t)n;
	return 0;
}

static int read_descriptors(struct remote *remote)
{
	ssize_t n;
	int err = 0;

	remote->descriptors = malloc(DEVICE_SIZE);
	if (!remote->descriptors)
		return -ENOMEM;
	n = get_descriptor(remote, CUSB_DESC_TYPE_DEVICE, 0, remote->descriptors, DEVICE_SIZE);
	if (n < DEVICE_SIZE)
		return n < 0 ? (int)n : -EBADMSG;
	remote->descriptors_length = DEVICE_SIZE;
	for (unsigned int i = 0; i < remote->descriptors[DEVICE_SIZE - 1] && err == 0; i++)
		err = read_configuration(remote, i);
	return err;
}

static int configure(struct remote *remote)
{
	const struct cusb_setup setup = {0x00, CUSB_REQ_SET_CONFIGURATION,
					 (uint16_t)remote->configuration, 0, 0};

	return (int)request_run(remote, &setup, NULL);
}

static struct remote *remote_new(int fd, const struct usbip_place *place)
{
	struct epoll_event event = {.events = EPOLLIN};
	struct remote *remote = calloc(1, sizeof *remote);

	if (!remote)
		return NULL;
	remote->place = *place;
	snprintf(remote->name, sizeof remote->name, "%u-%u", place->bus, place->port);
	remote->fd = fd;
	remote->poll_fd = epoll_create1(EPOLL_CLOEXEC);
	pthread_mutex_init(&remote->lock, NULL);
	epoll_ctl(remote->poll_fd, EPOLL_CTL_ADD, fd, &event);
	return remote;
}

static void remote_free(struct remote *remote)
{
	close(remote->poll_fd);
	close(remote->fd);
	pthread_mutex_destroy(&remote->lock);
	free(remote->descriptors);
	free(remote);
}

void remotes_free(struct remote *remote)
{
	while (remote) {
		struct remote *next = remote->next;

		remote_free(remote);
		remote = next;
	}
}

/* They stay until the backend is freed: whoever walks the list may have stopped at any. */
static void insert(struct usbip_backend *backend, struct remote *remote)
{
	struct remote **at = &backend->remotes;

	pthread_mutex_lock(&backend->lock);
	remote->id = ++backend->count;
	remote->address = (uint8_t)((remote->id - 1) % 127 + 1);
	while (*at &&
	       ((*at)->place.bus < remote->place.bus ||
		((*at)->place.bus == remote->place.bus && (*at)->place.port <= remote->place.port)))
		at = &(*at)->next;
	remote->next = *at;
	*at = remote;
	watches_tell(backend, remote);
	pthread_mutex_unlock(&backend->lock);
}

int usbip_backend_add(struct cusb_backend *backend, int fd, const struct usbip_place *place)
{
	struct remote *remote = remote_new(fd, place);
	int err;

	if (!remote) {
		close(fd);
		return -ENOMEM;
	}
	err = remote->poll_fd < 0 ? -EMFILE : read_descriptors(remote);
	if (err == 0)
		err = configure(remote);
	if (err < 0)
		remote_free(remote);
	else
		insert(usbip_of(backend), remote);
	return err;
}

/* NULL: from the first one. */
static struct remote *next_remote(struct usbip_backend *backend, const struct remote *remote)
{
	struct remote *next;

	pthread_mutex_lock(&backend->lock);
	next = remote ? remote->next : backend->remotes;
	pthread_mutex_unlock(&backend->lock);
	return next;
}

/* No thread may have looked yet whether the connection has ended. */
static bool is_gone(struct remote *remote)
{
	bool gone;

	pthread_mutex_lock(&remote->lock);
	link_receive(remote);
	gone = remote->gone;
	pthread_mutex_unlock(&remote->lock);
	return gone;
}

static int visit_one(const struct remote *remote, cusb_visit_fn visit, void *user)
{
	const struct cusb_candidate candidate = {
		.name = remote->name,
		.bus = remote->place.bus,
		.port_count = 1,
		.port_numbers = {remote->place.port},
		.address = remote->address,
		.speed = (uint8_t)remote->place.speed,
		.id = remote->id,
		.descriptors = remote->descriptors,
		.descriptors_length = remote->descriptors_length,
	};

	return visit(&candidate, user);
}

/* No lock is held during a visit: the visitor may open what it sees. */
int remote_enumerate(struct cusb_backend *base, const char *name, cusb_visit_fn visit, void *user)
{
	struct usbip_backend *backend = usbip_of(base);
	struct remote *remote = NULL;
	int result = 0;

	while (result == 0 && (remote = next_remote(backend, remote)))
		if ((!name || strcmp(name, remote->name) == 0) && !is_gone(remote))
			result = visit_one(remote, visit, user);
	return result;
}

struct remote *remote_find(struct cusb_backend *backend, const struct cusb_device *dev)
{
	struct remote *remote = NULL;

	while ((remote = next_remote(usbip_of(backend), remote)))
		if (remote->address == dev->address && strcmp(remote->name, dev->name) == 0 &&
		    !is_gone(remote))
			break;
	return remote;
}
