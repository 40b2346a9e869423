/* SPDX-License-Identifier: MIT */
/* How a transfer has ended. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_OUTCOME_H
#define CUSB_COMPAT_LIBUSB_1_0_OUTCOME_H

#include "compat/libusb-1.0/transfer.h"

/* From the status of the core's transfer. */
enum libusb_transfer_status outcome_in_detail(const struct transfer *transfer);
static inline enum libusb_transfer_status outcome_of(const struct transfer *transfer)
{
	if (transfer->core->status ||
	    (transfer->given && transfer->given->flags & LIBUSB_TRANSFER_SHORT_NOT_OK))
		return outcome_in_detail(transfer);
	return LIBUSB_TRANSFER_COMPLETED;
}

/* The results of all isochronous packets. */
void outcome_of_packets(const struct transfer *transfer);

#endif
