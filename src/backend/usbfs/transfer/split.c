/* SPDX-License-Identifier: MIT */
/*
 * Bulk, interrupt and control transfers as URBs: one URB, or several. Each of several URBs is a
 * part of the transfer.
 *
 * Kernel facts: SUBMITURB gives -ENOMEM when it finds no contiguous memory, or when all URBs of the
 * system would exceed usbfs_memory_mb. The transfer then goes on in smaller parts. Each part is a
 * number of whole packets, so the device does not see the boundary.
 *
 * After a part that is short or fails, no later part may run, because it would take the next
 * message:
 * - With BULK_CONTINUATION, two parts are in flight. When a part fails, the kernel unlinks the URBs
 *   with this flag, and refuses further ones with -EREMOTEIO until a URB without the flag.
 *   SHORT_NOT_OK turns a short packet into such a failure. If a part was unlinked itself, with
 *   -ENOENT or -ECONNRESET, the kernel does not unlink the later part. Then this file discards it.
 * - Without BULK_CONTINUATION, a part is submitted when the part before it has been reaped.
 *
 * Parts end in any order: the kernel kills the URBs of an interface from the newest to the oldest,
 * and so does split_discard(). The parts take turns with two URBs. If a newer part is back before
 * the older one, it keeps its URB until the older part is back, too. Then both parts are counted.
 */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/transfer/transfer.h"

#define PART_MAX ((size_t)1 << 30) /* below the kernel's limit for one URB */
#define PART_MIN ((size_t)16384)   /* a smaller part does not find memory more easily */

#define MARK_NO_MORE (MARK_OVER | MARK_STOPPED | MARK_REFUSED) /* parts are submitted */

static size_t whole_packets(const struct cusb_endpoint *ep, size_t length)
{
	size_t size = ep->wMaxPacketSize & 0x7ff; /* USB 2.0 table 9-13 */

	return length - (size ? length % size : 0);
}

/* Asked once, at the first need. */
static bool has_continuation(struct cusb_handle *handle)
{
	uint32_t capabilities = 0;

	if (handle->capabilities < 0) {
		if (sys_ioctl(handle->fs, handle->fd, USBDEVFS_GET_CAPABILITIES, &capabilities) < 0)
			capabilities = 0;
		handle->capabilities = (int)(capabilities & 0xffff);
	}
	return handle->capabilities & USBDEVFS_CAP_BULK_CONTINUATION;
}

static void part_it(struct cusb_handle *handle, struct cusb_transfer *transfer, size_t part)
{
	struct usbfs_transfer *own = own_of(transfer);

	own->part = part;
	if (own->marks & MARK_PARTED)
		return;
	handle->parted++;
	own->marks |= MARK_PARTED;
	if (own->type == USBDEVFS_URB_TYPE_BULK && has_continuation(handle))
		own->marks |= MARK_CONTINUED;
}

static bool make_smaller(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct usbfs_transfer *own = own_of(transfer);
	size_t tried = transfer->length - own->started;

	if (tried > own->part)
		tried = own->part;
	if (tried <= PART_MIN || !cusb_queue_entry_of(transfer)->endpoint)
		return false;
	part_it(handle, transfer,
		whole_packets(cusb_queue_entry_of(transfer)->endpoint, tried / 2));
	return true;
}

/* The flags of a transfer that may become flags of its URB. */
#define URB_FLAGS (CUSB_ZERO_PACKET | CUSB_SHORT_NOT_OK | CUSB_NO_INTERRUPT)

static __attribute__((noinline)) unsigned int flags_of(const struct cusb_transfer *transfer,
						       bool last)
{
	const struct usbfs_transfer *own = own_of(transfer);
	unsigned int flags = 0;

	if (transfer->flags & CUSB_NO_INTERRUPT && last)
		flags |= USBDEVFS_URB_NO_INTERRUPT;
	if (!cusb_queue_entry_of(transfer)->endpoint)
		return flags;
	if (transfer->bEndpointAddress & CUSB_ENDPOINT_IN) {
		if (transfer->flags & CUSB_SHORT_NOT_OK || (own->marks & MARK_CONTINUED && !last))
			flags |= USBDEVFS_URB_SHORT_NOT_OK;
	} else if (transfer->flags & CUSB_ZERO_PACKET && last) {
		flags |= USBDEVFS_URB_ZERO_PACKET;
	}
	if (own->marks & MARK_CONTINUED && own->urbs_in_flight > 0)
		flags |= USBDEVFS_URB_BULK_CONTINUATION;
	return flags;
}

