/* SPDX-License-Identifier: MIT */
/*
 * Interfaces: claims, and the kernel drivers on them.
 *
 * Kernel facts: GETDRIVER says "usbfs" when a program has claimed the interface, and -ENODATA when
 * none has or there is no such interface. DISCONNECT would take the interface from another program
 * too; DISCONNECT_CLAIM, of Linux 3.12, has a flag that excludes usbfs. CONNECT returns 1 when a
 * driver was bound. Other requests in IOCTL go to the driver. Without a driver they change nothing,
 * but they still show a missing interface and an unconfigured device.
 * Claiming gives -ENODEV for an interface whose attribute `authorized` is 0
 * (usb_driver_claim_interface).
 */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

#define USBFS	   "usbfs" /* the driver name that means a program */
#define NO_REQUEST 0

static int claimed(const struct cusb_handle *handle, int err)
{
	if (err != -ENODEV || usbfs_is_unplugged(handle))
		return err;
	return refuse(-EACCES, "the interface is not authorized (attribute `authorized` in sysfs)");
}

static int claim(struct cusb_handle *handle, unsigned int bInterfaceNumber)
{
	return claimed(handle, sys_ioctl(handle->fs, handle->fd, USBDEVFS_CLAIMINTERFACE,
					 &bInterfaceNumber));
}

static int release(struct cusb_handle *handle, unsigned int bInterfaceNumber)
{
	return sys_ioctl(handle->fs, handle->fd, USBDEVFS_RELEASEINTERFACE, &bInterfaceNumber);
}

/* 1: a kernel driver; 0: none; -EBUSY: a program. */
static int holder(struct cusb_handle *handle, unsigned int bInterfaceNumber)
{
	struct usbdevfs_getdriver driver = {.interface = bInterfaceNumber};
	int err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_GETDRIVER, &driver);

	if (err == -ENODATA)
		return 0;
	if (err < 0)
		return err;
	return strcmp(driver.driver, USBFS) == 0 ? -EBUSY : 1;
}

static int interface_ioctl(struct cusb_handle *handle, unsigned int bInterfaceNumber,
			   unsigned int code)
{
	struct usbdevfs_ioctl command = {.ifno = (int)bInterfaceNumber, .ioctl_code = (int)code};

	return sys_ioctl(handle->fs, handle->fd, USBDEVFS_IOCTL, &command);
}

static int active(struct cusb_handle *handle, unsigned int bInterfaceNumber)
{
	int held = holder(handle, bInterfaceNumber);

	return held == -EBUSY ? 0 : held;
}

static int detach_and_claim(struct cusb_handle *handle, unsigned int bInterfaceNumber)
{
	struct usbdevfs_disconnect_claim claim = {
		.interface = bInterfaceNumber,
		.flags = USBDEVFS_DISCONNECT_CLAIM_EXCEPT_DRIVER,
		.driver = USBFS,
	};
	int err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_DISCONNECT_CLAIM, &claim);

	return err == -ENOTTY ? -ENOSYS : claimed(handle, err);
}

/* The error for an interface without a driver. */
static int nothing_to_detach(struct cusb_handle *handle, unsigned int bInterfaceNumber)
{
	int err = interface_ioctl(handle, bInterfaceNumber, NO_REQUEST);

	return err == -EINVAL || err == -EHOSTUNREACH || err == -ENODEV ? err : -ENODATA;
}

/*
 * Detaching alone might take the claim of another program that was faster; detaching and claiming
 * in one step does not.
 */
static int detach(struct cusb_handle *handle, unsigned int bInterfaceNumber)
{
	int held = holder(handle, bInterfaceNumber);
	int err;

	if (held <= 0)
		return held < 0 ? held : nothing_to_detach(handle, bInterfaceNumber);
	err = detach_and_claim(handle, bInterfaceNumber);
	if (err == -ENOSYS)
		return interface_ioctl(handle, bInterfaceNumber, USBDEVFS_DISCONNECT);
	return err < 0 ? err : release(handle, bInterfaceNumber);
}

static int attach(struct cusb_handle *handle, unsigned int bInterfaceNumber)
{
	int bound = interface_ioctl(handle, bInterfaceNumber, USBDEVFS_CONNECT);

	return bound == 0 ? -ENODATA : bound < 0 ? bound : 0;
}

void usbfs_add_interfaces(struct cusb_backend *backend)
{
	static const struct cusb_driver_operations drivers = {
		.active = active,
		.detach = detach,
		.attach = attach,
		.detach_and_claim = detach_and_claim,
	};

	backend->claim = claim;
	backend->release = release;
	backend->drivers = &drivers;
}
