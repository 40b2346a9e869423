/* SPDX-License-Identifier: MIT */
/*
 * The life of a transfer. One allocation has the core's part with its packets, the library's part,
 * and the program's part behind it.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "compat/libusb-1.0/error.h"
#include "compat/libusb-1.0/event_lock.h"
#include "compat/libusb-1.0/outcome.h"
#include "compat/libusb-1.0/timer.h"
#include "compat/libusb-1.0/transfer.h"

#define ALIGNED(size)                                                                              \
	(((size) + _Alignof(max_align_t) - 1) / _Alignof(max_align_t) * _Alignof(max_align_t))
#define PRIVATE_SIZE	  ALIGNED(sizeof(struct transfer))
#define PACKETS_MAX	  (1 << 24)
#define PACKET_LENGTH_MAX 98304u

static struct transfer *private_of(struct libusb_transfer *transfer)
{
	return (struct transfer *)(void *)((char *)transfer - PRIVATE_SIZE);
}

/* ---- memory ---------------------------------------------------------------------------------- */

struct libusb_transfer *libusb_alloc_transfer(int iso_packets)
{
	struct transfer *transfer;
	size_t core_size, count;
	char *memory;

	if (iso_packets < 0 || iso_packets > PACKETS_MAX)
		return NULL;
	count = (size_t)iso_packets;
	core_size = ALIGNED(cusb_transfer_size((unsigned int)iso_packets));
	memory = calloc(1, core_size + PRIVATE_SIZE + sizeof(struct libusb_transfer) +
				   count * sizeof(struct libusb_iso_packet_descriptor));
	if (!memory)
		return NULL;
	transfer = (struct transfer *)(void *)(memory + core_size);
	transfer->core = (struct cusb_transfer *)(void *)memory;
	transfer->core->user = transfer;
	transfer->packet_room = (unsigned int)iso_packets;
	transfer->given = (struct libusb_transfer *)(void *)(memory + core_size + PRIVATE_SIZE);
	transfer->given->num_iso_packets = iso_packets;
	return transfer->given;
}

static void free_now(struct transfer *transfer)
{
	if (transfer->given->flags & LIBUSB_TRANSFER_FREE_BUFFER)
		free(transfer->given->buffer);
	handle_unref(transfer->handle);
	free(transfer->core);
}

static int cancel(struct transfer *transfer)
{
	if (!transfer->in_flight || atomic_exchange(&transfer->cancelled, true))
		return LIBUSB_ERROR_NOT_FOUND;
	return error_of(cusb_cancel(transfer->handle->core, transfer->core),
			{-ENOENT, LIBUSB_ERROR_NOT_FOUND}, {-EALREADY, LIBUSB_ERROR_NOT_FOUND});
}

void libusb_free_transfer(struct libusb_transfer *given)
{
	struct transfer *transfer = given ? private_of(given) : NULL;

	if (!transfer)
		return;
	/* Its memory is the kernel's still. */
	if (transfer->in_flight) {
		transfer->freed = true;
		cancel(transfer);
		return;
	}
	free_now(transfer);
}

void libusb_transfer_set_stream_id(struct libusb_transfer *transfer, uint32_t stream_id)
{
	private_of(transfer)->stream_id = stream_id;
}

uint32_t libusb_transfer_get_stream_id(struct libusb_transfer *transfer)
{
	return private_of(transfer)->stream_id;
}

/* ---- start ----------------------------------------------------------------------------------- */

static const unsigned int core_types[] = {
	[LIBUSB_TRANSFER_TYPE_CONTROL] = CUSB_TYPE_CONTROL,
	[LIBUSB_TRANSFER_TYPE_ISOCHRONOUS] = CUSB_TYPE_ISOCHRONOUS,
	[LIBUSB_TRANSFER_TYPE_BULK] = CUSB_TYPE_BULK,
	[LIBUSB_TRANSFER_TYPE_INTERRUPT] = CUSB_TYPE_INTERRUPT,
	[LIBUSB_TRANSFER_TYPE_BULK_STREAM] = CUSB_TYPE_BULK,
};

