/* SPDX-License-Identifier: MIT */
/*
 * Runtime suspend.
 *
 * Kernel facts: these came with Linux 5.3, and take no argument. Whatever keeps a device from
 * resuming is -EIO, and that it is gone as well.
 */
#include <errno.h>

#include "backend/usbfs/usbfs.h"

static bool is_unplugged(const struct cusb_handle *handle)
{
	struct timespec none = {0, 0};
	int events = sys_ppoll(handle->fs, handle->fd, POLLOUT, &none);

	return events > 0 && events & POLLHUP;
}

static int power_ioctl(struct cusb_handle *handle, unsigned long request)
{
	int err = sys_ioctl(handle->fs, handle->fd, request, NULL);

	if (err == -EIO && is_unplugged(handle))
		return -ENODEV;
	return err == -ENOTTY ? -ENOSYS : err;
}

int usbfs_allow_suspend(struct cusb_handle *handle)
{
	return power_ioctl(handle, USBDEVFS_ALLOW_SUSPEND);
}

int usbfs_forbid_suspend(struct cusb_handle *handle)
{
	return power_ioctl(handle, USBDEVFS_FORBID_SUSPEND);
}

int usbfs_wait_for_resume(struct cusb_handle *handle)
{
	return power_ioctl(handle, USBDEVFS_WAIT_FOR_RESUME);
}