/* On endpoint 0 the kernel reads the direction from the SETUP packet; the log does not. */
static unsigned char endpoint_of(const struct cusb_transfer *transfer)
{
	const uint8_t *setup = transfer->data;

	if (cusb_queue_entry_of(transfer)->endpoint ||
	    transfer->bEndpointAddress & CUSB_ENDPOINT_ADDRESS_MASK)
		return (unsigned char)transfer->bEndpointAddress;
	return setup[0] & CUSB_ENDPOINT_DIR_MASK;
}

static inline int submit_part(struct cusb_handle *handle, struct cusb_transfer *transfer,
			      struct usbfs_urb *urb, uint8_t *data, size_t length)
{
	urb->type = own_of(transfer)->type;
	urb->endpoint = endpoint_of(transfer);
	urb->buffer = length ? data : NULL;
	urb->buffer_length = (int)length;
	urb->number_of_packets = (int)transfer->stream_id;
	return urb_submit(handle, transfer, urb);
}

/* A URB is free, also counting one that is back before the older one. */
static bool wants_more(const struct cusb_transfer *transfer)
{
	const struct usbfs_transfer *own = own_of(transfer);

	return own->started < transfer->length && !(own->marks & MARK_NO_MORE) &&
	       own->urbs_in_flight < (own->marks & MARK_CONTINUED ? 2 : 1);
}

static int submit_next(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct usbfs_transfer *own = own_of(transfer);
	struct usbfs_urb *urb = &own->urbs[(own->oldest + own->urbs_in_flight) & 1];
	size_t length = transfer->length - own->started;
	bool last = length <= own->part;
	int err;

	if (!last)
		length = own->part;
	urb->flags = flags_of(transfer, last);
	err = submit_part(handle, transfer, urb, (uint8_t *)transfer->data + own->started, length);
	if (err == 0)
		own->started += length;
	return err;
}

/* A part was refused. The part in flight before it decides the result. */
static void refused_behind(struct cusb_transfer *transfer, int err)
{
	struct usbfs_transfer *own = own_of(transfer);

	/* The part before it may end the transfer. If not, this part is tried again then. */
	if (err == -ENOMEM || err == -EREMOTEIO)
		return;
	own->error = err;
	own->marks |= MARK_REFUSED;
}

/* An error: no part is in flight. */
static int submit_parts(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	while (wants_more(transfer)) {
		int err = submit_next(handle, transfer);

		if (err == 0)
			continue;
		if (own_of(transfer)->urbs_in_flight > 0) {
			refused_behind(transfer, err);
			return 0;
		}
		if (err != -ENOMEM)
			return err;
		if (!make_smaller(handle, transfer))
			return urb_no_memory(transfer->bEndpointAddress, transfer->length);
	}
	return 0;
}

/* For a transfer that is too long for one URB, or found no memory. */
static __attribute__((noinline)) int submit_in_parts(struct cusb_handle *handle,
						     struct cusb_transfer *transfer)
{
	struct usbfs_transfer *own = own_of(transfer);
	int err;

	own->part = transfer->length;
	if (transfer->length > PART_MAX)
		part_it(handle, transfer,
			whole_packets(cusb_queue_entry_of(transfer)->endpoint, PART_MAX));
	else if (!make_smaller(handle, transfer))
		return urb_no_memory(transfer->bEndpointAddress, transfer->length);
	err = submit_parts(handle, transfer);
	if (err < 0)
		split_end(handle, transfer);
	return err;
}

/* In nearly all cases one URB is the whole transfer. */
int split_submit(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct usbfs_urb *urb = &own_of(transfer)->urbs[0];
	int err = -ENOMEM;

	if (transfer->length <= PART_MAX) {
		urb->flags = transfer->flags & URB_FLAGS ? flags_of(transfer, true) : 0;
		err = submit_part(handle, transfer, urb, transfer->data, transfer->length);
	}
	if (err == -ENOMEM)
		return submit_in_parts(handle, transfer);
	own_of(transfer)->started = transfer->length;
	return err;
}