static __attribute__((noinline, cold)) int submit_error(const struct transfer *transfer, int err)
{
	switch (err) {
	case -ENODEV:
	case -EBADF: /* closed meanwhile */
		return LIBUSB_ERROR_NO_DEVICE;
	case -ENOMEM:
		return transfer->type == LIBUSB_TRANSFER_TYPE_CONTROL ? LIBUSB_ERROR_IO
								      : LIBUSB_ERROR_NO_MEM;
	case -EINVAL:
	case -EMSGSIZE:
		return transfer->type == LIBUSB_TRANSFER_TYPE_ISOCHRONOUS
			       ? LIBUSB_ERROR_INVALID_PARAM
			       : LIBUSB_ERROR_IO;
	default:
		return LIBUSB_ERROR_IO;
	}
}

static __attribute__((noinline)) void set_handle(struct transfer *transfer,
						 struct libusb_device_handle *handle)
{
	handle_ref(handle);
	handle_unref(transfer->handle);
	transfer->handle = handle;
}

/* The handle keeps its context from here to the transfer's end. */
static inline int submit(struct transfer *transfer, struct libusb_device_handle *handle)
{
	struct libusb_context *ctx = handle->ctx;
	int err;

	if (transfer->handle != handle)
		set_handle(transfer, handle);
	if (!ctx || handle->closed)
		return LIBUSB_ERROR_NO_DEVICE;
	atomic_store_explicit(&transfer->cancelled, false, memory_order_relaxed);
	ctx->in_flight++;
	handle->in_flight++;
	err = cusb_submit(handle->core, transfer->core);
	if (err == 0) {
		timer_arm(ctx);
		return LIBUSB_SUCCESS;
	}
	handle->in_flight--;
	ctx->in_flight--;
	return submit_error(transfer, err);
}

int transfer_start(struct transfer *transfer, struct libusb_device_handle *handle,
		   unsigned char endpoint)
{
	transfer->core->flags = core_types[transfer->type];
	transfer->core->bEndpointAddress = endpoint;
	return submit(transfer, handle);
}

/* The packets as the program wants them. */
static int take_packets(struct transfer *transfer)
{
	const struct libusb_transfer *given = transfer->given;
	size_t sum = 0;

	if (given->num_iso_packets < 1 ||
	    (unsigned int)given->num_iso_packets > transfer->packet_room)
		return LIBUSB_ERROR_INVALID_PARAM;
	transfer->core->packet_count = (unsigned int)given->num_iso_packets;
	for (unsigned int i = 0; i < transfer->core->packet_count; i++) {
		unsigned int length = given->iso_packet_desc[i].length;

		if (length > PACKET_LENGTH_MAX)
			return LIBUSB_ERROR_INVALID_PARAM;
		cusb_transfer_packet(transfer->core, i)->length = length;
		sum += length;
	}
	return sum > (size_t)given->length ? LIBUSB_ERROR_INVALID_PARAM : LIBUSB_SUCCESS;
}

/* Not every transfer has this. */
static __attribute__((noinline)) int take_the_rest(struct transfer *transfer)
{
	const struct libusb_transfer *given = transfer->given;

	if (given->flags & LIBUSB_TRANSFER_ADD_ZERO_PACKET &&
	    !(given->endpoint & LIBUSB_ENDPOINT_IN) && given->type >= LIBUSB_TRANSFER_TYPE_BULK)
		transfer->core->flags |= CUSB_ZERO_PACKET;
	switch (given->type) {
	case LIBUSB_TRANSFER_TYPE_CONTROL:
		return given->buffer && given->length >= (int)LIBUSB_CONTROL_SETUP_SIZE
			       ? LIBUSB_SUCCESS
			       : LIBUSB_ERROR_INVALID_PARAM;
	case LIBUSB_TRANSFER_TYPE_ISOCHRONOUS:
		return take_packets(transfer);
	case LIBUSB_TRANSFER_TYPE_BULK_STREAM:
		transfer->core->stream_id = transfer->stream_id;
		return LIBUSB_SUCCESS;
	default:
		return LIBUSB_SUCCESS;
	}
}

