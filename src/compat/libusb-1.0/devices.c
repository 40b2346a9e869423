/* SPDX-License-Identifier: MIT */
/*
 * The list of devices. A device is one object from its arrival until it has left, so programs may
 * compare pointers. The newest device is the first, as in the original: programs take the first one
 * that fits. Each call for the list is a search, until a program wants to be told of arrivals.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compat/libusb-1.0/devices.h"
#include "compat/libusb-1.0/error.h"
#include "compat/libusb-1.0/log.h"

/* ---- the list -------------------------------------------------------------------------------- */

static bool is_parent(const struct cusb_device *hub, const struct cusb_device *child)
{
	return hub->bus == child->bus && hub->port_count + 1 == child->port_count &&
	       memcmp(hub->port_numbers, child->port_numbers, hub->port_count) == 0;
}

/* The hub of a device, with a reference. */
static struct libusb_device *find_parent(struct libusb_context *ctx,
					 const struct cusb_device *child)
{
	struct libusb_device *dev = ctx->devices;

	while (dev && !is_parent(dev->core, child))
		dev = dev->next;
	return dev ? libusb_ref_device(dev) : NULL;
}

static bool can_be_listed(const struct cusb_device *core)
{
	struct bytes bytes;

	bytes.data = cusb_descriptors(core, &bytes.length);
	return core->bus <= UINT8_MAX && configurations_are_whole(bytes);
}

int devices_add_locked(struct libusb_context *ctx, struct cusb_device *core)
{
	struct libusb_device *dev;

	if (!can_be_listed(core)) {
		log_warning(ctx, "device %s has malformed descriptors", core->name);
		return 0;
	}
	dev = make_device(ctx, cusb_device_ref(core), find_parent(ctx, core));
	if (!dev)
		return -ENOMEM;
	dev->seen = true;
	dev->next = ctx->devices;
	ctx->devices = dev;
	return 0;
}

static struct libusb_device *find_from(struct libusb_device *dev, const struct cusb_device *core)
{
	while (dev && !cusb_same_device(dev->core, core))
		dev = dev->next;
	return dev;
}

struct libusb_device *devices_find_locked(struct libusb_context *ctx,
					  const struct cusb_device *core)
{
	return find_from(ctx->devices, core);
}

void devices_remove_locked(struct libusb_context *ctx, struct libusb_device *dev)
{
	struct libusb_device **at = &ctx->devices;

	while (*at != dev)
		at = &(*at)->next;
	*at = dev->next;
	dev->plugged = false;
	dev->ctx = NULL;
	libusb_unref_device(dev);
}

/* ---- the search ------------------------------------------------------------------------------ */

static void remove_unseen_locked(struct libusb_context *ctx)
{
	for (struct libusb_device *dev = ctx->devices, *next; dev; dev = next) {
		next = dev->next;
		if (!dev->seen)
			devices_remove_locked(ctx, dev);
	}
}

/* A hub that has replaced another one is found before that one, as the parent of what is new. */
static int merge_locked(struct libusb_context *ctx, struct cusb_device **found)
{
	struct libusb_device *old = ctx->devices;
	int err = 0;

	for (struct libusb_device *dev = old; dev; dev = dev->next)
		dev->seen = false;
	for (; *found && err == 0; found++) {
		struct libusb_device *dev = find_from(old, *found);

		if (dev)
			dev->seen = true;
		else
			err = devices_add_locked(ctx, *found);
	}
	if (err == 0)
		remove_unseen_locked(ctx);
	return err;
}

static int search_locked(struct libusb_context *ctx)
{
	struct cusb_device **found;
	ssize_t count = cusb_find_all(NULL, &found);
	int err;

	if (count < 0)
		return (int)count;
	err = merge_locked(ctx, found);
	cusb_free_list(found);
	return err;
}

int devices_update(struct libusb_context *ctx)
{
	int err = 0;

	pthread_mutex_lock(&ctx->lock);
	if (ctx->update_locked)
		err = ctx->update_locked(ctx);
	pthread_mutex_unlock(&ctx->lock);
	return err;
}

/* ---- begin and end --------------------------------------------------------------------------- */

void devices_begin(struct libusb_context *ctx)
{
	ctx->update_locked = ctx->no_discovery ? NULL : search_locked;
}

/* The device lets its hub go, whose reference of its own is not told then. */
static void forget(struct libusb_context *ctx, struct libusb_device *dev)
{
	dev->plugged = false;
	if (dev->references > 1) {
		log_warning(ctx, "device %d.%d is still referenced", dev->core->bus,
			    dev->core->address);
		dev->ctx = NULL;
		return;
	}
	libusb_unref_device(dev->parent);
	dev->parent = NULL;
}

/*
 * Devices before their hubs; and then the oldest is freed first, as the newest are at the end of
 * the heap: the C library would shorten the heap with each of them.
 */
void devices_end(struct libusb_context *ctx)
{
	struct libusb_device *oldest = NULL, *next;

	for (struct libusb_device *dev = ctx->devices; dev; dev = next) {
		next = dev->next;
		forget(ctx, dev);
		dev->next = oldest;
		oldest = dev;
	}
	ctx->devices = NULL;
	for (; oldest; oldest = next) {
		next = oldest->next;
		oldest->next = NULL;
		libusb_unref_device(oldest);
	}
}

/* ---- the program's list ---------------------------------------------------------------------- */

static ssize_t copy_locked(struct libusb_context *ctx, libusb_device ***list)
{
	size_t count = 0;

	for (struct libusb_device *dev = ctx->devices; dev; dev = dev->next)
		count++;
	*list = malloc((count + 1) * sizeof **list);
	if (!*list)
		return LIBUSB_ERROR_NO_MEM;
	count = 0;
	for (struct libusb_device *dev = ctx->devices; dev; dev = dev->next)
		(*list)[count++] = libusb_ref_device(dev);
	(*list)[count] = NULL;
	return (ssize_t)count;
}

ssize_t libusb_get_device_list(libusb_context *ctx, libusb_device ***list)
{
	ssize_t count;
	int err;

	ctx = context_of(ctx);
	if (!ctx)
		return LIBUSB_ERROR_INVALID_PARAM;
	err = devices_update(ctx);
	if (err < 0)
		return usual_error(err);
	pthread_mutex_lock(&ctx->lock);
	count = copy_locked(ctx, list);
	pthread_mutex_unlock(&ctx->lock);
	log_debug(ctx, "%zd devices", count);
	return count;
}

void libusb_free_device_list(libusb_device **list, int unref_devices)
{
	for (libusb_device **dev = list; dev && *dev && unref_devices; dev++)
		libusb_unref_device(*dev);
	free(list);
}
