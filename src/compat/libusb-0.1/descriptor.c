/* SPDX-License-Identifier: MIT */
/* Descriptors and strings, asked of the device. */
#include <errno.h>
#include <string.h>

#include <cusb/log.h>

#include "compat/libusb-0.1/internal.h"

#define TIMEOUT_MS 1000

int usb_get_descriptor_by_endpoint(usb_dev_handle *handle, int ep, unsigned char type,
				   unsigned char index, void *buf, int size)
{
	if (size > 0)
		memset(buf, 0, (size_t)size);
	return usb_control_msg(handle, ep | USB_ENDPOINT_IN, USB_REQ_GET_DESCRIPTOR,
			       type << 8 | index, 0, buf, size, TIMEOUT_MS);
}

int usb_get_descriptor(usb_dev_handle *handle, unsigned char type, unsigned char index, void *buf,
		       int size)
{
	return usb_get_descriptor_by_endpoint(handle, 0, type, index, buf, size);
}

int usb_get_string(usb_dev_handle *handle, int index, int langid, char *buf, size_t buflen)
{
	/* wLength has 16 bits. */
	int size = buflen > UINT16_MAX ? UINT16_MAX : (int)buflen;

	return usb_control_msg(handle, USB_ENDPOINT_IN, USB_REQ_GET_DESCRIPTOR,
			       (USB_DT_STRING << 8) + index, langid, buf, size, TIMEOUT_MS);
}

/* A string descriptor's length, or an error. */
static int check_string(const unsigned char *bytes, int received)
{
	if (received < 2 || bytes[1] != USB_DT_STRING)
		return -EIO;
	return bytes[0] > received ? -EFBIG : bytes[0];
}

int usb_get_string_simple(usb_dev_handle *handle, int index, char *buf, size_t buflen)
{
	/* Some devices fail when more bytes are requested. */
	unsigned char bytes[255];
	int length = 0, n = usb_get_string(handle, 0, 0, (char *)bytes, sizeof bytes);

	if (n >= 4)
		n = usb_get_string(handle, index, bytes[2] | bytes[3] << 8, (char *)bytes,
				   sizeof bytes);
	else if (n >= 0)
		n = 0;
	if (n < 0)
		return n;
	n = buflen > 0 ? check_string(bytes, n) : cusb_refuse(-EINVAL, "buflen is 0");
	if (n < 0)
		return keep_error(n, "could not get string %d", index);
	for (int i = 2; i + 1 < n && (size_t)length < buflen - 1; i += 2)
		buf[length++] = bytes[i + 1] ? '?' : (char)bytes[i];
	buf[length] = '\0';
	return length;
}
