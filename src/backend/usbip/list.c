/* SPDX-License-Identifier: MIT */
/*
 * The devices of the server, in the order of their ports.
 *
 * The list of the server has no descriptors. A device that is listed for the first time is imported
 * for a short time, and asked for them. A device that is in use here is missing in the list of a
 * stock server, and is kept.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cusb/log.h>

#include "backend/usbip/remote.h"

#define SETTLE_MS 2000 /* for the server to list a device again that this machine has left */

/* ---- names and places ------------------------------------------------------------------------ */

static bool take_number(const char **at, unsigned int max, unsigned int *number)
{
	char *end;
	unsigned long value = strtoul(*at, &end, 10);
	bool is_number = **at >= '0' && **at <= '9' && value <= max;

	*at = end;
	*number = (unsigned int)value;
	return is_number;
}

/* A name as in sysfs, "1-2.3", has bus and ports in it. Other servers have other names. */
static bool place_from_name(struct remote *remote, const char *name)
{
	unsigned int number;

	if (!take_number(&name, UINT16_MAX, &number) || *name != '-')
		return false;
	remote->bus = (uint16_t)number;
	remote->port_count = 0;
	do {
		name++;
		if (remote->port_count == CUSB_PORT_NUMBERS_MAX ||
		    !take_number(&name, UINT8_MAX, &number) || number == 0)
			return false;
		remote->ports[remote->port_count++] = (uint8_t)number;
	} while (*name == '.');
	return *name == '\0';
}

static enum cusb_speed speed_of(uint32_t wire)
{
	static const enum cusb_speed speeds[] = {
		CUSB_SPEED_UNKNOWN, CUSB_SPEED_LOW,   CUSB_SPEED_FULL,	     CUSB_SPEED_HIGH,
		CUSB_SPEED_HIGH,    CUSB_SPEED_SUPER, CUSB_SPEED_SUPER_PLUS,
	};

	return wire < sizeof speeds / sizeof speeds[0] ? speeds[wire] : CUSB_SPEED_UNKNOWN;
}

static void take_place(struct remote *remote)
{
	const struct usbip_device *device = &remote->device;

	snprintf(remote->name, sizeof remote->name, "%s", device->busid);
	if (!place_from_name(remote, device->busid)) {
		remote->bus = (uint16_t)device->busnum;
		remote->port_count = 1;
		remote->ports[0] = (uint8_t)device->devnum;
	}
	if (device->devnum >= 1 && device->devnum <= 127)
		remote->address = (uint8_t)device->devnum;
}

static int compare_places(const struct remote *a, const struct remote *b)
{
	size_t common = a->port_count < b->port_count ? a->port_count : b->port_count;
	int order = a->bus - b->bus;

	if (order == 0)
		order = memcmp(a->ports, b->ports, common);
	return order ? order : a->port_count - b->port_count;
}

/* ---- the list -------------------------------------------------------------------------------- */

static void insert(struct usbip_backend *backend, struct remote *remote)
{
	struct remote **at = &backend->remotes;

	pthread_mutex_lock(&backend->lock);
	remote->id = ++backend->count;
	if (remote->address == 0)
		remote->address = (uint8_t)((remote->id - 1) % 127 + 1);
	remote->listed = true;
	while (*at && compare_places(*at, remote) <= 0)
		at = &(*at)->next;
	remote->next = *at;
	*at = remote;
	pthread_mutex_unlock(&backend->lock);
}

static bool is_same(const struct usbip_device *a, const struct usbip_device *b)
{
	return strcmp(a->busid, b->busid) == 0 && a->busnum == b->busnum &&
	       a->devnum == b->devnum && a->idVendor == b->idVendor &&
	       a->idProduct == b->idProduct && a->bcdDevice == b->bcdDevice;
}

/* Without a wait for a thread that connects: it has not lost the connection yet. */
static bool try_lock(struct remote *remote)
{
	return pthread_mutex_trylock(&remote->lock) == 0;
}

