/* SPDX-License-Identifier: MIT */
/*
 * Hubs.
 *
 * Kernel facts: HUB_PORTINFO goes to the driver of interface 0 and returns the number of ports plus
 * one; without a driver it is -ENOTTY. A claimed port belongs to the open file.
 */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

int usbfs_hub_ports(struct cusb_handle *handle, uint8_t *addresses)
{
	struct usbdevfs_hub_portinfo info = {0};
	struct usbdevfs_ioctl command = {.ioctl_code = (int)USBDEVFS_HUB_PORTINFO, .data = &info};
	int err = sys_ioctl(handle->fs, handle->fd, USBDEVFS_IOCTL, &command);
	size_t count = (unsigned char)info.nports;

	if (err == -ENOTTY)
		return -ENODATA;
	if (err < 0)
		return err;
	if (count > sizeof info.port)
		return -EBADMSG;
	memcpy(addresses, info.port, count);
	return (int)count;
}

int usbfs_claim_port(struct cusb_handle *handle, unsigned int port)
{
	return sys_ioctl(handle->fs, handle->fd, USBDEVFS_CLAIM_PORT, &port);
}

int usbfs_release_port(struct cusb_handle *handle, unsigned int port)
{
	return sys_ioctl(handle->fs, handle->fd, USBDEVFS_RELEASE_PORT, &port);
}
