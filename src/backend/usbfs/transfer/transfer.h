/* SPDX-License-Identifier: MIT */
/*
 * Transfers as URBs.
 *
 *	queue.c -> split.c, iso.c -> urb.c -> status.c
 *
 * The device's lock is held everywhere here, except while waiting and during the CONTROL ioctl of a
 * control request.
 */
#ifndef CUSB_USBFS_TRANSFER_H
#define CUSB_USBFS_TRANSFER_H

#include <errno.h>

#include "backend/usbfs/usbfs.h"

/*
 * One request to the kernel: struct usbdevfs_urb without its packets. It needs no may_alias, which
 * would cost time: between submit() and reap() its memory is used as a URB alone.
 */
struct usbfs_urb {
	unsigned char type, endpoint;
	int status;
	unsigned int flags;
	void *buffer;
	int buffer_length, actual_length, start_frame;
	int number_of_packets; /* bulk: stream_id */
	int error_count;
	unsigned int signr;
	void *user; /* the transfer */
};

/* This backend's data of a transfer. */
struct usbfs_transfer {
	struct cusb_transfer *link; /* in the list `ended` of its handle */
	size_t started;		    /* bytes that were submitted */
	size_t part;		    /* bytes of one URB of several */
	int error;
	unsigned int urbs_in_flight, packets_started;
	unsigned char type;  /* of its URBs */
	unsigned char marks; /* MARK_STOPPED... */
	unsigned char oldest, reaped;
	struct usbfs_urb urbs[2];
} __attribute__((may_alias));

_Static_assert(sizeof(struct usbfs_transfer) <= sizeof(((struct cusb_queue_entry *)0)->room),
	       "the backend's data has room in a transfer");

static inline struct usbfs_transfer *own_of(const struct cusb_transfer *transfer)
{
	return (struct usbfs_transfer *)cusb_queue_entry_of(transfer)->room.bytes;
}

/* In `marks`. */
#define MARK_STOPPED   0x01 /* its URBs were discarded by this library */
#define MARK_OVER      0x02 /* ended by a part that was short or failed */
#define MARK_REFUSED   0x04 /* `error` is the error of a submission */
#define MARK_PARTED    0x08 /* is split into parts */
#define MARK_CONTINUED 0x10 /* may have two parts in flight */
#define MARK_HELD      0x20 /* not submitted yet: it waits for another transfer */
#define MARK_ENDED     0x40 /* in the list `ended` of its handle */
#define MARK_UNLINKED  0x80 /* a URB was in flight when it was discarded */

static inline bool is_iso(const struct cusb_transfer *transfer)
{
	return own_of(transfer)->type == USBDEVFS_URB_TYPE_ISO;
}

/* ---- status.c -------------------------------------------------------------------------------- */

/* The public status of a completed transfer. */
int transfer_status(const struct cusb_handle *handle, const struct cusb_transfer *transfer);
/* The error to return for the status of a URB. */
int urb_status_to_error(const struct cusb_handle *handle, int err);
/* Whether the device has left and all its URBs have completed. */
bool all_urbs_completed(const struct cusb_handle *handle);

/* ---- urb.c ----------------------------------------------------------------------------------- */

static inline int urb_submit(struct cusb_handle *handle, struct cusb_transfer *transfer,
			     struct usbfs_urb *urb)
{
	int err;

	urb->user = transfer;
	urb->signr = 0;
	urb->status = urb->actual_length = urb->error_count = 0; /* shown by the log */
	err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_SUBMITURB, urb);
	if (err < 0)
		return err == -ESHUTDOWN ? urb_status_to_error(handle, err)
					 : usbfs_refusal(err);
	own_of(transfer)->urbs_in_flight++;
	return 0;
}
/* Whether the URB is no longer in flight. */
bool urb_discard(struct cusb_handle *handle, struct usbfs_urb *urb);
/* Logs that memory is short, and returns -ENOMEM. */
int urb_no_memory(unsigned int address, size_t length);

/* ---- split.c: bulk, interrupt and control ---------------------------------------------------- */

/* Submits all parts that may be in flight now. Returns an error only when no part is in flight. */
int split_submit(struct cusb_handle *handle, struct cusb_transfer *transfer);
/* Takes a reaped URB. Returns whether the transfer goes on, with its next part submitted. */
bool split_take(struct cusb_handle *handle, struct cusb_transfer *transfer, struct usbfs_urb *urb);
/* Discards all its URBs, the newest first. Returns whether none is in flight now. */
bool split_discard(struct cusb_handle *handle, struct cusb_transfer *transfer);
/* No more parts follow: later transfers need not wait. Returns whether the transfer was split. */
bool split_end(struct cusb_handle *handle, struct cusb_transfer *transfer);
/* Whether an earlier transfer of the endpoint is split, so that this one must wait. */
bool split_must_wait(const struct cusb_transfer *transfer);

/* ---- iso.c ----------------------------------------------------------------------------------- */

int iso_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
	       struct cusb_transfer *transfer);
void iso_take(struct cusb_transfer *transfer, struct usbfs_urb *urb);
/* Whether the URB is one that iso_submit() has submitted. */
bool iso_has(struct cusb_transfer *transfer, const struct usbfs_urb *urb);
bool iso_discard(struct cusb_handle *handle, struct cusb_transfer *transfer);
/* Sets the status of packets that were not sent to the transfer's status. */
void iso_end(struct cusb_transfer *transfer);

#endif
