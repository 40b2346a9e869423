/* SPDX-License-Identifier: MIT */
/* An ioctl with its arguments as text, for the log. */
#include <stdio.h>

#include "backend/usbfs/usbfs.h"

static const struct {
	unsigned long request;
	const char *name;
} names[] = {
	{USBDEVFS_CLAIMINTERFACE, "CLAIMINTERFACE"},
	{USBDEVFS_RELEASEINTERFACE, "RELEASEINTERFACE"},
	{USBDEVFS_SETCONFIGURATION, "SETCONFIGURATION"},
	{USBDEVFS_SETINTERFACE, "SETINTERFACE"},
	{USBDEVFS_CLEAR_HALT, "CLEAR_HALT"},
	{USBDEVFS_RESET, "RESET"},
	{USBDEVFS_GETDRIVER, "GETDRIVER"},
	{USBDEVFS_IOCTL, "IOCTL"},
	{USBDEVFS_CONTROL, "CONTROL"},
	{USBDEVFS_SUBMITURB, "SUBMITURB"},
	{USBDEVFS_REAPURBNDELAY, "REAPURBNDELAY"},
	{USBDEVFS_DISCARDURB, "DISCARDURB"},
	{USBDEVFS_DISCONNECT_CLAIM, "DISCONNECT_CLAIM"},
	{USBDEVFS_RESETEP, "RESETEP"},
	{USBDEVFS_CONNECTINFO, "CONNECTINFO"},
	{USBDEVFS_CONNINFO_EX(sizeof(struct usbdevfs_conninfo_ex)), "CONNINFO_EX"},
	{USBDEVFS_GET_SPEED, "GET_SPEED"},
	{USBDEVFS_GET_CAPABILITIES, "GET_CAPABILITIES"},
	{USBDEVFS_DROP_PRIVILEGES, "DROP_PRIVILEGES"},
	{USBDEVFS_FORBID_SUSPEND, "FORBID_SUSPEND"},
	{USBDEVFS_ALLOW_SUSPEND, "ALLOW_SUSPEND"},
	{USBDEVFS_WAIT_FOR_RESUME, "WAIT_FOR_RESUME"},
	{USBDEVFS_CLAIM_PORT, "CLAIM_PORT"},
	{USBDEVFS_RELEASE_PORT, "RELEASE_PORT"},
	{USBDEVFS_ALLOC_STREAMS, "ALLOC_STREAMS"},
	{USBDEVFS_FREE_STREAMS, "FREE_STREAMS"},
};

static const char *name_of(unsigned long request)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].request == request)
			return names[i].name;
	return "?";
}

static const char *inner_name_of(unsigned int request)
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

static void control_text(const struct usbdevfs_ctrltransfer *control, char *text, size_t size)
{
	snprintf(text, size,
		 "CONTROL, bmRequestType %#x bRequest %#x wValue %#x wIndex %#x wLength %u, %u ms",
		 control->bRequestType, control->bRequest, control->wValue, control->wIndex,
		 control->wLength, control->timeout);
}

static void urb_text(const char *name, const struct usbdevfs_urb *urb, char *text, size_t size)
{
	snprintf(text, size, "%s, %p: type %u endpoint %#x length %d actual %d status %d", name,
		 (const void *)urb, urb->type, urb->endpoint, urb->buffer_length,
		 urb->actual_length, urb->status);
}

static void streams_text(const char *name, const struct usbdevfs_streams *streams, char *text,
			 size_t size)
{
	snprintf(text, size, "%s, %u streams, %u endpoints", name, streams->num_streams,
		 streams->num_eps);
}

void ioctl_text(unsigned long request, const void *arg, char *text, size_t size)
{
	const char *name = name_of(request);
	const struct usbdevfs_setinterface *setting = arg;
	const struct usbdevfs_ioctl *inner = arg;
	const struct usbdevfs_urb *const *reaped = arg;

	switch (request) {
	case USBDEVFS_CONTROL:
		control_text(arg, text, size);
		break;
	case USBDEVFS_SUBMITURB:
		urb_text(name, arg, text, size);
		break;
	case USBDEVFS_REAPURBNDELAY: /* logged after the call */
		if (*reaped)
			urb_text(name, *reaped, text, size);
		else
			snprintf(text, size, "%s", name);
		break;
	case USBDEVFS_SETINTERFACE:
		snprintf(text, size, "%s, interface %u altsetting %u", name, setting->interface,
			 setting->altsetting);
		break;
	case USBDEVFS_GETDRIVER:
		snprintf(text, size, "%s, interface %u", name,
			 ((const struct usbdevfs_getdriver *)arg)->interface);
		break;
	case USBDEVFS_DISCONNECT_CLAIM:
		snprintf(text, size, "%s, interface %u", name,
			 ((const struct usbdevfs_disconnect_claim *)arg)->interface);
		break;
	case USBDEVFS_IOCTL:
		snprintf(text, size, "%s, interface %d %s", name, inner->ifno,
			 inner_name_of((unsigned int)inner->ioctl_code));
		break;
	case USBDEVFS_ALLOC_STREAMS:
	case USBDEVFS_FREE_STREAMS:
		streams_text(name, arg, text, size);
		break;
	case USBDEVFS_CLAIMINTERFACE:
	case USBDEVFS_RELEASEINTERFACE:
	case USBDEVFS_SETCONFIGURATION:
	case USBDEVFS_CLEAR_HALT:
	case USBDEVFS_RESETEP:
	case USBDEVFS_CLAIM_PORT:
	case USBDEVFS_RELEASE_PORT:
		snprintf(text, size, "%s, %d", name, *(const int *)arg);
		break;
	default:
		snprintf(text, size, "%s, %p", name, arg);
	}
}
