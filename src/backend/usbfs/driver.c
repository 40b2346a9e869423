/* SPDX-License-Identifier: MIT */
/*
 * Kernel drivers on interfaces.
 *
 * Kernel facts: GETDRIVER says "usbfs" when any program holds the interface, and -ENODATA when none
 * does or there is no such interface. DISCONNECT would take the interface from another program too.
 * CONNECT returns 1 when a driver was bound.
 */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

/* 1: a kernel driver; 0: none; -EBUSY: a program. */
static int holder(struct cusb_handle *handle, unsigned int number)
{
	struct usbdevfs_getdriver driver = {.interface = number};
	int err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_GETDRIVER, &driver);

	if (err == -ENODATA)
		return 0;
	if (err < 0)
		return err;
	return strcmp(driver.driver, "usbfs") == 0 ? -EBUSY : 1;
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

int usbfs_detach_kernel_driver(struct cusb_handle *handle, unsigned int number)
{
	int held = holder(handle, number);

	if (held < 0)
		return held;
	/* Asked also when none is bound: it tells that from an interface that does not exist. */
	return interface_ioctl(handle, number, USBDEVFS_DISCONNECT);
}

int usbfs_attach_kernel_driver(struct cusb_handle *handle, unsigned int number)
{
	int bound = interface_ioctl(handle, number, USBDEVFS_CONNECT);

	return bound == 0 ? -ENODATA : bound < 0 ? bound : 0;
}