static bool has_more(const struct libusb_transfer *given)
{
	return (given->type != LIBUSB_TRANSFER_TYPE_BULK &&
		given->type != LIBUSB_TRANSFER_TYPE_INTERRUPT) ||
	       given->flags & LIBUSB_TRANSFER_ADD_ZERO_PACKET;
}

/* The core's part, from the program's. */
static inline int take(struct transfer *transfer, const struct libusb_transfer *given)
{
	struct cusb_transfer *core = transfer->core;

	if (!given->dev_handle || given->length < 0 ||
	    given->type > LIBUSB_TRANSFER_TYPE_BULK_STREAM)
		return LIBUSB_ERROR_INVALID_PARAM;
	transfer->type = given->type;
	core->flags = core_types[given->type];
	core->bEndpointAddress = given->endpoint;
	core->timeout_ms = given->timeout > INT_MAX ? INT_MAX : (int)given->timeout;
	core->data = given->buffer;
	core->length = (size_t)given->length;
	core->packet_count = 0;
	core->stream_id = 0;
	return has_more(given) ? take_the_rest(transfer) : LIBUSB_SUCCESS;
}

int libusb_submit_transfer(struct libusb_transfer *given)
{
	struct transfer *transfer = private_of(given);
	int result;

	if (atomic_exchange(&transfer->in_flight, true))
		return LIBUSB_ERROR_BUSY;
	result = take(transfer, given);
	if (result == LIBUSB_SUCCESS)
		result = submit(transfer, given->dev_handle);
	if (result < 0)
		transfer->in_flight = false;
	return result;
}

int libusb_cancel_transfer(struct libusb_transfer *transfer)
{
	return cancel(private_of(transfer));
}

/* ---- end ------------------------------------------------------------------------------------- */

static void tell(struct transfer *transfer)
{
	struct libusb_transfer *given = transfer->given;
	bool free_it = given->flags & LIBUSB_TRANSFER_FREE_TRANSFER;

	if (transfer->type == LIBUSB_TRANSFER_TYPE_ISOCHRONOUS)
		outcome_of_packets(transfer);
	else
		given->actual_length = (int)transfer->core->actual_length;
	given->status = outcome_of(transfer);
	transfer->in_flight = false;
	/* The function may free the transfer, and submit it. */
	if (given->callback)
		given->callback(given);
	if (free_it)
		libusb_free_transfer(given);
}

static void end_synchronous(struct transfer *transfer, enum libusb_transfer_status status)
{
	transfer->status = status;
	__atomic_store_n(&transfer->completed, 1, __ATOMIC_RELEASE);
}

static inline void complete(struct libusb_context *ctx, struct transfer *transfer)
{
	transfer->handle->in_flight--;
	if (!transfer->given)
		end_synchronous(transfer, outcome_of(transfer));
	else if (transfer->freed)
		free_now(transfer);
	else
		tell(transfer);
	/*
	 * This also orders what the function wrote before the look at the waiters: a thread that
	 * begins to wait either sees it or is woken.
	 */
	ctx->in_flight--;
	event_lock_wake_waiters(ctx);
}

void transfer_complete(struct libusb_context *ctx, struct transfer *transfer)
{
	complete(ctx, transfer);
}

void transfer_drop(struct libusb_context *ctx, struct transfer *transfer)
{
	transfer->handle->in_flight--;
	ctx->in_flight--;
	if (!transfer->given) {
		end_synchronous(transfer, LIBUSB_TRANSFER_NO_DEVICE);
		return;
	}
	transfer->given->dev_handle = NULL;
	transfer->in_flight = false;
	if (transfer->freed)
		free_now(transfer);
}

void transfers_complete(struct libusb_context *ctx, struct libusb_device_handle *handle,
			struct cusb_transfer *const *done, int count)
{
	handle->taken = done;
	handle->taken_count = count;
	while (handle->taken_count > 0) {
		handle->taken_count--;
		complete(ctx, (*handle->taken++)->user);
	}
}

void transfers_drop(struct libusb_context *ctx, struct libusb_device_handle *handle)
{
	for (; handle->taken_count > 0; handle->taken_count--)
		transfer_drop(ctx, (*handle->taken++)->user);
}
