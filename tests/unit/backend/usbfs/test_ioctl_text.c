/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "backend/usbfs/script_kernel.h"
#include "unit.h"

static char text[160];

static const char *text_of(unsigned long request, const void *arg)
{
	ioctl_text(request, arg, text, sizeof text);
	return text;
}

static const struct {
	unsigned long request;
	int number;
	const char *text;
} numbers[] = {
	{USBDEVFS_CLAIMINTERFACE, 0, "CLAIMINTERFACE, 0"},
	{USBDEVFS_RELEASEINTERFACE, 255, "RELEASEINTERFACE, 255"},
	{USBDEVFS_SETCONFIGURATION, -1, "SETCONFIGURATION, -1"},
	{USBDEVFS_CLEAR_HALT, 0x81, "CLEAR_HALT, 129"},
};

CASE_PER_ROW(number_is_told, numbers)
{
	ck_assert_str_eq(text_of(numbers[_i].request, &numbers[_i].number), numbers[_i].text);
}

static const struct {
	unsigned long request;
	const void *arg;
	const char *text;
} structures[] = {
	/* setting is told */
	{USBDEVFS_SETINTERFACE, &(const struct usbdevfs_setinterface){3, 7},
	 "SETINTERFACE, interface 3 altsetting 7"},
	/* driver question is told */
	{USBDEVFS_GETDRIVER, &(const struct usbdevfs_getdriver){.interface = 4},
	 "GETDRIVER, interface 4"},
	/* streams are told */
	{USBDEVFS_ALLOC_STREAMS, &(const struct usbdevfs_streams){.num_streams = 15, .num_eps = 2},
	 "ALLOC_STREAMS, 15 streams, 2 endpoints"},
	/* longest control is told whole */
	{USBDEVFS_CONTROL,
	 &(const struct usbdevfs_ctrltransfer){0xff, 0xff, 0xffff, 0xffff, 0xffff, 0xffffffff,
					       NULL},
	 "CONTROL, bmRequestType 0xff bRequest 0xff wValue 0xffff wIndex 0xffff "
	 "wLength 65535, 4294967295 ms"},
	/* disconnect claim is told */
	{USBDEVFS_DISCONNECT_CLAIM, &(const struct usbdevfs_disconnect_claim){.interface = 3},
	 "DISCONNECT_CLAIM, interface 3"},
};

CASE_PER_ROW(structure_is_told, structures)
{
	ck_assert_str_eq(text_of(structures[_i].request, structures[_i].arg), structures[_i].text);
}

CASE(connect_and_disconnect_are_told)
{
	const struct usbdevfs_ioctl connect = {1, (int)USBDEVFS_CONNECT, NULL};
	const struct usbdevfs_ioctl disconnect = {2, (int)USBDEVFS_DISCONNECT, NULL};

	ck_assert_str_eq(text_of(USBDEVFS_IOCTL, &connect), "IOCTL, interface 1 CONNECT");
	ck_assert_str_eq(text_of(USBDEVFS_IOCTL, &disconnect), "IOCTL, interface 2 DISCONNECT");
}

static const struct usbdevfs_urb urb = {
	.type = 3, .endpoint = 0x81, .buffer_length = 512, .actual_length = 7, .status = -32};

CASE(urb_is_told_when_submitted)
{
	char wanted[160];

	snprintf(wanted, sizeof wanted,
		 "SUBMITURB, %p: type 3 endpoint 0x81 length 512 actual 7 status -32",
		 (const void *)&urb);
	ck_assert_str_eq(text_of(USBDEVFS_SUBMITURB, &urb), wanted);
}

CASE(urb_is_told_when_reaped)
{
	const struct usbdevfs_urb *reaped = &urb;
	char wanted[160];

	snprintf(wanted, sizeof wanted,
		 "REAPURBNDELAY, %p: type 3 endpoint 0x81 length 512 actual 7 status -32",
		 (const void *)&urb);
	ck_assert_str_eq(text_of(USBDEVFS_REAPURBNDELAY, &reaped), wanted);
}

CASE(reap_without_urb_is_its_name)
{
	const struct usbdevfs_urb *none = NULL;

	ck_assert_str_eq(text_of(USBDEVFS_REAPURBNDELAY, &none), "REAPURBNDELAY");
}

CASE(others_are_told_by_pointer)
{
	char wanted[64];

	snprintf(wanted, sizeof wanted, "DISCARDURB, %p", (void *)text);
	ck_assert_str_eq(text_of(USBDEVFS_DISCARDURB, text), wanted);
	ck_assert_int_eq(strncmp(text_of(USBDEVFS_RESET, NULL), "RESET, ", 7), 0);
	ck_assert_int_eq(strncmp(text_of(USBDEVFS_FORBID_SUSPEND, NULL), "FORBID_SUSPEND, ", 16),
			 0);
	ck_assert_int_eq(strncmp(text_of(USBDEVFS_DISCSIGNAL, NULL), "?, ", 3), 0);
}

CASE(requests_to_a_driver_are_told)
{
	struct usbdevfs_ioctl inner = {.ifno = 0, .ioctl_code = (int)USBDEVFS_HUB_PORTINFO};

	ck_assert_str_eq(text_of(USBDEVFS_IOCTL, &inner), "IOCTL, interface 0 HUB_PORTINFO");
	inner.ioctl_code = 0;
	ck_assert_str_eq(text_of(USBDEVFS_IOCTL, &inner), "IOCTL, interface 0 nothing");
}

CASE(text_is_cut_at_the_room)
{
	const int number = 12345;

	memset(text, '#', sizeof text);
	ioctl_text(USBDEVFS_CLAIMINTERFACE, &number, text, 8);
	ck_assert_str_eq(text, "CLAIMIN");
	ck_assert_int_eq(text[8], '#');
}
