/* SPDX-License-Identifier: MIT */
/*
 * CONTROL and BULK.
 *
 * Kernel facts (devio.c of 6.1): they cannot be interrupted, sleep without the device's lock, and
 * deliver IN data only when all went well.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <linux/usbdevice_fs.h>

#include <cusb/descriptor.h>

#include "virtual/device/fault.h"
#include "virtual/kernel/usbfs/usbfs.h"

struct wait {
	struct virtual_urb urb;
	struct usb *dev;
	bool done;
};

static void wake(struct virtual_urb *urb)
{
	struct wait *wait = urb->owner;
	struct usb *dev = wait->dev;

	wait->done = true;
	kernel_note_vanished(dev);
	pthread_cond_broadcast(&dev->kernel->changed);
}

static int wait_for(struct wait *wait, unsigned int timeout_ms)
{
	struct cusb_virtual_kernel *kernel = wait->dev->kernel;
	int64_t end = timeout_ms ? fault_now() + (int64_t)timeout_ms * 1000000 : NOT_DUE;

	while (!wait->done && kernel_sleep(kernel, &kernel->changed, end))
		;
	if (wait->done)
		return wait->urb.status;
	hcd_unlink(wait->dev->device, &wait->urb, -ENOENT);
	return -ETIMEDOUT;
}

/* Runs a URB whose fields are set. Returns the bytes moved. */
static int run(struct file *file, struct wait *wait, void *data, size_t length,
	       unsigned int timeout_ms)
{
	bool is_in = wait->urb.endpoint & 0x80;
	size_t charge = length + URB_OVERHEAD;
	int err = kernel_charge(file->kernel, charge);

	if (err)
		return err;
	wait->dev = file->inode.dev;
	wait->urb.owner = wait;
	wait->urb.complete = wake;
	wait->urb.length = length;
	wait->urb.data = calloc(1, length ? length : 1);
	err = wait->urb.data ? 0 : -ENOMEM;
	if (!err && !is_in && length)
		memcpy(wait->urb.data, data, length);
	if (!err)
		err = hcd_submit(wait->dev->device, &wait->urb);
	if (!err)
		err = wait_for(wait, timeout_ms);
	if (!err && is_in && wait->urb.actual_length)
		memcpy(data, wait->urb.data, wait->urb.actual_length);
	free(wait->urb.data);
	kernel_uncharge(file->kernel, charge);
	return err ? err : (int)wait->urb.actual_length;
}

int ioctl_control(struct file *file, void *arg)
{
	const struct usbdevfs_ctrltransfer *control = arg;
	struct wait wait = {
		.urb.setup = {control->bRequestType, control->bRequest, control->wValue,
			      control->wIndex, control->wLength},
	};
	int err = kernel_check_recipient(file, &wait.urb.setup);

	if (err)
		return err;
	if (control->wLength > CONTROL_MAX)
		return -EINVAL;
	if (control->wLength && !control->data)
		return -EFAULT;
	wait.urb.endpoint = control->bRequestType & 0x80 && control->wLength ? 0x80 : 0;
	return run(file, &wait, control->data, control->wLength, control->timeout);
}

int ioctl_bulk(struct file *file, void *arg)
{
	const struct usbdevfs_bulktransfer *bulk = arg;
	struct wait wait = {0};
	const uint8_t *endpoint;
	int interface = kernel_check_endpoint_claim(file, bulk->ep);

	if (interface < 0)
		return interface;
	if (bulk->len >= INT_MAX - URB_OVERHEAD)
		return -EINVAL;
	endpoint = kernel_endpoint(file->inode.dev, bulk->ep);
	if (!endpoint || (endpoint[4] | (endpoint[5] & 0x07)) == 0)
		return -EINVAL;
	if (bulk->len && !bulk->data)
		return -EFAULT;
	wait.urb.endpoint = (uint8_t)bulk->ep;
	return run(file, &wait, bulk->data, bulk->len, bulk->timeout);
}