static bool is_gone(struct remote *remote)
{
	bool gone;

	if (!try_lock(remote))
		return false;
	if (remote->fd >= 0 && !remote->gone)
		queue_exchange(remote); /* no thread may have looked yet */
	gone = remote->gone;
	pthread_mutex_unlock(&remote->lock);
	return gone;
}

static bool is_in_use(struct remote *remote)
{
	bool in_use;

	if (!try_lock(remote))
		return true;
	in_use = remote->handles > 0 && !remote->gone;
	pthread_mutex_unlock(&remote->lock);
	return in_use;
}

/* Whether the device was listed before. If its connection broke, it counts as a new device. */
static bool mark_listed(struct usbip_backend *backend, const struct usbip_device *device)
{
	struct remote *remote;

	pthread_mutex_lock(&backend->lock);
	remote = backend->remotes;
	while (remote && (remote->is_added || !is_same(&remote->device, device) || is_gone(remote)))
		remote = remote->next;
	if (remote)
		remote->listed = true;
	pthread_mutex_unlock(&backend->lock);
	return remote;
}

/* A name goes into log lines and to terminals. */
static bool is_name(const char *busid)
{
	const char *c = busid;

	while (*c > ' ' && *c <= '~')
		c++;
	return c > busid && *c == '\0';
}

/* A device that cannot be read is skipped. */
static int see_device(const struct usbip_device *device, void *user)
{
	struct usbip_backend *backend = user;
	struct remote *remote;
	int err;

	if (!is_name(device->busid) || mark_listed(backend, device))
		return 0;
	remote = remote_new();
	if (!remote)
		return -ENOMEM;
	remote->device = *device;
	take_place(remote);
	err = remote_open(backend, remote);
	if (err == 0) {
		err = remote_describe(remote);
		remote_close(remote);
	}
	if (err == 0)
		insert(backend, remote);
	else
		remote_free(remote);
	return err == -ENOMEM ? err : 0;
}

static void unlist_all(struct usbip_backend *backend)
{
	pthread_mutex_lock(&backend->lock);
	for (struct remote *remote = backend->remotes; remote; remote = remote->next)
		remote->listed = remote->is_added;
	pthread_mutex_unlock(&backend->lock);
}

/* Takes the devices out that the server does not list any more, unless they are in use here. */
static void drop_unlisted(struct usbip_backend *backend)
{
	struct remote **at = &backend->remotes, *dropped = NULL;

	pthread_mutex_lock(&backend->lock);
	while (*at) {
		struct remote *remote = *at;

		if (remote->listed || is_in_use(remote)) {
			at = &remote->next;
			continue;
		}
		*at = remote->next;
		remote->next = dropped;
		dropped = remote;
	}
	pthread_mutex_unlock(&backend->lock);
	while (dropped) {
		struct remote *next = dropped->next;

		remote_put(backend, dropped);
		dropped = next;
	}
}

/* usbip-host lists a device only after the reset that follows its client's leaving. */
static bool misses_device_just_left(struct usbip_backend *backend)
{
	bool misses = false;

	pthread_mutex_lock(&backend->lock);
	for (struct remote *remote = backend->remotes; remote && !misses; remote = remote->next) {
		if (remote->listed || !try_lock(remote))
			continue;
		misses = remote->handles == 0 && !remote->gone && remote->left_at &&
			 clock_ms() - remote->left_at < SETTLE_MS;
		pthread_mutex_unlock(&remote->lock);
	}
	pthread_mutex_unlock(&backend->lock);
	return misses;
}

static int read_list(struct usbip_backend *backend)
{
	int err;

	if (!backend->host && !backend->connect)
		return 0;
	unlist_all(backend);
	err = operation_list(backend, see_device, backend);
	while (err == 0 && misses_device_just_left(backend)) {
		sleep_ms(AGAIN_MS);
		err = operation_list(backend, see_device, backend);
	}
	if (err == 0)
		drop_unlisted(backend);
	return err;
}

