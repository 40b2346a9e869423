/* SPDX-License-Identifier: MIT */
/*
 * Transfers as URBs. Calls go one way: queue.c -> split.c, iso.c, status.c -> urb.c
 *
 * The device's lock is held in all of this but for waiting and the one ioctl of a control request.
 */
#ifndef CUSB_USBFS_TRANSFER_H
#define CUSB_USBFS_TRANSFER_H

#include <errno.h>

#include "backend/usbfs/usbfs.h"

/* In `marks` of a transfer's state. */
#define MARK_DISCARDED 0x01 /* the core has asked for its end */
#define MARK_STOPPED   0x02 /* no more of it is to be submitted */
#define MARK_OVER      0x04 /* a part that was short or failed has ended it */
#define MARK_REFUSED   0x08 /* `error` is that of a submission */
#define MARK_PARTED    0x10 /* goes in parts */
#define MARK_CONTINUED 0x20 /* two parts at a time */
#define MARK_HELD      0x40 /* none of it was submitted: it waits for another transfer */
#define MARK_ENDED     0x80 /* in `ended` of its handle */

static inline bool is_iso(const struct cusb_transfer *transfer)
{
	return transfer->state.type == USBDEVFS_URB_TYPE_ISO;
}

/* ---- urb.c ----------------------------------------------------------------------------------- */

static inline int urb_submit(struct cusb_handle *handle, struct cusb_transfer *transfer,
			     struct cusb_urb *urb)
{
	int err;

	urb->user = transfer;
	urb->signr = 0;
	urb->status = urb->actual_length = urb->error_count = 0; /* the log tells them */
	err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_SUBMITURB, urb);
	if (err < 0)
		return err == -ESHUTDOWN ? -ENODEV : err;
	transfer->state.urbs_in_flight++;
	return 0;
}
/* Whether the URB is no longer in flight. */
bool urb_discard(struct cusb_handle *handle, struct cusb_urb *urb);
/* Tells the log that memory is short, and returns -ENOMEM. */
int urb_no_memory(unsigned int address, size_t length);

/* ---- split.c: bulk, interrupt and control ---------------------------------------------------- */

/* Submits what may be in flight now; an error only when nothing is. */
int split_submit(struct cusb_handle *handle, struct cusb_transfer *transfer);
/* Takes back a URB that was reaped. Whether the transfer goes on, with the next part submitted. */
bool split_take(struct cusb_handle *handle, struct cusb_transfer *transfer, struct cusb_urb *urb);
/* All URBs of it, the newest first. Whether none is in flight any longer. */
bool split_discard(struct cusb_handle *handle, struct cusb_transfer *transfer);
/* Whether a transfer before it goes in parts, so that it must wait. */
bool split_must_wait(const struct cusb_transfer *transfer);

/* ---- iso.c ----------------------------------------------------------------------------------- */

int iso_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
	       struct cusb_transfer *transfer);
void iso_take(struct cusb_transfer *transfer, struct cusb_urb *urb);
bool iso_discard(struct cusb_handle *handle, struct cusb_transfer *transfer);
/* Gives packets that were not sent the transfer's status. */
void iso_end(struct cusb_transfer *transfer);

/* ---- status.c -------------------------------------------------------------------------------- */

/* The status of a transfer whose URBs are all back. */
int transfer_status(const struct cusb_handle *handle, const struct cusb_transfer *transfer);
/* The error to return for one that the kernel ended a transfer with. */
int urb_status_to_error(const struct cusb_handle *handle, int err);
/* Whether the device has left and all its URBs have completed. */
bool all_urbs_completed(const struct cusb_handle *handle);

#endif
