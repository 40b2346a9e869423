/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "compat/libusb-1.0/outcome.h"

static enum libusb_transfer_status status_of(int err)
{
	switch (err) {
	case 0:
		return LIBUSB_TRANSFER_COMPLETED;
	case -ENODEV:
		return LIBUSB_TRANSFER_NO_DEVICE;
	case -EPIPE:
		return LIBUSB_TRANSFER_STALL;
	case -EOVERFLOW:
		return LIBUSB_TRANSFER_OVERFLOW;
	case -ETIMEDOUT:
		return LIBUSB_TRANSFER_TIMED_OUT;
	default:
		return LIBUSB_TRANSFER_ERROR;
	}
}

/*
 * Nobody has cancelled it: the kernel has ended it because of a new setting, a release or a reset.
 * Programs that stream expect a transfer without data then, and submit it again.
 */
static enum libusb_transfer_status ended_by_kernel(const struct transfer *transfer)
{
	return transfer->type == LIBUSB_TRANSFER_TYPE_CONTROL ? LIBUSB_TRANSFER_CANCELLED
							      : LIBUSB_TRANSFER_COMPLETED;
}

static bool is_short(const struct transfer *transfer)
{
	size_t setup =
		transfer->type == LIBUSB_TRANSFER_TYPE_CONTROL ? LIBUSB_CONTROL_SETUP_SIZE : 0;

	return transfer->given && transfer->given->flags & LIBUSB_TRANSFER_SHORT_NOT_OK &&
	       transfer->core->actual_length + setup < transfer->core->length;
}

enum libusb_transfer_status outcome_in_detail(const struct transfer *transfer)
{
	int err = transfer->core->status;
	enum libusb_transfer_status status;

	if (err == -ECANCELED && transfer->cancelled)
		return LIBUSB_TRANSFER_CANCELLED;
	if (err == -ECANCELED || err == -ESHUTDOWN || err == -EHOSTUNREACH)
		return ended_by_kernel(transfer);
	status = status_of(err);
	if (transfer->type == LIBUSB_TRANSFER_TYPE_ISOCHRONOUS)
		return status == LIBUSB_TRANSFER_STALL || status == LIBUSB_TRANSFER_OVERFLOW
			       ? LIBUSB_TRANSFER_ERROR
			       : status;
	return status == LIBUSB_TRANSFER_COMPLETED && is_short(transfer) ? LIBUSB_TRANSFER_ERROR
									 : status;
}

void outcome_of_packets(const struct transfer *transfer)
{
	struct libusb_iso_packet_descriptor *to = transfer->given->iso_packet_desc;

	transfer->given->actual_length = 0; /* as in the original */
	for (unsigned int i = 0; i < transfer->core->packet_count; i++) {
		const struct cusb_iso_packet *from = cusb_transfer_packet(transfer->core, i);
		int err = from->status;

		to[i].actual_length = from->actual_length;
		/* The kernel has not got to it. */
		if (err == -ENOENT || err == -ECONNRESET || err == -ECANCELED)
			err = 0;
		to[i].status = err == -ESHUTDOWN ? LIBUSB_TRANSFER_NO_DEVICE : status_of(err);
	}
}