/*
 * One part ended the transfer. A later part may have moved data if it was submitted at that time.
 * Data that came in is moved to the end of the data before it.
 */
static void count(struct cusb_transfer *transfer, const struct usbfs_urb *urb)
{
	struct usbfs_transfer *own = own_of(transfer);
	bool fits = (unsigned int)urb->actual_length <= (unsigned int)urb->buffer_length;
	size_t length = fits ? (size_t)urb->actual_length : 0;

	if (own->marks & MARK_OVER) {
		if (length == 0 || !(transfer->bEndpointAddress & CUSB_ENDPOINT_IN))
			return;
		memmove((uint8_t *)transfer->data + transfer->actual_length, urb->buffer, length);
		transfer->actual_length += length;
		return;
	}
	transfer->actual_length += length;
	if (urb->status == 0 && urb->actual_length == urb->buffer_length)
		return;
	own->error = fits ? urb->status : -EPROTO; /* an impossible count */
	own->marks = (unsigned char)((own->marks | MARK_OVER) & ~MARK_REFUSED);
}

static void take(struct cusb_transfer *transfer, struct usbfs_urb *urb)
{
	struct usbfs_transfer *own = own_of(transfer);

	if (urb != &own->urbs[own->oldest]) {
		own->reaped = 1;
		return;
	}
	do {
		count(transfer, &own->urbs[own->oldest]);
		own->oldest ^= 1;
		own->urbs_in_flight--;
	} while (own->reaped-- > 0);
	own->reaped = 0;
}

/* The transfer is over, and the part after that one is still in flight. */
static void stop_continuation(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	switch (own_of(transfer)->error) {
	case 0: /* short, on a host without SHORT_NOT_OK */
	case -ENOENT:
	case -ECONNRESET:
	case -ESHUTDOWN: /* not unlinked while an earlier transfer of the endpoint is in flight */
		split_discard(handle, transfer);
		break;
	default:
		break; /* the kernel unlinks it */
	}
}

static void go_on(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct usbfs_transfer *own = own_of(transfer);
	int err = submit_parts(handle, transfer);

	if (err < 0) {
		own->error = err;
		own->marks |= MARK_OVER | MARK_REFUSED;
	}
}

bool split_take(struct cusb_handle *handle, struct cusb_transfer *transfer, struct usbfs_urb *urb)
{
	struct usbfs_transfer *own = own_of(transfer);

	take(transfer, urb);
	go_on(handle, transfer);
	if (own->urbs_in_flight > 0) {
		if (own->marks & MARK_OVER && !(own->marks & MARK_STOPPED))
			stop_continuation(handle, transfer);
		return !(own->marks & MARK_NO_MORE);
	}
	/* Stopped between two parts. */
	if ((own->marks & MARK_NO_MORE) == MARK_STOPPED && own->started < transfer->length)
		own->error = -ENOENT;
	return false;
}

bool split_end(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct usbfs_transfer *own = own_of(transfer);
	bool parted = own->marks & MARK_PARTED;

	own->marks &= (unsigned char)~MARK_PARTED;
	handle->parted -= parted;
	return parted;
}

bool split_discard(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	struct usbfs_transfer *own = own_of(transfer);
	bool none = true;

	if (own->urbs_in_flight == 2 && !own->reaped)
		none = urb_discard(handle, &own->urbs[own->oldest ^ 1]);
	if (own->urbs_in_flight > 0)
		none = urb_discard(handle, &own->urbs[own->oldest]) && none;
	return none;
}

bool split_must_wait(const struct cusb_transfer *transfer)
{
	for (const struct cusb_transfer *t = cusb_queue_entry_of(transfer)->prev; t;
	     t = cusb_queue_entry_of(t)->prev)
		if (t->bEndpointAddress == transfer->bEndpointAddress &&
		    own_of(t)->marks & (MARK_HELD | MARK_PARTED))
			return true;
	return false;
}
