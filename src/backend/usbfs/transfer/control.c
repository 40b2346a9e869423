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

static __attribute__((noinline, cold)) int error_of(const struct cusb_handle *handle, int err)
{
	switch (err) {
	case -ENOENT: /* the interface or endpoint does not exist */
		return err;
	case -ESHUTDOWN: /* ended; -EHOSTUNREACH would say that the device has not got it */
		return usbfs_is_unplugged(handle) ? -ENODEV : err;
	default:
		return urb_status_to_error(handle, usbfs_refusal(err));
	}
}

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
	return n < 0 ? error_of(handle, n) : n;
}
