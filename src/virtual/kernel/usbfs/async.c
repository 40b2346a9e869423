/* SPDX-License-Identifier: MIT */
/*
 * URBs that programs submitted, from completion to the end.
 *
 * Kernel facts (devio.c of 6.1): killing goes from the newest to the oldest. When a bulk URB fails,
 * the pending URBs marked as its continuation are unlinked, up to the first that is none; if there
 * is none such, the endpoint takes no further continuation until a URB begins anew.
 */
#include <errno.h>
#include <stdlib.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/kernel_devices.h"
#include "virtual/kernel/kernel_files.h"
#include "virtual/kernel/kernel_internal.h"
#include "virtual/kernel/kernel_urbs.h"

void async_append(struct async_list *list, struct async *async)
{
	struct async **end = &list->first;

	while (*end)
		end = &(*end)->next;
	async->next = NULL;
	*end = async;
}

bool async_remove(struct async_list *list, const struct async *async)
{
	struct async **at = &list->first;

	while (*at && *at != async)
		at = &(*at)->next;
	if (!*at)
		return false;
	*at = async->next;
	return true;
}

int kernel_charge(struct cusb_virtual_kernel *kernel, size_t bytes)
{
	if (bytes > USBFS_MEMORY - kernel->memory)
		return -ENOMEM;
	kernel->memory += bytes;
	return 0;
}

void kernel_uncharge(struct cusb_virtual_kernel *kernel, size_t bytes)
{
	kernel->memory -= bytes;
}

void async_free(struct async *async)
{
	kernel_uncharge(async->file->kernel, async->charged);
	free(async->urb.packets);
	free(async);
}

static struct async *last_marked(const struct async_list *list)
{
	struct async *last = NULL;

	for (struct async *async = list->first; async; async = async->next)
		if (async->unlink)
			last = async;
	return last;
}

static void cancel_continuations(struct file *file, uint8_t bulk_address)
{
	struct cusb_virtual_device *device = file->place.dev->device;
	struct async *async;

	for (async = file->pending.first; async; async = async->next) {
		if (async->bulk_address != bulk_address)
			continue;
		if (!async->continuation)
			break;
		async->unlink = true;
		async->bulk_address = 0;
	}
	if (!async)
		file->disabled_bulk |= UINT32_C(1) << bulk_address;
	while ((async = last_marked(&file->pending))) {
		async->unlink = false;
		hcd_unlink(device, &async->urb, -ECONNRESET);
	}
}

void kernel_async_complete(struct virtual_urb *urb)
{
	struct async *async = urb->owner;
	struct file *file = async->file;
	struct usb *dev = file->place.dev;

	async_remove(&file->pending, async);
	if (dev->device->gone) {
		if (!dev->gone)
			file->kernel->vanished = true;
		kernel_file_hang_up(file);
	}
	async_append(file->step == HUNG_UP ? &file->late : &file->completed, async);
	if (urb->status < 0 && urb->status != -ECONNRESET && urb->status != -ENOENT &&
	    async->bulk_address)
		cancel_continuations(file, async->bulk_address);
	kernel_file_update(file);
}

static struct async *newest_on(const struct async_list *list, int interface)
{
	struct async *newest = NULL;

	for (struct async *async = list->first; async; async = async->next)
		if (interface < 0 || async->interface == interface)
			newest = async;
	return newest;
}

void kernel_kill(struct file *file, int interface)
{
	struct async *async;

	while ((async = newest_on(&file->pending, interface))) {
		async_remove(&file->pending, async);
		hcd_unlink(file->place.dev->device, &async->urb, -ENOENT);
	}
}

static void flush_queue(struct usb *dev, unsigned int queue)
{
	struct virtual_urb *urb;

	while ((urb = dev->device->queues[queue])) {
		while (urb->next)
			urb = urb->next;
		hcd_unlink(dev->device, urb, -ESHUTDOWN);
	}
}

void kernel_flush(struct usb *dev, bool control)
{
	for (unsigned int i = control ? 0 : 1; i < 32; i++)
		flush_queue(dev, i);
}

void kernel_flush_interface(struct usb *dev, unsigned int number)
{
	const uint8_t *desc = kernel_interface(dev, number);

	while (desc && (desc = kernel_next(dev, desc)) && desc[1] != CUSB_DESC_TYPE_INTERFACE)
		if (desc[1] == CUSB_DESC_TYPE_ENDPOINT && desc[0] >= CUSB_ENDPOINT_DESC_SIZE)
			flush_queue(dev, (desc[2] & 0x0fU) | (desc[2] & 0x80U) >> 3);
}
