/* SPDX-License-Identifier: MIT */
/*
 * Control transfers.
 *
 * Kernel facts: USBDEVFS_CONTROL is one call, but takes no more than a page of data and cannot be
 * cancelled. A control URB takes any length, with the SETUP packet in little endian before the data
 * in one buffer; its actual_length counts the data alone.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

#define PAGE_MIN   4096
#define SETUP_SIZE 8

static ssize_t control_call(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
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
	ssize_t n = -ECANCELED;

	if (!queue_is_shut_down(handle))
		n = sys_ioctl(handle->fs, handle->fd, USBDEVFS_CONTROL, &control);
	/* Here -ENOENT is no end of a transfer: the interface or endpoint does not exist. */
	return n < 0 && n != -ENOENT ? outcome(handle, (int)n) : n;
}

static ssize_t control_urb(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
			   int timeout_ms)
{
	bool in = setup->bmRequestType & CUSB_ENDPOINT_IN;
	uint8_t *buffer = malloc(SETUP_SIZE + (size_t)setup->wLength);
	struct cusb_transfer transfer = {.data = buffer, .length = SETUP_SIZE + setup->wLength};
	ssize_t result;

	if (!buffer)
		return -ENOMEM;
	cusb_fill_setup(buffer, setup->bmRequestType, setup->bRequest, setup->wValue, setup->wIndex,
			setup->wLength);
	if (!in && setup->wLength > 0)
		memcpy(buffer + SETUP_SIZE, data, setup->wLength);
	transfer.state.timeout_ms = timeout_ms;
	result = usbfs_transfer(handle, NULL, &transfer);
	if (result == 0) {
		result = (ssize_t)transfer.actual_length;
		if (in && result > 0)
			memcpy(data, buffer + SETUP_SIZE, (size_t)result);
	}
	free(buffer);
	return result;
}

ssize_t usbfs_control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		      int timeout_ms)
{
	if (setup->wLength <= PAGE_MIN && timeout_ms > 0)
		return control_call(handle, setup, data, timeout_ms);
	return control_urb(handle, setup, data, timeout_ms);
}