/* ---- visiting -------------------------------------------------------------------------------- */

/* The next one with a reference; the reference to `remote` is given back. NULL: from the first. */
static struct remote *next_remote(struct usbip_backend *backend, struct remote *remote)
{
	struct remote *next;

	pthread_mutex_lock(&backend->lock);
	next = remote ? remote->next : backend->remotes;
	if (next)
		next->references++;
	pthread_mutex_unlock(&backend->lock);
	if (remote)
		remote_put(backend, remote);
	return next;
}

static int visit_one(const struct remote *remote, cusb_visit_fn visit, void *user)
{
	struct cusb_candidate candidate = {
		.name = remote->name,
		.bus = remote->bus,
		.port_count = remote->port_count,
		.address = remote->address,
		.speed = (uint8_t)speed_of(remote->device.speed),
		.id = remote->id,
		.descriptors = remote->descriptors,
		.descriptors_length = remote->descriptors_length,
	};

	memcpy(candidate.port_numbers, remote->ports, remote->port_count);
	return visit(&candidate, user);
}

/* No lock is held during a visit: the visitor may open the device. */
int remote_enumerate(struct cusb_backend *base, const char *name, cusb_visit_fn visit, void *user)
{
	struct usbip_backend *backend = usbip_of(base);
	struct remote *remote = NULL;
	int result = read_list(backend);

	while (result == 0 && (remote = next_remote(backend, remote)))
		if ((!name || strcmp(name, remote->name) == 0) && !is_gone(remote))
			result = visit_one(remote, visit, user);
	if (remote)
		remote_put(backend, remote);
	return result;
}

struct remote *remote_find(struct cusb_backend *base, const struct cusb_device *dev)
{
	struct usbip_backend *backend = usbip_of(base);
	struct remote *remote = NULL;

	while ((remote = next_remote(backend, remote)))
		if (remote->address == dev->address && strcmp(remote->name, dev->name) == 0 &&
		    !is_gone(remote))
			break;
	return remote;
}

/* ---- devices that the program imports -------------------------------------------------------- */

static bool is_place(const struct cusb_usbip_place *place)
{
	return place->port > 0 && place->speed <= CUSB_SPEED_SUPER_PLUS_X2 && !place->reserved[0] &&
	       !place->reserved[1];
}

static int read_added(struct remote *remote)
{
	int err = remote_describe(remote);

	return err < 0 ? err : remote_configure(remote);
}

static struct remote *added_new(const struct cusb_usbip_place *place)
{
	static const uint8_t wire_speeds[] = {0, 1, 2, 3, 5, 6, 6};
	struct remote *remote = remote_new();

	if (!remote)
		return NULL;
	remote->is_added = true;
	remote->bus = place->bus;
	remote->port_count = 1;
	remote->ports[0] = place->port;
	remote->device.speed = wire_speeds[place->speed];
	remote->returns_cancelled = place->returns_cancelled;
	remote->devid = place->devid;
	snprintf(remote->name, sizeof remote->name, "%u-%u", place->bus, place->port);
	return remote;
}

int cusb_usbip_add(struct cusb_backend *base, int fd, const struct cusb_usbip_place *place)
{
	struct remote *remote = NULL;
	int err = 0;

	if (!is_place(place))
		err = cusb_refuse(-EINVAL, "a device needs a port above 0 and a known speed");
	else if (!(remote = added_new(place)))
		err = -ENOMEM;
	if (err < 0) {
		close(fd);
		return err;
	}
	remote->patience_ms = usbip_of(base)->connect_timeout_ms;
	err = link_begin(remote, fd);
	if (err == 0)
		err = read_added(remote);
	if (err < 0)
		remote_free(remote);
	else
		insert(usbip_of(base), remote);
	return err;
}
