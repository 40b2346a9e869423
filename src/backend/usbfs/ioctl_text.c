/* SPDX-License-Identifier: MIT */
/* An ioctl with its arguments as text, for the log. */
#include <stdio.h>

#include "backend/usbfs/usbfs.h"

/* Writes an argument, as snprintf(). */
typedef int (*argument_fn)(const void *arg, char *text, size_t size);

static int pointer_text(const void *arg, char *text, size_t size)
{
	return snprintf(text, size, ", %p", arg);
}

static int number_text(const void *arg, char *text, size_t size)
{
	return snprintf(text, size, ", %d", *(const int *)arg);
}

/* For structs that begin with the interface's number. */
static int interface_text(const void *arg, char *text, size_t size)
{
	return snprintf(text, size, ", interface %u", *(const unsigned int *)arg);
}

static int setting_text(const void *arg, char *text, size_t size)
{
	const struct usbdevfs_setinterface *setting = arg;

	return snprintf(text, size, ", interface %u altsetting %u", setting->interface,
			setting->altsetting);
}

static const char *driver_request(unsigned int request)
{
	switch (request) {
	case USBDEVFS_CONNECT:
		return "CONNECT";
	case USBDEVFS_DISCONNECT:
		return "DISCONNECT";
	case USBDEVFS_HUB_PORTINFO:
		return "HUB_PORTINFO";
	default:
		return "nothing";
	}
}

static int driver_request_text(const void *arg, char *text, size_t size)
{
	const struct usbdevfs_ioctl *command = arg;

	return snprintf(text, size, ", interface %d %s", command->ifno,
			driver_request((unsigned int)command->ioctl_code));
}

static int control_text(const void *arg, char *text, size_t size)
{
	const struct usbdevfs_ctrltransfer *control = arg;

	return snprintf(text, size,
			", bmRequestType %#x bRequest %#x wValue %#x wIndex %#x wLength %u, %u ms",
			control->bRequestType, control->bRequest, control->wValue, control->wIndex,
			control->wLength, control->timeout);
}

static int urb_text(const void *arg, char *text, size_t size)
{
	const struct usbdevfs_urb *urb = arg;

	return snprintf(text, size, ", %p: type %u endpoint %#x length %d actual %d status %d", arg,
			urb->type, urb->endpoint, urb->buffer_length, urb->actual_length,
			urb->status);
}

/* Logged after the call. */
static int reaped_text(const void *arg, char *text, size_t size)
{
	const struct usbdevfs_urb *const *reaped = arg;

	return *reaped ? urb_text(*reaped, text, size) : 0;
}

static int streams_text(const void *arg, char *text, size_t size)
{
	const struct usbdevfs_streams *streams = arg;

	return snprintf(text, size, ", %u streams, %u endpoints", streams->num_streams,
			streams->num_eps);
}

static const struct ioctl_name {
	unsigned long request;
	const char *name;
	argument_fn argument;
} names[] = {
	{USBDEVFS_CLAIMINTERFACE, "CLAIMINTERFACE", number_text},
	{USBDEVFS_RELEASEINTERFACE, "RELEASEINTERFACE", number_text},
	{USBDEVFS_SETCONFIGURATION, "SETCONFIGURATION", number_text},
	{USBDEVFS_SETINTERFACE, "SETINTERFACE", setting_text},
	{USBDEVFS_CLEAR_HALT, "CLEAR_HALT", number_text},
	{USBDEVFS_RESET, "RESET", pointer_text},
	{USBDEVFS_GETDRIVER, "GETDRIVER", interface_text},
	{USBDEVFS_IOCTL, "IOCTL", driver_request_text},
	{USBDEVFS_CONTROL, "CONTROL", control_text},
	{USBDEVFS_SUBMITURB, "SUBMITURB", urb_text},
	{USBDEVFS_REAPURBNDELAY, "REAPURBNDELAY", reaped_text},
	{USBDEVFS_DISCARDURB, "DISCARDURB", pointer_text},
	{USBDEVFS_DISCONNECT_CLAIM, "DISCONNECT_CLAIM", interface_text},
	{USBDEVFS_RESETEP, "RESETEP", number_text},
	{USBDEVFS_GET_CAPABILITIES, "GET_CAPABILITIES", pointer_text},
	{USBDEVFS_DROP_PRIVILEGES, "DROP_PRIVILEGES", pointer_text},
	{USBDEVFS_FORBID_SUSPEND, "FORBID_SUSPEND", pointer_text},
	{USBDEVFS_ALLOW_SUSPEND, "ALLOW_SUSPEND", pointer_text},
	{USBDEVFS_WAIT_FOR_RESUME, "WAIT_FOR_RESUME", pointer_text},
	{USBDEVFS_CLAIM_PORT, "CLAIM_PORT", number_text},
	{USBDEVFS_RELEASE_PORT, "RELEASE_PORT", number_text},
	{USBDEVFS_ALLOC_STREAMS, "ALLOC_STREAMS", streams_text},
	{USBDEVFS_FREE_STREAMS, "FREE_STREAMS", streams_text},
};

void ioctl_text(unsigned long request, const void *arg, char *text, size_t size)
{
	struct ioctl_name found = {request, "?", pointer_text};
	size_t length;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].request == request)
			found = names[i];
	length = (size_t)snprintf(text, size, "%s", found.name);
	if (length < size)
		found.argument(arg, text + length, size - length);
}
