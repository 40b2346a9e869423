/* SPDX-License-Identifier: MIT */
/* A transfer: the library's part, for those of the program and of synchronous calls. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_TRANSFER_H
#define CUSB_COMPAT_LIBUSB_1_0_TRANSFER_H

#include <cusb/transfer.h>

#include "compat/libusb-1.0/handle.h"

struct transfer {
	struct cusb_transfer *core;
	struct libusb_transfer *given;	     /* NULL: of a synchronous call */
	struct libusb_device_handle *handle; /* a reference; the last one it was submitted to */
	enum libusb_transfer_type type;
	enum libusb_transfer_status status; /* of a synchronous call */
	uint32_t stream_id;
	unsigned int packet_room; /* packets that there is memory for */
	atomic_bool in_flight;
	atomic_bool cancelled; /* by the program, since it was submitted */
	atomic_bool freed;     /* by the program, while it was in flight */
	int completed;	       /* of a synchronous call */
};

/*
 * Puts the transfer of a synchronous call in flight, without a time limit. `type`, and the data of
 * its core's part, are set.
 */
int transfer_start(struct transfer *transfer, struct libusb_device_handle *handle,
		   unsigned char endpoint);

/* A transfer that the core has given back: tells the program. */
void transfer_complete(struct libusb_context *ctx, struct transfer *transfer);
/* The same at the end of its handle: the program is not told. */
void transfer_drop(struct libusb_context *ctx, struct transfer *transfer);

/* The same for several transfers of a handle that the core has given back, one after another. */
void transfers_complete(struct libusb_context *ctx, struct libusb_device_handle *handle,
			struct cusb_transfer *const *done, int count);
/* For those of them that the program has not been told of. */
void transfers_drop(struct libusb_context *ctx, struct libusb_device_handle *handle);

#endif
