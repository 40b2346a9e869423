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

#include "virtual/kernel/state/kernel.h"
#include "virtual/kernel/usbfs/urb.h"

void async_append(struct async **list, struct async *async)
{
	struct async **end = list;

	while (*end)
		end = &(*end)->next;
	async->next = NULL;
	*end = async;
}

bool async_remove(struct async **list, const struct async *async)
{
	struct async **at = list;

	while (*at && *at != async)
		at = &(*at)->next;
	if (!*at)
		return false;
	*at = async->next;
	return true;
}

void async_free(struct async *async)
{
	kernel_uncharge(async->file->kernel, async->charged);
	free(async->urb.packets);
	free(async);
}

void async_free_all(struct async **list)
{
	while (*list) {
		struct async *async = *list;

		*list = async->next;
		async_free(async);
	}
}

static struct async *last_marked(struct async *const *list)
{
	struct async *last = NULL;

	for (struct async *async = *list; async; async = async->next)
		if (async->unlink)
			last = async;
	return last;
}

static void cancel_continuations(struct file *file, uint8_t bulk_address)
{
	struct cusb_virtual_device *device = file->inode.dev->device;
	struct async *async;

	for (async = file->pending; async; async = async->next) {
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

void async_complete(struct virtual_urb *urb)
{
	struct async *async = urb->owner;
	struct file *file = async->file;
	struct usb *dev = file->inode.dev;

	async_remove(&file->pending, async);
	kernel_note_vanished(dev);
	if (dev->device->gone)
		node_fd_hang_up(file);
	async_append(file->step == HUNG_UP ? &file->deferred : &file->completed, async);
	if (urb->status < 0 && urb->status != -ECONNRESET && urb->status != -ENOENT &&
	    async->bulk_address)
		cancel_continuations(file, async->bulk_address);
	node_fd_update(file);
}

static struct async *newest_on(struct async *const *list, int interface)
{
	struct async *newest = NULL;

	for (struct async *async = *list; async; async = async->next)
		if (interface < 0 || async->interface == interface)
			newest = async;
	return newest;
}

void async_kill(struct file *file, int interface)
{
	struct async *async;

	while ((async = newest_on(&file->pending, interface))) {
		async_remove(&file->pending, async);
		hcd_unlink(file->inode.dev->device, &async->urb, -ENOENT);
	}
}

void async_advance(struct file *file)
{
	struct async *async;

	file->seen = false;
	if (file->step == KILLED) {
		file->step = UNLISTED;
	} else if (file->step == HUNG_UP) {
		file->step = KILLED;
		while ((async = file->deferred)) {
			async_remove(&file->deferred, async);
			async_append(&file->completed, async);
		}
		node_fd_update(file);
	}
}
