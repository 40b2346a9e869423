/* SPDX-License-Identifier: MIT */
/* Kernel fact: rights are the open file's, and came with Linux 4.6. */
#include <errno.h>

#include "backend/usbfs/usbfs.h"

int usbfs_drop_privileges(struct cusb_handle *handle, uint32_t interfaces)
{
	int err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_DROP_PRIVILEGES, &interfaces);

	return err == -ENOTTY ? -ENOSYS : err;
}
