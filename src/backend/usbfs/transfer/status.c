/* SPDX-License-Identifier: MIT */
/*
 * The status of a transfer from the error of its URB.
 *
 * Kernel facts:
 * - A disconnect first makes poll show POLLHUP, and then ends the URBs in flight with -ESHUTDOWN.
 *   Bus errors come before it, while the hub has not reported yet, or at the same time.
 * - URBs in flight also end with -ESHUTDOWN when any program resets the device, and when their
 *   interface is released or unbound; then the device is still there.
 * - Selecting an alternate setting ends URBs in flight with -ENOENT, as DISCARDURB does.
 */
#include <errno.h>

#include "backend/usbfs/transfer/transfer.h"

static int look(const struct cusb_handle *handle)
{
	struct timespec none = {0, 0};
	int events = sys_ppoll(handle->fs, handle->fd, POLLOUT, &none);

	return events > 0 ? events : 0;
}

static bool is_gone(const struct cusb_handle *handle)
{
	return look(handle) & (POLLHUP | POLLERR);
}

bool all_urbs_completed(const struct cusb_handle *handle)
{
	return look(handle) & POLLERR;
}

int urb_status_to_error(const struct cusb_handle *handle, int err)
{
	switch (err) {
	case -EREMOTEIO: /* a short packet */
		return 0;
	case -ESHUTDOWN:
	case -ENOENT:
	case -ECONNRESET:
		return is_gone(handle) ? -ENODEV : -ECANCELED;
	case -EPROTO:
	case -EILSEQ:
	case -ETIME:
		return is_gone(handle) ? -ENODEV : err;
	default:
		return err;
	}
}

int transfer_status(const struct cusb_handle *handle, const struct cusb_transfer *transfer)
{
	const struct cusb_transfer_state *state = &transfer->state;
	int err = state->error;

	/* When all packets failed, the device may have left, and its URB does not say so. */
	if (err == 0)
		return is_iso(transfer) && transfer->error_count >= transfer->packet_count &&
				       is_gone(handle)
			       ? -ENODEV
			       : 0;
	if (state->marks & MARK_REFUSED ||
	    (err == -EREMOTEIO && transfer->flags & CUSB_SHORT_NOT_OK))
		return err;
	if ((err == -ENOENT || err == -ECONNRESET) && state->marks & MARK_DISCARDED)
		return -ECANCELED;
	return urb_status_to_error(handle, err);
}
