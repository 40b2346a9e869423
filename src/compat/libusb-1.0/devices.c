/* SPDX-License-Identifier: MIT */
/*
 * The list of devices. A device is one object from its arrival until it has left, so programs may
 * compare pointers. The newest device is the first, as in the original: programs take the first one
 * that fits.
 */
#include <stdlib.h>
#include <string.h>

#include <cusb/monitor.h>

#include "compat/libusb-1.0/devices.h"
#include "compat/libusb-1.0/log.h"

/* ---- messages -------------------------------------------------------------------------------- */

/* Nobody takes messages as long as no function is registered. */
static void add_message_locked(struct libusb_context *ctx, struct libusb_device *dev,
			       libusb_hotplug_event event)
{
	struct hotplug_message *message = ctx->callbacks ? malloc(sizeof *message) : NULL;

	if (!message)
		return;
	*message = (struct hotplug_message){.dev = libusb_ref_device(dev), .event = event};
	if (ctx->last_message)
		ctx->last_message->next = message;
	else
		ctx->first_message = message;
	ctx->last_message = message;
	ctx->has_messages = true;
	cusb_wait_set_wake(ctx->set);
}

struct hotplug_message *devices_take_message(struct libusb_context *ctx)
{
	struct hotplug_message *message;

	pthread_mutex_lock(&ctx->lock);
	message = ctx->first_message;
	if (message)
		ctx->first_message = message->next;
	if (!ctx->first_message)
		ctx->last_message = NULL;
	ctx->has_messages = ctx->first_message;
	pthread_mutex_unlock(&ctx->lock);
	return message;
}

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

/* Takes the reference to `core`. */
static void add_locked(struct libusb_context *ctx, struct cusb_device *core)
{
	struct libusb_device *dev;

	if (!can_be_listed(core)) {
		log_warning(ctx, "device %s has malformed descriptors", core->name);
		cusb_device_free(core);
		return;
	}
	cusb_set_automatic(core, false);
	dev = make_device(ctx, core, find_parent(ctx, core));
	if (!dev)
		return;
	dev->next = ctx->devices;
	ctx->devices = dev;
}

static struct libusb_device *find_locked(struct libusb_context *ctx, const struct cusb_device *core)
{
	struct libusb_device *dev = ctx->devices;

	while (dev && dev->core != core)
		dev = dev->next;
	return dev;
}

static void remove_locked(struct libusb_context *ctx, struct libusb_device *dev)
{
	struct libusb_device **at = &ctx->devices;

	while (*at != dev)
		at = &(*at)->next;
	*at = dev->next;
	dev->plugged = false;
	dev->ctx = NULL;
	add_message_locked(ctx, dev, LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT);
	libusb_unref_device(dev);
}

/* Takes the event's reference. */
static void take_event_locked(struct libusb_context *ctx, const struct cusb_event *event)
{
	struct libusb_device *dev = find_locked(ctx, event->dev);

	if (event->type == CUSB_ARRIVED) {
		add_locked(ctx, event->dev);
		return;
	}
	if (dev && event->type == CUSB_OPENABLE)
		add_message_locked(ctx, dev, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED);
	else if (dev && event->type == CUSB_LEFT)
		remove_locked(ctx, dev);
	cusb_device_free(event->dev);
}

void devices_update(struct libusb_context *ctx)
{
	struct cusb_event event;

	if (!ctx->monitor)
		return;
	pthread_mutex_lock(&ctx->lock);
	while (cusb_monitor_next(ctx->monitor, CUSB_DONT_WAIT, &event) == 0)
		take_event_locked(ctx, &event);
	pthread_mutex_unlock(&ctx->lock);
}

/* ---- begin and end --------------------------------------------------------------------------- */

int devices_begin(struct libusb_context *ctx)
{
	/* The list has a device at once, and a function is told when the device can be opened. */
	static const struct cusb_monitor_options options = {
		.existing = true, .at_once = true, .openable_ms = 1000};
	int err;

	if (ctx->no_discovery)
		return 0;
	err = cusb_monitor_new(NULL, &options, &ctx->monitor);
	if (err == 0)
		err = cusb_wait_set_add_monitor(ctx->set, ctx->monitor, NULL);
	if (err == 0)
		devices_update(ctx);
	return err;
}

static void forget(struct libusb_context *ctx, struct libusb_device *dev)
{
	dev->plugged = false;
	dev->next = NULL;
	if (dev->references > 1) {
		log_warning(ctx, "device %d.%d is still referenced", dev->core->bus,
			    dev->core->address);
		dev->ctx = NULL;
	}
	libusb_unref_device(dev);
}

void devices_end(struct libusb_context *ctx)
{
	struct hotplug_message *message;

	while ((message = devices_take_message(ctx))) {
		libusb_unref_device(message->dev);
		free(message);
	}
	/* Devices before their hubs, so that a hub's reference of its own is not told. */
	while (ctx->devices) {
		struct libusb_device *dev = ctx->devices;

		ctx->devices = dev->next;
		forget(ctx, dev);
	}
	cusb_monitor_free(ctx->monitor);
	ctx->monitor = NULL;
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

	ctx = context_of(ctx);
	if (!ctx)
		return LIBUSB_ERROR_INVALID_PARAM;
	devices_update(ctx);
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
