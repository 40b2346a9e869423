/* SPDX-License-Identifier: MIT */
/*
 * A function that is deregistered stays in the list until events are handled next: a function may
 * deregister itself and others, and its user data may still be asked for.
 */
#include <stdlib.h>

#include "compat/libusb-1.0/arrivals.h"
#include "compat/libusb-1.0/device.h"
#include "compat/libusb-1.0/error.h"
#include "compat/libusb-1.0/hotplug.h"
#include "compat/libusb-1.0/wait.h"

struct callback {
	struct callback *next;
	libusb_hotplug_callback_handle handle;
	int events, vendor_id, product_id, device_class;
	libusb_hotplug_callback_fn function;
	void *user_data;
	atomic_bool removed;
};

/* ---- delivery -------------------------------------------------------------------------------- */

static bool fits(int wanted, int value)
{
	return wanted == LIBUSB_HOTPLUG_MATCH_ANY || wanted == value;
}

static bool wants(const struct callback *callback, const struct libusb_device *dev,
		  libusb_hotplug_event event)
{
	return !callback->removed && callback->events & (int)event &&
	       fits(callback->vendor_id, dev->core->idVendor) &&
	       fits(callback->product_id, dev->core->idProduct) &&
	       fits(callback->device_class, dev->core->bDeviceClass);
}

static struct callback *first_callback(struct libusb_context *ctx)
{
	struct callback *first;

	pthread_mutex_lock(&ctx->lock);
	first = ctx->callbacks;
	pthread_mutex_unlock(&ctx->lock);
	return first;
}

static void deliver(struct libusb_context *ctx, const struct hotplug_message *message)
{
	for (struct callback *callback = first_callback(ctx); callback; callback = callback->next)
		if (wants(callback, message->dev, message->event) &&
		    callback->function(ctx, message->dev, message->event, callback->user_data)) {
			callback->removed = true;
			ctx->callbacks_changed = true;
		}
}

static void remove_callbacks(struct libusb_context *ctx, bool all)
{
	struct callback **at = &ctx->callbacks;

	pthread_mutex_lock(&ctx->lock);
	while (*at) {
		struct callback *callback = *at;

		if (all || callback->removed) {
			*at = callback->next;
			free(callback);
		} else {
			at = &callback->next;
		}
	}
	ctx->has_callbacks = ctx->callbacks;
	pthread_mutex_unlock(&ctx->lock);
}

void hotplug_deliver(struct libusb_context *ctx)
{
	struct hotplug_message *message;

	if (ctx->callbacks_changed) {
		ctx->callbacks_changed = false;
		remove_callbacks(ctx, false);
	}
	while (ctx->has_messages && (message = arrivals_take_message(ctx))) {
		deliver(ctx, message);
		libusb_unref_device(message->dev);
		free(message);
	}
}

static void stop(struct libusb_context *ctx)
{
	pthread_mutex_lock(&ctx->lock);
	for (struct callback *callback = ctx->callbacks; callback; callback = callback->next)
		callback->removed = true;
	pthread_mutex_unlock(&ctx->lock);
}

static void end(struct libusb_context *ctx)
{
	remove_callbacks(ctx, true);
}

/* ---- registration ---------------------------------------------------------------------------- */

static bool is_in(int value, int max)
{
	return value == LIBUSB_HOTPLUG_MATCH_ANY || (value >= 0 && value <= max);
}

static bool is_wrong(const struct callback *callback, int flags)
{
	int known = LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT;

	return callback->events == 0 || callback->events & ~known ||
	       flags & ~LIBUSB_HOTPLUG_ENUMERATE || !is_in(callback->vendor_id, UINT16_MAX) ||
	       !is_in(callback->product_id, UINT16_MAX) ||
	       !is_in(callback->device_class, UINT8_MAX) || !callback->function;
}

static void add(struct libusb_context *ctx, struct callback *callback)
{
	static const struct context_part part = {.stop = stop, .end = end};

	ctx->parts[PART_HOTPLUG] = &part;
	pthread_mutex_lock(&ctx->lock);
	callback->handle = ++ctx->last_callback_handle;
	callback->next = ctx->callbacks;
	ctx->callbacks = callback;
	ctx->has_callbacks = true;
	pthread_mutex_unlock(&ctx->lock);
}

/* Calls the function for the devices that are there, on this thread. */
static void enumerate(struct libusb_context *ctx, const struct callback *like)
{
	const struct callback callback = *like;
	libusb_device **list;
	ssize_t count = libusb_get_device_list(ctx, &list);

	for (ssize_t i = 0; i < count; i++)
		if (wants(&callback, list[i], LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED))
			callback.function(ctx, list[i], LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED,
					  callback.user_data);
	if (count >= 0)
		libusb_free_device_list(list, 1);
}

int libusb_hotplug_register_callback(libusb_context *ctx, int events, int flags, int vendor_id,
				     int product_id, int device_class,
				     libusb_hotplug_callback_fn function, void *user_data,
				     libusb_hotplug_callback_handle *handle)
{
	struct callback given = {.events = events,
				 .vendor_id = vendor_id,
				 .product_id = product_id,
				 .device_class = device_class,
				 .function = function,
				 .user_data = user_data};
	struct callback *callback;
	int err;

	ctx = context_of(ctx);
	if (!ctx || is_wrong(&given, flags))
		return LIBUSB_ERROR_INVALID_PARAM;
	err = arrivals_begin(ctx);
	if (err < 0)
		return usual_error(err);
	callback = malloc(sizeof *callback);
	if (!callback)
		return LIBUSB_ERROR_NO_MEM;
	*callback = given;
	add(ctx, callback);
	given.handle = callback->handle;
	if (flags & LIBUSB_HOTPLUG_ENUMERATE)
		enumerate(ctx, &given);
	if (handle)
		*handle = given.handle;
	return LIBUSB_SUCCESS;
}

static struct callback *find_locked(struct libusb_context *ctx,
				    libusb_hotplug_callback_handle handle)
{
	struct callback *callback = ctx->callbacks;

	while (callback && callback->handle != handle)
		callback = callback->next;
	return callback;
}

void libusb_hotplug_deregister_callback(libusb_context *ctx, libusb_hotplug_callback_handle handle)
{
	struct callback *callback;

	ctx = context_of(ctx);
	if (!ctx)
		return;
	pthread_mutex_lock(&ctx->lock);
	callback = find_locked(ctx, handle);
	if (callback)
		callback->removed = true;
	pthread_mutex_unlock(&ctx->lock);
	if (!callback)
		return;
	ctx->callbacks_changed = true;
	/* Programs end the loop of a thread in this way. */
	wait_wake(ctx);
}

void *libusb_hotplug_get_user_data(libusb_context *ctx, libusb_hotplug_callback_handle handle)
{
	struct callback *callback;
	void *user_data;

	ctx = context_of(ctx);
	if (!ctx)
		return NULL;
	pthread_mutex_lock(&ctx->lock);
	callback = find_locked(ctx, handle);
	user_data = callback ? callback->user_data : NULL;
	pthread_mutex_unlock(&ctx->lock);
	return user_data;
}
