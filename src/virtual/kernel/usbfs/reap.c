/* SPDX-License-Identifier: MIT */
/*
 * REAPURB, REAPURBNDELAY, DISCARDURB.
 *
 * Kernel facts (devio.c of 6.1): IN data reaches the program's buffer when the URB is reaped; of an
 * isochronous URB all of it, with the gaps behind short packets. A disconnected node gives -ENODEV
 * whenever no URB has completed, though some may still be pending.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include <linux/usbdevice_fs.h>

#include "virtual/kernel/usbfs/usbfs.h"

static int hand_over(struct file *file, void *arg)
{
	struct async *async = file->completed;
	struct usbdevfs_urb *urb = async->user;
	bool is_iso = async->urb.packets != NULL;

	if (async->user_data && async->urb.actual_length)
		memcpy(async->user_data, async->buffer,
		       is_iso ? async->urb.length : async->urb.actual_length);
	urb->status = async->urb.status;
	urb->actual_length = (int)async->urb.actual_length;
	urb->error_count = (int)async->urb.error_count;
	if (is_iso)
		kernel_give_packets(async, urb);
	memcpy(arg, &async->user, sizeof async->user);
	async_remove(&file->completed, async);
	async_free(async);
	node_fd_update(file);
	return 0;
}

int ioctl_reapurbndelay(struct file *file, void *arg)
{
	if (file->completed)
		return hand_over(file, arg);
	if (file->step == CONNECTED)
		return -EAGAIN;
	if (file->step == HUNG_UP)
		async_advance(file);
	return -ENODEV;
}

/* Sleeps without the lock until a URB can be reaped or the device is gone. */
static int wait_completed(struct file *file)
{
	struct pollfd fd = {.fd = file->fd, .events = POLLOUT};
	int err;

	kernel_unlock(file->kernel);
	err = poll(&fd, 1, -1) < 0 ? -errno : 0;
	kernel_lock(file->kernel);
	/* Killing the URBs wakes a sleeper; the HUP before it does not. */
	if (file->step == HUNG_UP)
		async_advance(file);
	return err;
}

int ioctl_reapurb(struct file *file, void *arg)
{
	int err = 0;

	while (!err && !file->completed && file->step == CONNECTED)
		err = wait_completed(file);
	if (file->completed || !err)
		return ioctl_reapurbndelay(file, arg);
	return err;
}

int ioctl_discardurb(struct file *file, void *arg)
{
	struct async *async = file->pending;

	while (async && async->user != arg)
		async = async->next;
	if (!async)
		return -EINVAL;
	return hcd_unlink(file->inode.dev->device, &async->urb, -ENOENT);
}
