/* SPDX-License-Identifier: MIT */
/*
 * ioctl(2) on a device node.
 *
 * Kernel facts (devio.c of 6.1): every ioctl needs an fd open for writing; after a disconnect only
 * the two REAPURBs work.
 */
#include <errno.h>

#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>

#include "virtual/kernel/usbfs/usbfs.h"
#include "virtual/kernel/state/file.h"

static const struct {
	unsigned long request;
	int (*call)(struct file *file, void *arg);
	bool after_disconnect;
} ioctls[] = {
	{USBDEVFS_REAPURB, ioctl_reapurb, true},
	{USBDEVFS_REAPURBNDELAY, ioctl_reapurbndelay, true},
	{USBDEVFS_SUBMITURB, ioctl_submiturb, false},
	{USBDEVFS_DISCARDURB, ioctl_discardurb, false},
	{USBDEVFS_CONTROL, ioctl_control, false},
	{USBDEVFS_BULK, ioctl_bulk, false},
	{USBDEVFS_CLAIMINTERFACE, ioctl_claiminterface, false},
	{USBDEVFS_RELEASEINTERFACE, ioctl_releaseinterface, false},
	{USBDEVFS_GETDRIVER, ioctl_getdriver, false},
	{USBDEVFS_IOCTL, ioctl_ioctl, false},
	{USBDEVFS_DISCONNECT_CLAIM, ioctl_disconnect_claim, false},
	{USBDEVFS_SETINTERFACE, ioctl_setinterface, false},
	{USBDEVFS_SETCONFIGURATION, ioctl_setconfiguration, false},
	{USBDEVFS_CLEAR_HALT, ioctl_clear_halt, false},
	{USBDEVFS_RESETEP, ioctl_resetep, false},
	{USBDEVFS_RESET, ioctl_reset, false},
	{USBDEVFS_GET_CAPABILITIES, ioctl_get_capabilities, false},
	{USBDEVFS_CONNECTINFO, ioctl_connectinfo, false},
	{USBDEVFS_GET_SPEED, ioctl_get_speed, false},
	{USBDEVFS_DROP_PRIVILEGES, ioctl_drop_privileges, false},
	{USBDEVFS_FORBID_SUSPEND, ioctl_forbid_suspend, false},
	{USBDEVFS_ALLOW_SUSPEND, ioctl_allow_suspend, false},
	{USBDEVFS_WAIT_FOR_RESUME, ioctl_wait_for_resume, false},
	{USBDEVFS_CLAIM_PORT, ioctl_claim_port, false},
	{USBDEVFS_RELEASE_PORT, ioctl_release_port, false},
	{USBDEVFS_ALLOC_STREAMS, ioctl_alloc_streams, false},
	{USBDEVFS_FREE_STREAMS, ioctl_free_streams, false},
};

static bool takes_argument(unsigned long request)
{
	return request != USBDEVFS_RESET && request != USBDEVFS_GET_SPEED &&
	       request != USBDEVFS_DISCARDURB && request != USBDEVFS_FORBID_SUSPEND &&
	       request != USBDEVFS_ALLOW_SUSPEND && request != USBDEVFS_WAIT_FOR_RESUME;
}

/* CONNINFO_EX carries the size of the caller's structure in its number. */
static bool is_conninfo_ex(unsigned long request, size_t *size)
{
	unsigned long base = USBDEVFS_CONNINFO_EX(0);

	if ((request ^ base) & 0xe000ffffUL || request < base)
		return false;
	*size = (request - base) >> 16;
	return true;
}

int kernel_ioctl(struct file *file, unsigned long request, void *arg)
{
	bool connected = file->step == CONNECTED;
	size_t size;

	if (file->place.kind != PLACE_NODE)
		return -ENOTTY;
	if (!file->writable)
		return -EPERM;
	for (size_t i = 0; i < sizeof ioctls / sizeof ioctls[0]; i++) {
		if (ioctls[i].request != request)
			continue;
		if (!connected && !ioctls[i].after_disconnect)
			return -ENODEV;
		return !arg && takes_argument(request) ? -EFAULT : ioctls[i].call(file, arg);
	}
	if (!connected)
		return -ENODEV;
	if (is_conninfo_ex(request, &size))
		return arg ? ioctl_conninfo_ex(file, arg, size) : -EFAULT;
	return -ENOTTY;
}
