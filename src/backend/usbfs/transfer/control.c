/* SPDX-License-Identifier: MIT */
/*
 * Control requests in one ioctl. All others are transfers to endpoint 0.
 *
 * Kernel facts: USBDEVFS_CONTROL takes at most a page of data and cannot be cancelled. A control
 * URB takes any length, with the SETUP packet in little endian before the data in one buffer; its
 * actual_length counts only the data.
 */
#include <errno.h>

#include "backend/usbfs/transfer/transfer.h"

#define PAGE_MIN 4096

ssize_t usbfs_control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		      int timeout_ms)
{
	struct usbdevfs_ctrltransfer control = {
		.bRequestType = setup->bmRequestType,
		.bRequest = setup->bRequest,
		.wValue = setup->wValue,
		.wIndex = setup->wIndex,
		.wLength = setup->wLength,
		.timeout = (uint32_t)timeout_ms,
		.data = data,
	};
	int n;

	if (setup->wLength > PAGE_MIN || timeout_ms == 0)
		return -ENOSYS;
	n = sys_ioctl(handle->fs, handle->fd, USBDEVFS_CONTROL, &control);
	/*
	 * Here -ENOENT does not mean a cancelled transfer: the interface or endpoint does not
	 * exist.
	 */
	return n < 0 && n != -ENOENT ? urb_status_to_error(handle, usbfs_refusal(handle, n)) : n;
}
