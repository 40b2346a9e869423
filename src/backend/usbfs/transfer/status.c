/* SPDX-License-Identifier: MIT */
/*
 * The status of a transfer from the error of its URB.
 *
 * Kernel facts:
 * - A disconnect first makes poll show POLLHUP, and then ends the URBs in flight with -ESHUTDOWN.
 *   Bus errors come before it, while the hub has not reported yet, or at the same time.
 * - URBs in flight also end with -ESHUTDOWN while the device is still there: when any program
 *   resets it or sets its configuration, when their interface is released or unbound, and when the
 *   device is suspended.
 * - DISCARDURB ends a URB with -ENOENT. SETINTERFACE does the same to all URBs of the interface.
 * - IOCTL tests the state of the device before it looks for the interface. It returns -EHOSTUNREACH
 *   unless the device is configured and awake.
 */
#include <errno.h>

#include "backend/usbfs/transfer/transfer.h"

bool all_urbs_completed(const struct cusb_handle *handle)
{
	return usbfs_events(handle) & POLLERR;
}

#define NO_INTERFACE (-1)

/* The kernel has ended a URB, and this library has not asked for it. */
static int why_ended(const struct cusb_handle *handle)
{
	struct usbdevfs_ioctl nothing = {.ifno = NO_INTERFACE};
	int err;

	if (usbfs_is_unplugged(handle))
		return -ENODEV;
	err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_IOCTL, &nothing);
	return err == -EHOSTUNREACH || err == -ENODEV ? err : -ESHUTDOWN;
}

int urb_status_to_error(const struct cusb_handle *handle, int err)
{
	switch (err) {
	case -EREMOTEIO: /* a short packet */
		return 0;
	case -ESHUTDOWN:
	case -ENOENT:
	case -ECONNRESET:
		return why_ended(handle);
	case -EPROTO:
	case -EILSEQ:
	case -ETIME:
		return usbfs_is_unplugged(handle) ? -ENODEV : err;
	default:
		return err;
	}
}

int transfer_status(const struct cusb_handle *handle, const struct cusb_transfer *transfer)
{
	const struct usbfs_transfer *own = own_of(transfer);
	int err = own->error;

	/* When all packets failed, the device may have left, and its URB does not say so. */
	if (err == 0)
		return is_iso(transfer) && transfer->error_count >= transfer->packet_count &&
				       usbfs_is_unplugged(handle)
			       ? -ENODEV
			       : 0;
	if (own->marks & MARK_REFUSED || (err == -EREMOTEIO && transfer->flags & CUSB_SHORT_NOT_OK))
		return err;
	if ((err == -ENOENT || err == -ECONNRESET) && own->marks & MARK_STOPPED)
		return -ECANCELED;
	return urb_status_to_error(handle, err);
}
