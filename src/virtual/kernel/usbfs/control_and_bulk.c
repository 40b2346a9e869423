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
#include <time.h>

#include <linux/usbdevice_fs.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/kernel_calls.h"
#include "virtual/kernel/kernel_claims.h"
#include "virtual/kernel/kernel_devices.h"
#include "virtual/kernel/kernel_files.h"
#include "virtual/kernel/kernel_internal.h"
#include "virtual/kernel/kernel_urbs.h"

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
	if (dev->device->gone && !dev->gone)
		dev->kernel->vanished = true;
	pthread_cond_broadcast(&dev->kernel->changed);
}

static struct timespec deadline_after(unsigned int timeout_ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += (time_t)(timeout_ms / 1000);
	at.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000;
	}
	return at;
}

static int wait_for(struct wait *wait, unsigned int timeout_ms)
{
	struct cusb_virtual_kernel *kernel = wait->dev->kernel;
	struct timespec deadline = deadline_after(timeout_ms);
	int err = 0;

	while (!wait->done && err != ETIMEDOUT) {
		if (timeout_ms)
			err = pthread_cond_timedwait(&kernel->changed, &kernel->lock, &deadline);
		else
			pthread_cond_wait(&kernel->changed, &kernel->lock);
	}
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
	wait->dev = file->place.dev;
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
	struct usbdevfs_ctrltransfer control;
	struct wait wait = {0};
	int err;

	memcpy(&control, arg, sizeof control);
	wait.urb.setup = (struct cusb_setup){
		.bmRequestType = control.bRequestType,
		.bRequest = control.bRequest,
		.wValue = control.wValue,
		.wIndex = control.wIndex,
		.wLength = control.wLength,
	};
	err = kernel_check_recipient(file, &wait.urb.setup);
	if (err)
		return err;
	if (control.wLength > KERNEL_PAGE)
		return -EINVAL;
	if (control.wLength && !control.data)
		return -EFAULT;
	wait.urb.endpoint = control.bRequestType & 0x80 && control.wLength ? 0x80 : 0;
	return run(file, &wait, control.data, control.wLength, control.timeout);
}

int ioctl_bulk(struct file *file, void *arg)
{
	struct usbdevfs_bulktransfer bulk;
	struct wait wait = {0};
	const uint8_t *endpoint;
	int interface, err;

	memcpy(&bulk, arg, sizeof bulk);
	interface = kernel_interface_of(file->place.dev, bulk.ep);
	if (interface < 0)
		return interface;
	err = kernel_check_claim(file, (unsigned int)interface);
	if (err)
		return err;
	if (bulk.len >= INT_MAX - URB_OVERHEAD)
		return -EINVAL;
	endpoint = kernel_endpoint(file->place.dev, bulk.ep);
	if (!endpoint || (endpoint[4] | (endpoint[5] & 0x07)) == 0)
		return -EINVAL;
	if (bulk.len && !bulk.data)
		return -EFAULT;
	wait.urb.endpoint = (uint8_t)bulk.ep;
	return run(file, &wait, bulk.data, bulk.len, bulk.timeout);
}
