/* SPDX-License-Identifier: MIT */
/* The monitor of a context, and the messages that it makes of the events. */
#include <stdlib.h>

#include <cusb/monitor.h>

#include "compat/libusb-1.0/arrivals.h"
#include "compat/libusb-1.0/devices.h"
#include "compat/libusb-1.0/wait.h"

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
	wait_wake(ctx);
}

struct hotplug_message *arrivals_take_message(struct libusb_context *ctx)
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

/* ---- events ---------------------------------------------------------------------------------- */

static void take_event_locked(struct libusb_context *ctx, const struct cusb_event *event)
{
	struct libusb_device *dev = devices_find_locked(ctx, event->dev);

	/* The first search may have found it, too. */
	if (event->type == CUSB_ARRIVED && !dev)
		devices_add_locked(ctx, event->dev);
	if (event->type == CUSB_OPENABLE && dev)
		add_message_locked(ctx, dev, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED);
	if (event->type == CUSB_LEFT && dev) {
		add_message_locked(ctx, dev, LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT);
		devices_remove_locked(ctx, dev);
	}
}

/* An error of the monitor passes, and loses no event. */
static int follow_locked(struct libusb_context *ctx)
{
	struct cusb_event event;

	while (cusb_monitor_next(ctx->monitor, CUSB_DONT_WAIT, &event) == 0) {
		take_event_locked(ctx, &event);
		cusb_device_free(event.dev);
	}
	return 0;
}

/* ---- begin and end --------------------------------------------------------------------------- */

static void end(struct libusb_context *ctx)
{
	struct hotplug_message *message;

	while ((message = arrivals_take_message(ctx))) {
		libusb_unref_device(message->dev);
		free(message);
	}
	cusb_monitor_free(ctx->monitor);
	ctx->monitor = NULL;
}

/* The last search comes after the monitor's beginning, so that no device is missed. */
static int begin_locked(struct libusb_context *ctx)
{
	static const struct context_part part = {.end = end};
	/* The list has a device at once, and a function is told when the device can be opened. */
	static const struct cusb_monitor_options options = {.at_once = true, .openable_ms = 1000};
	struct cusb_monitor *monitor;
	int err = cusb_monitor_new(NULL, &options, &monitor);

	if (err < 0)
		return err;
	err = ctx->update_locked(ctx);
	if (err == 0)
		err = cusb_wait_set_add_monitor(ctx->set, monitor, NULL);
	if (err < 0) {
		cusb_monitor_free(monitor);
		return err;
	}
	ctx->parts[PART_ARRIVALS] = &part;
	ctx->monitor = monitor;
	ctx->update_locked = follow_locked;
	return 0;
}

int arrivals_begin(struct libusb_context *ctx)
{
	int err = wait_begin(ctx);

	pthread_mutex_lock(&ctx->lock);
	if (err == 0 && ctx->update_locked && !ctx->monitor)
		err = begin_locked(ctx);
	pthread_mutex_unlock(&ctx->lock);
	return err;
}
