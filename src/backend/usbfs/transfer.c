/* SPDX-License-Identifier: MIT */
/*
 * Bulk and interrupt transfers of any length.
 *
 * Kernel facts: SUBMITURB gives -ENOMEM when it finds no memory in one piece, or when all URBs in
 * the system together would go over usbfs_memory_mb. Then the transfer goes on in smaller parts,
 * one after the other: nothing is queued behind a part that may end with a short packet, so a short
 * packet ends the transfer where it should and the next message is left alone. Parts are whole
 * packets, so that a boundary between parts is none on the bus.
 */
#include <errno.h>

#include "backend/usbfs/usbfs.h"

#define PART_MAX ((size_t)1 << 30) /* below the kernel's limit for one URB */
#define PART_MIN ((size_t)16384)   /* a smaller one finds memory no better */

static size_t packet_size(const struct cusb_endpoint *ep)
{
	size_t size = ep->wMaxPacketSize & 0x7ff; /* USB 2.0 table 9-13 */

	return size ? size : 1;
}

static size_t whole_packets(const struct cusb_endpoint *ep, size_t length)
{
	return length - length % packet_size(ep);
}

static int run_part(struct cusb_handle *handle, const struct cusb_endpoint *ep, uint8_t *data,
		    size_t length, struct timespec *remaining, size_t *actual)
{
	bool bulk = (ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_BULK;
	struct usbdevfs_urb urb = {
		.type = bulk ? USBDEVFS_URB_TYPE_BULK : USBDEVFS_URB_TYPE_INTERRUPT,
		.endpoint = ep->bEndpointAddress,
		.buffer = data,
		.buffer_length = (int)length,
	};
	int err = queue_run(handle, &urb, remaining);

	*actual = (size_t)urb.actual_length;
	return err;
}

int usbfs_transfer(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		   struct cusb_transfer *transfer)
{
	struct timespec time, *remaining = remaining_from_ms(transfer->timeout_ms, &time);
	size_t part = whole_packets(ep, PART_MAX), length, actual;
	uint8_t *data = transfer->data;
	int err;

	transfer->actual_length = 0;
	if ((ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_ISO)
		return -ENOSYS;
	do {
		length = transfer->length - transfer->actual_length;
		if (length > part)
			length = part;
		err = run_part(handle, ep, length ? data + transfer->actual_length : NULL, length,
			       remaining, &actual);
		if (err == -ENOMEM && length > PART_MIN) {
			part = whole_packets(ep, length / 2);
			err = 0;
			continue;
		}
		transfer->actual_length += actual;
		if (err < 0 || actual < length)
			break;
	} while (transfer->actual_length < transfer->length);
	return err;
}
