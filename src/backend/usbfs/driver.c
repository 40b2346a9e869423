/* SPDX-License-Identifier: MIT */
/*
 * Kernel drivers on interfaces.
 *
 * Kernel facts: GETDRIVER says "usbfs" when any program holds the interface, and -ENODATA when none
 * does or there is no such interface. DISCONNECT would take the interface from another program too;
 * DISCONNECT_CLAIM, of Linux 3.12, takes an exception. CONNECT returns 1 when a driver was bound.
 * Other requests in IOCTL go to the driver; where there is none they change nothing, but an
 * interface that is not there, or a device that is not configured, still shows.
 */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

#define USBFS	   "usbfs" /* the name of a driver that means a program */
#define NO_REQUEST 0

/* 1: a kernel driver; 0: none; -EBUSY: a program. */
static int holder(struct cusb_handle *handle, unsigned int number)
{
	struct usbdevfs_getdriver driver = {.interface = number};
	int err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_GETDRIVER, &driver);

	if (err == -ENODATA)
		return 0;
	if (err < 0)
		return err;
	return strcmp(driver.driver, USBFS) == 0 ? -EBUSY : 1;
}

static int interface_ioctl(struct cusb_handle *handle, unsigned int number, unsigned int code)
{
	struct usbdevfs_ioctl command = {.ifno = (int)number, .ioctl_code = (int)code};

	return sys_ioctl(handle->fs, handle->fd, USBDEVFS_IOCTL, &command);
}

int usbfs_kernel_driver_active(struct cusb_handle *handle, unsigned int number)
{
	int held = holder(handle, number);

	return held == -EBUSY ? 0 : held;
}

int usbfs_detach_and_claim(struct cusb_handle *handle, unsigned int number)
{
	struct usbdevfs_disconnect_claim claim = {
		.interface = number,
		.flags = USBDEVFS_DISCONNECT_CLAIM_EXCEPT_DRIVER,
		.driver = USBFS,
	};
	int err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_DISCONNECT_CLAIM, &claim);

	return err == -ENOTTY ? -ENOSYS : err;
}

/* What there is to say of an interface that no driver is bound to. */
static int nothing_to_detach(struct cusb_handle *handle, unsigned int number)
{
	int err = interface_ioctl(handle, number, NO_REQUEST);

	return err == -EINVAL || err == -EHOSTUNREACH || err == -ENODEV ? err : -ENODATA;
}

/* Detaching alone might hit another program that has been quicker; claiming with it does not. */
int usbfs_detach_kernel_driver(struct cusb_handle *handle, unsigned int number)
{
	int held = holder(handle, number);
	int err;

	if (held <= 0)
		return held < 0 ? held : nothing_to_detach(handle, number);
	err = usbfs_detach_and_claim(handle, number);
	if (err == -ENOSYS)
		return interface_ioctl(handle, number, USBDEVFS_DISCONNECT);
	return err < 0 ? err : usbfs_release(handle, number);
}

int usbfs_attach_kernel_driver(struct cusb_handle *handle, unsigned int number)
{
	int bound = interface_ioctl(handle, number, USBDEVFS_CONNECT);

	return bound == 0 ? -ENODATA : bound < 0 ? bound : 0;
}
