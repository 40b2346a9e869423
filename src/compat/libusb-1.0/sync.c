/* SPDX-License-Identifier: MIT */
/*
 * Synchronous transfers. A transfer is submitted, and this thread handles events until it has
 * completed: other transfers complete meanwhile, and their functions are called.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "compat/libusb-1.0/end.h"
#include "compat/libusb-1.0/error.h"
#include "compat/libusb-1.0/events.h"
#include "compat/libusb-1.0/transfer.h"

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

/* A signal does not end it. Returns whether the context has to end. */
static bool wait_until_completed(struct libusb_context *ctx, struct transfer *transfer)
{
	bool left = false;

	while (!__atomic_load_n(&transfer->completed, __ATOMIC_ACQUIRE)) {
		int result = events_handle(ctx, &transfer->completed, &left);

		if (result == LIBUSB_SUCCESS || result == LIBUSB_ERROR_INTERRUPTED)
			continue;
		/* It cannot be left in flight. */
		if (!atomic_exchange(&transfer->cancelled, true))
			cusb_cancel(transfer->handle->core, transfer->core);
	}
	return left;
}

/* Returns the error of a transfer that was not started; otherwise 0, and *error is its result. */
static int run(struct libusb_device_handle *handle, enum libusb_transfer_type type,
	       unsigned char endpoint, struct cusb_transfer *core, unsigned int timeout, int *error)
{
	struct libusb_context *ctx = handle->ctx;
	struct transfer transfer = {.core = core, .type = type};
	bool left = false;
	int result;

	if (!ctx)
		return LIBUSB_ERROR_NO_DEVICE;
	if (events_call_program(ctx))
		return LIBUSB_ERROR_BUSY;
	core->user = &transfer;
	ctx->synchronous++;
	result = transfer_start(&transfer, handle, endpoint, timeout);
	if (result == LIBUSB_SUCCESS) {
		left = wait_until_completed(ctx, &transfer);
		*error = status_error(transfer.status);
	}
	handle_unref(transfer.handle);
	ctx->synchronous--;
	if (left)
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
