/* SPDX-License-Identifier: MIT */
/*
 * Transfers of data. Descriptors and strings, which are control transfers too, are in descriptor.c.
 */
#include <errno.h>

#include <cusb/log.h>
#include <cusb/transfer.h>

#include "compat/libusb-0.1/internal.h"

/* Whether the transfer was not even started: the text of the error differs. */
static bool is_refusal(int err)
{
	return err == -ENOENT || err == -EINVAL || err == -EBUSY || err == -ENODEV ||
	       err == -EACCES || err == -ENOMEM;
}

static int transfer(usb_dev_handle *handle, int ep, void *data, int size, int timeout)
{
	struct cusb_transfer transfer = {.bEndpointAddress = (unsigned int)ep & 0xff,
					 .data = data,
					 .length = (size_t)size,
					 .timeout_ms = timeout < 0 ? 1 : timeout};
	int err;

	/* The core would take a SETUP packet from the data. */
	if ((ep & ~USB_ENDPOINT_DIR_MASK & 0xff) == 0)
		err = cusb_refuse(-ENOENT, "%#04x is not an endpoint to read or write", ep & 0xff);
	else if (size < 0)
		err = cusb_refuse(-EINVAL, "size %d is below 0", size);
	else
		err = cusb_transfer_run(handle->dev, &transfer);
	if (err < 0)
		return keep_error(err, "error %s URB", is_refusal(err) ? "submitting" : "reaping");
	return (int)transfer.actual_length;
}

/* The core has one pointer for both directions. */
static void *unconst(const char *bytes)
{
	union {
		const char *in;
		void *out;
	} pointer = {bytes};

	return pointer.out;
}

/* 0.1.12 allows it on an IN endpoint: the device then writes into the data to be sent. */
static int write_to(usb_dev_handle *handle, int ep, const char *bytes, int size, int timeout)
{
	if (ep & USB_ENDPOINT_IN)
		return keep_error(cusb_refuse(-EINVAL, "%#04x is an IN endpoint", ep & 0xff),
				  "error submitting URB");
	return transfer(handle, ep, unconst(bytes), size, timeout);
}

int usb_bulk_write(usb_dev_handle *handle, int ep, const char *bytes, int size, int timeout)
{
	return write_to(handle, ep, bytes, size, timeout);
}

int usb_bulk_read(usb_dev_handle *handle, int ep, char *bytes, int size, int timeout)
{
	return transfer(handle, ep | USB_ENDPOINT_IN, bytes, size, timeout);
}

int usb_interrupt_write(usb_dev_handle *handle, int ep, const char *bytes, int size, int timeout)
{
	return write_to(handle, ep, bytes, size, timeout);
}

int usb_interrupt_read(usb_dev_handle *handle, int ep, char *bytes, int size, int timeout)
{
	return transfer(handle, ep | USB_ENDPOINT_IN, bytes, size, timeout);
}

int usb_control_msg(usb_dev_handle *handle, int requesttype, int request, int value, int index,
		    char *bytes, int size, int timeout)
{
	/* A negative size becomes one that is too large for the core. */
	ssize_t n = cusb_ctrl_transfer(handle->dev, requesttype & 0xff, request & 0xff,
				       value & 0xffff, index & 0xffff, bytes, (size_t)size,
				       timeout < 0 ? CUSB_NO_TIMEOUT : timeout);

	return keep_error((int)n, "error sending control message");
}
