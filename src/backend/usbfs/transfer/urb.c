/* SPDX-License-Identifier: MIT */
/*
 * Single URBs: submitting and discarding.
 *
 * Kernel facts: the packets of an isochronous URB follow it in memory. DISCARDURB returns after the
 * URB has completed; -EINVAL means that it had completed before.
 */
#include <errno.h>
#include <stddef.h>

#include "backend/usbfs/transfer/transfer.h"

#define SAME(ours, theirs)                                                                         \
	_Static_assert(offsetof(struct usbfs_urb, ours) ==                                         \
				       offsetof(struct usbdevfs_urb, theirs) &&                    \
			       sizeof(((struct usbfs_urb *)0)->ours) ==                            \
				       sizeof(((struct usbdevfs_urb *)0)->theirs),                 \
		       "layout of a URB: " #ours)

SAME(type, type);
SAME(endpoint, endpoint);
SAME(status, status);
SAME(flags, flags);
SAME(buffer, buffer);
SAME(buffer_length, buffer_length);
SAME(actual_length, actual_length);
SAME(start_frame, start_frame);
SAME(number_of_packets, number_of_packets);
SAME(number_of_packets, stream_id);
SAME(error_count, error_count);
SAME(signr, signr);
SAME(user, usercontext);
_Static_assert(sizeof(struct usbfs_urb) == offsetof(struct usbdevfs_urb, iso_frame_desc),
	       "packets follow the URB");
_Static_assert(sizeof(struct cusb_iso_packet) == sizeof(struct usbdevfs_iso_packet_desc),
	       "layout of a packet");

bool urb_discard(struct cusb_handle *handle, struct usbfs_urb *urb)
{
	struct cusb_transfer *transfer = urb->user;
	int err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_DISCARDURB, urb);

	if (err == 0)
		own_of(transfer)->marks |= MARK_UNLINKED;
	return err == 0 || err == -EINVAL;
}

int urb_no_memory(unsigned int address, size_t length)
{
	log_line(CUSB_LOG_WARNING,
		 "endpoint %#04x, %zu bytes: no memory, or the USB buffers of all programs reach "
		 "the limit in /sys/module/usbcore/parameters/usbfs_memory_mb (0: no limit)",
		 address, length);
	return -ENOMEM;
}
