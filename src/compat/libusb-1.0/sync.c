/* SPDX-License-Identifier: MIT */
/*
 * Synchronous transfers. A transfer is submitted, and this thread handles events until it has
 * completed: other transfers complete meanwhile, and their functions are called.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "compat/libusb-1.0/end.h"
#include "compat/libusb-1.0/error.h"
#include "compat/libusb-1.0/events.h"
#include "compat/libusb-1.0/transfer.h"

#define ALONE_MS 50
#define ENDLESS	 INT64_MAX
#define USUAL_US 60000000

/* ---- by submitting --------------------------------------------------------------------------- */

static int status_error(enum libusb_transfer_status status)
{
	switch (status) {
	case LIBUSB_TRANSFER_COMPLETED:
		return LIBUSB_SUCCESS;
	case LIBUSB_TRANSFER_TIMED_OUT:
		return LIBUSB_ERROR_TIMEOUT;
	case LIBUSB_TRANSFER_STALL:
		return LIBUSB_ERROR_PIPE;
	case LIBUSB_TRANSFER_NO_DEVICE:
		return LIBUSB_ERROR_NO_DEVICE;
	case LIBUSB_TRANSFER_OVERFLOW:
		return LIBUSB_ERROR_OVERFLOW;
	default:
		return LIBUSB_ERROR_IO;
	}
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* What a wait finds besides the completion. */
struct end {
	bool expired; /* the time was over before */
	bool left;    /* a function of the program has left the context, which has to end */
};

static bool is_completed(const struct transfer *transfer)
{
	return __atomic_load_n(&transfer->completed, __ATOMIC_ACQUIRE);
}

/* A signal does not end it. */
static void wait_until(struct libusb_context *ctx, struct transfer *transfer, int64_t end_us,
		       struct end *end)
{
	while (!is_completed(transfer)) {
		int64_t remaining = end_us == ENDLESS ? USUAL_US : end_us - now_us();
		struct timeval time = {remaining > 0 ? (time_t)(remaining / 1000000) : 0,
				       remaining > 0 ? (suseconds_t)(remaining % 1000000) : 0};
		int result = events_handle(ctx, &time, &transfer->completed, &end->left);

		end->expired |= remaining <= 0 && !is_completed(transfer);
		if (!end->expired &&
		    (result == LIBUSB_SUCCESS || result == LIBUSB_ERROR_INTERRUPTED))
			continue;
		/* It cannot be left in flight. */
		end_us = ENDLESS;
		if (!atomic_exchange(&transfer->cancelled, true))
			cusb_cancel(transfer->handle->core, transfer->core);
	}
}

/* Returns whether all of that time has passed in vain. */
static bool wait_alone(struct libusb_context *ctx, struct transfer *transfer, unsigned int ms,
		       struct end *end)
{
	struct libusb_device_handle *handle = transfer->handle;
	struct cusb_transfer *done;
	int err = cusb_reap(handle->core, (int)ms, &done);

	if (err == 0 && done->user != transfer)
		end->left |= events_complete(ctx, handle, done->user);
	else if (err == 0 && handle->closed)
		transfer_drop(ctx, transfer);
	else if (err == 0)
		transfer_complete(ctx, transfer);
	return err == -ETIMEDOUT;
}

/*
 * With nothing else in flight, and no other thread that handles events, the first wait is for this
 * device alone: it takes less time, and reads no clock. The wait is short, because another thread
 * may submit a transfer meanwhile, and leave its end to this call.
 */
static void wait_until_completed(struct libusb_context *ctx, struct transfer *transfer,
				 unsigned int timeout, struct end *end)
{
	unsigned int alone = timeout > 0 && timeout < ALONE_MS ? timeout : ALONE_MS;

	if (ctx->in_flight > 1 || ctx->has_callbacks || libusb_event_handler_active(ctx) ||
	    !wait_alone(ctx, transfer, alone, end))
		alone = 0;
	if (!is_completed(transfer))
		wait_until(ctx, transfer,
			   timeout == 0 ? ENDLESS : now_us() + (int64_t)(timeout - alone) * 1000,
			   end);
}

/* Returns the error of a transfer that was not started; otherwise 0, and *error is its result. */
static int run(struct libusb_device_handle *handle, enum libusb_transfer_type type,
	       unsigned char endpoint, struct cusb_transfer *core, unsigned int timeout, int *error)
{
	struct libusb_context *ctx = handle->ctx;
	struct transfer transfer = {.core = core, .type = type};
	struct end end = {false, false};
	int result;

	if (!ctx)
		return LIBUSB_ERROR_NO_DEVICE;
	if (events_call_program(ctx))
		return LIBUSB_ERROR_BUSY;
	core->user = &transfer;
	ctx->synchronous++;
	/* The deadline is this thread's, so that the core need not know of it. */
	result = transfer_start(&transfer, handle, endpoint);
	if (result == LIBUSB_SUCCESS) {
		wait_until_completed(ctx, &transfer, timeout, &end);
		*error = end.expired && core->status == -ECANCELED ? LIBUSB_ERROR_TIMEOUT
								   : status_error(transfer.status);
	}
	handle_unref(transfer.handle);
	ctx->synchronous--;
	if (end.left)
		context_end(ctx);
	return result;
}

static int move(struct libusb_device_handle *handle, enum libusb_transfer_type type,
		unsigned char endpoint, unsigned char *data, int length, int *transferred,
		unsigned int timeout)
{
	struct cusb_transfer core = {.data = data, .length = (size_t)length};
	int error, result;

	if (length < 0)
		return LIBUSB_ERROR_INVALID_PARAM;
	result = run(handle, type, endpoint, &core, timeout, &error);
	if (result < 0)
		return result;
	if (transferred)
		*transferred = (int)core.actual_length;
	return error;
}

int libusb_bulk_transfer(libusb_device_handle *handle, unsigned char endpoint, unsigned char *data,
			 int length, int *transferred, unsigned int timeout)
{
	return move(handle, LIBUSB_TRANSFER_TYPE_BULK, endpoint, data, length, transferred,
		    timeout);
}

int libusb_interrupt_transfer(libusb_device_handle *handle, unsigned char endpoint,
			      unsigned char *data, int length, int *transferred,
			      unsigned int timeout)
{
	return move(handle, LIBUSB_TRANSFER_TYPE_INTERRUPT, endpoint, data, length, transferred,
		    timeout);
}

/* ---- control --------------------------------------------------------------------------------- */

#define SETUP_SIZE    ((int)LIBUSB_CONTROL_SETUP_SIZE)
#define ONE_CALL_SIZE 4096

static bool is_in(const unsigned char *setup)
{
	return setup[0] & LIBUSB_ENDPOINT_IN;
}

static int control_by_queue(struct libusb_device_handle *handle, const unsigned char *setup,
			    unsigned char *data, uint16_t wLength, unsigned int timeout)
{
	struct cusb_transfer core = {.length = (size_t)SETUP_SIZE + wLength};
	unsigned char *buffer = malloc(core.length);
	int error = LIBUSB_SUCCESS, result;

	if (!buffer)
		return LIBUSB_ERROR_NO_MEM;
	core.data = buffer;
	memcpy(buffer, setup, (size_t)SETUP_SIZE);
	if (!is_in(setup) && wLength > 0)
		memcpy(buffer + SETUP_SIZE, data, wLength);
	result = run(handle, LIBUSB_TRANSFER_TYPE_CONTROL, 0, &core, timeout, &error);
	if (result == LIBUSB_SUCCESS && is_in(setup) && core.actual_length > 0)
		memcpy(data, buffer + SETUP_SIZE, core.actual_length);
	free(buffer);
	if (result < 0 || error < 0)
		return result < 0 ? result : error;
	return (int)core.actual_length;
}

/* Nothing else of the context can happen meanwhile, so one call of the kernel will do. */
static bool may_be_one_call(struct libusb_context *ctx, uint16_t wLength, unsigned int timeout)
{
	return ctx && ctx->in_flight == 0 && !ctx->has_callbacks && wLength <= ONE_CALL_SIZE &&
	       timeout > 0 && timeout <= INT_MAX;
}

int libusb_control_transfer(libusb_device_handle *handle, uint8_t bmRequestType, uint8_t bRequest,
			    uint16_t wValue, uint16_t wIndex, unsigned char *data, uint16_t wLength,
			    unsigned int timeout)
{
	unsigned char setup[SETUP_SIZE];
	ssize_t n;

	if (!may_be_one_call(handle->ctx, wLength, timeout)) {
		libusb_fill_control_setup(setup, bmRequestType, bRequest, wValue, wIndex, wLength);
		return control_by_queue(handle, setup, data, wLength, timeout);
	}
	if (events_call_program(handle->ctx))
		return LIBUSB_ERROR_BUSY;
	n = cusb_ctrl_transfer(handle->core, bmRequestType, bRequest, wValue, wIndex, data, wLength,
			       (int)timeout);
	if (n >= 0)
		return (int)n;
	return error_of((int)n, {-ENODEV, LIBUSB_ERROR_NO_DEVICE}, {-EPIPE, LIBUSB_ERROR_PIPE},
			{-ETIMEDOUT, LIBUSB_ERROR_TIMEOUT}, {-EOVERFLOW, LIBUSB_ERROR_OVERFLOW},
			{(int)n, LIBUSB_ERROR_IO});
}
