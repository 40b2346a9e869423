/* SPDX-License-Identifier: MIT */
/* Opening and closing, by the program and at the end of a context. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "compat/libusb-1.0/devices.h"
#include "compat/libusb-1.0/error.h"
#include "compat/libusb-1.0/event_lock.h"
#include "compat/libusb-1.0/log.h"
#include "compat/libusb-1.0/pollfds.h"
#include "compat/libusb-1.0/transfer.h"
#include "compat/libusb-1.0/wait.h"

/* ---- close ----------------------------------------------------------------------------------- */

static void remove_handle(struct libusb_context *ctx, struct libusb_device_handle *handle)
{
	struct libusb_device_handle **at = &ctx->handles;

	pthread_mutex_lock(&ctx->lock);
	while (*at != handle)
		at = &(*at)->next;
	*at = handle->next;
	pthread_mutex_unlock(&ctx->lock);
}

/*
 * First the transfers that the handler has taken, and tells the program next. The other transfers
 * have been cancelled. A thread in wait_alone() (sync.c) may be about to take them back.
 */
static void drop_transfers(struct libusb_context *ctx, struct libusb_device_handle *handle)
{
	struct cusb_transfer *done;
	int err;

	transfers_drop(ctx, handle);
	do {
		err = cusb_reap(handle->core, CUSB_NO_TIMEOUT, &done);
		if (err == 0)
			transfer_drop(ctx, done->user);
	} while (err == 0 || err == -EINTR);
}

static void handle_close(struct libusb_device_handle *handle)
{
	struct libusb_context *ctx = handle->ctx;
	bool taken = event_lock_take_over(ctx);

	remove_handle(ctx, handle);
	pollfds_remove(ctx, handle);
	cusb_wait_set_remove_device(ctx->set, handle->core);
	handle->closed = true;
	cusb_close(handle->core);
	drop_transfers(ctx, handle);
	handle->ctx = NULL;
	event_lock_give_back(ctx, taken);
}

void libusb_close(libusb_device_handle *handle)
{
	if (!handle)
		return;
	if (handle->ctx)
		handle_close(handle);
	handle_unref(handle);
}

/* ---- the end of a context -------------------------------------------------------------------- */

static void close_handles(struct libusb_context *ctx)
{
	while (ctx->handles) {
		log_warning(ctx, "device %d.%d is still open", ctx->handles->core->bus,
			    ctx->handles->core->address);
		handle_close(ctx->handles);
	}
}

/* Their transfers have been dropped, and they leave soon. */
static void wait_for_threads(struct libusb_context *ctx)
{
	static const struct timespec moment = {0, 1000000};

	while (ctx->synchronous > 0 && !event_lock_is_inherited(ctx)) {
		event_lock_wake_waiters(ctx);
		nanosleep(&moment, NULL);
	}
}

/* ---- open ------------------------------------------------------------------------------------ */

static void add_handle(struct libusb_context *ctx, struct libusb_device_handle *handle)
{
	static const struct context_part part = {.stop = close_handles, .end = wait_for_threads};

	handle->ctx = ctx;
	ctx->parts[PART_HANDLES] = &part;
	pthread_mutex_lock(&ctx->lock);
	handle->next = ctx->handles;
	ctx->handles = handle;
	pthread_mutex_unlock(&ctx->lock);
	pollfds_add(ctx, handle);
}

/* Takes both references. */
static int begin_handle(struct libusb_context *ctx, struct libusb_device *dev,
			struct cusb_device *core, libusb_device_handle **handle)
{
	struct libusb_device_handle *made = handle_new(dev, core);
	int err;

	if (!made)
		return LIBUSB_ERROR_NO_MEM;
	cusb_set_automatic(core, false);
	err = cusb_open(core);
	if (err == 0)
		err = wait_begin(ctx);
	if (err == 0)
		err = cusb_wait_set_add_device(ctx->set, core, made);
	if (err < 0) {
		log_error(ctx, "device %d.%d cannot be opened: %d", core->bus, core->address, err);
		handle_unref(made);
		return error_of(err, {-EACCES, LIBUSB_ERROR_ACCESS},
				{-ENOENT, LIBUSB_ERROR_NO_DEVICE},
				{-ENODEV, LIBUSB_ERROR_NO_DEVICE}, {-ENOMEM, LIBUSB_ERROR_NO_MEM},
				{err, LIBUSB_ERROR_IO});
	}
	add_handle(ctx, made);
	*handle = made;
	return LIBUSB_SUCCESS;
}

int libusb_open(libusb_device *dev, libusb_device_handle **handle)
{
	struct libusb_context *ctx = dev->ctx;
	struct cusb_device *core;

	if (!ctx || !dev->plugged)
		return LIBUSB_ERROR_NO_DEVICE;
	if (cusb_device_copy(dev->core, &core) < 0)
		return LIBUSB_ERROR_NO_MEM;
	return begin_handle(ctx, libusb_ref_device(dev), core, handle);
}

int libusb_wrap_sys_device(libusb_context *ctx, intptr_t fd, libusb_device_handle **handle)
{
	struct libusb_device *dev;
	struct cusb_device *core;
	int err;

	ctx = context_of(ctx);
	if (!ctx)
		return LIBUSB_ERROR_INVALID_PARAM;
	if (fd < 0 || fd > INT_MAX)
		return LIBUSB_ERROR_IO;
	err = cusb_device_from_fd((int)fd, &core);
	if (err < 0)
		return error_of(err, {-ENODEV, LIBUSB_ERROR_NO_DEVICE},
				{-ENOMEM, LIBUSB_ERROR_NO_MEM}, {err, LIBUSB_ERROR_IO});
	dev = make_device(NULL, cusb_device_ref(core), NULL);
	if (!dev) {
		cusb_device_free(core);
		return LIBUSB_ERROR_NO_MEM;
	}
	dev->wrapped = true;
	return begin_handle(ctx, dev, core, handle);
}

libusb_device_handle *libusb_open_device_with_vid_pid(libusb_context *ctx, uint16_t vendor_id,
						      uint16_t product_id)
{
	libusb_device_handle *handle = NULL;
	libusb_device **list;
	ssize_t count = libusb_get_device_list(ctx, &list);

	for (ssize_t i = 0; i < count; i++)
		if (list[i]->core->idVendor == vendor_id &&
		    list[i]->core->idProduct == product_id) {
			if (libusb_open(list[i], &handle) < 0)
				handle = NULL;
			break;
		}
	if (count >= 0)
		libusb_free_device_list(list, 1);
	return handle;
}
