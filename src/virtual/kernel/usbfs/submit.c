/* SPDX-License-Identifier: MIT */
/*
 * SUBMITURB.
 *
 * Kernel facts (devio.c, urb.c of 6.1), in the order of the checks below. The size of the buffer is
 * charged against 16 MiB for all programs together.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <linux/usbdevice_fs.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/usbfs/usbfs.h"

#define BUFFER_MAX   (UINT_MAX / 2 - 1000000)
#define SG_CHUNK     16384 /* larger bulk buffers are scattered, and their table is charged too */
#define SG_ENTRY     32
#define PACKET_ENTRY 16 /* bytes of an isochronous packet's descriptor */

static int check_arguments(const struct usbdevfs_urb *urb)
{
	unsigned int known = USBDEVFS_URB_SHORT_NOT_OK | USBDEVFS_URB_BULK_CONTINUATION |
			     USBDEVFS_URB_NO_FSBR | USBDEVFS_URB_ZERO_PACKET |
			     USBDEVFS_URB_NO_INTERRUPT;

	if (urb->type == USBDEVFS_URB_TYPE_ISO)
		known |= USBDEVFS_URB_ISO_ASAP;
	if (urb->flags & ~known)
		return -EINVAL;
	if ((unsigned int)urb->buffer_length >= BUFFER_MAX)
		return -EINVAL;
	return urb->buffer_length > 0 && !urb->buffer ? -EINVAL : 0;
}

static bool is_control(const struct usbdevfs_urb *urb)
{
	return urb->type == USBDEVFS_URB_TYPE_CONTROL && (urb->endpoint & 0x7f) == 0;
}

static int check_endpoint(struct file *file, const struct usbdevfs_urb *urb, int *interface,
			  const uint8_t **endpoint)
{
	*interface = -1;
	*endpoint = NULL;
	if (is_control(urb))
		return 0;
	*interface = kernel_check_endpoint_claim(file, urb->endpoint);
	if (*interface < 0)
		return *interface;
	*endpoint = kernel_endpoint(file->inode.dev, urb->endpoint);
	return *endpoint ? 0 : -ENOENT;
}

/* BULK on an interrupt endpoint is accepted as a single interrupt transfer. */
static int check_type(struct usbdevfs_urb *urb, const struct usbdevfs_urb *user,
		      const uint8_t *endpoint)
{
	unsigned int type =
		endpoint ? endpoint[3] & CUSB_ENDPOINT_TYPE_MASK : CUSB_ENDPOINT_TYPE_CTRL;

	switch (urb->type) {
	case USBDEVFS_URB_TYPE_CONTROL:
		return type == CUSB_ENDPOINT_TYPE_CTRL ? 0 : -EINVAL;
	case USBDEVFS_URB_TYPE_BULK:
		return type == CUSB_ENDPOINT_TYPE_BULK || type == CUSB_ENDPOINT_TYPE_INTR ? 0
											  : -EINVAL;
	case USBDEVFS_URB_TYPE_INTERRUPT:
		return type == CUSB_ENDPOINT_TYPE_INTR ? 0 : -EINVAL;
	case USBDEVFS_URB_TYPE_ISO:
		return kernel_check_packets(urb, user, endpoint);
	default:
		return -EINVAL;
	}
}

/* Moves the SETUP packet from the buffer to `setup`. */
static int take_setup(struct file *file, struct usbdevfs_urb *urb, struct cusb_setup *setup)
{
	const uint8_t *bytes = urb->buffer;
	int err;

	if (urb->buffer_length < 8)
		return -EINVAL;
	setup->bmRequestType = bytes[0];
	setup->bRequest = bytes[1];
	setup->wValue = (uint16_t)(bytes[2] | bytes[3] << 8);
	setup->wIndex = (uint16_t)(bytes[4] | bytes[5] << 8);
	setup->wLength = (uint16_t)(bytes[6] | bytes[7] << 8);
	if (urb->buffer_length < setup->wLength + 8)
		return -EINVAL;
	err = kernel_check_recipient(file, setup);
	if (err)
		return err;
	urb->buffer = (uint8_t *)urb->buffer + 8;
	urb->buffer_length = setup->wLength;
	urb->endpoint = setup->bmRequestType & 0x80 && setup->wLength ? 0x80 : 0;
	return 0;
}

static int allocate(struct file *file, const struct usbdevfs_urb *urb, struct async **result)
{
	struct cusb_virtual_kernel *kernel = file->kernel;
	size_t length = (size_t)urb->buffer_length;
	size_t charge = URB_OVERHEAD;
	struct async *async;
	int mapped = kernel_mapped(file, urb->buffer, length), err;

	if (mapped < 0)
		return mapped;
	if (!mapped)
		charge += length;
	if (urb->type == USBDEVFS_URB_TYPE_BULK && length > SG_CHUNK && !mapped)
		charge += (length + SG_CHUNK - 1) / SG_CHUNK * SG_ENTRY;
	if (urb->type == USBDEVFS_URB_TYPE_ISO)
		charge += (size_t)urb->number_of_packets * PACKET_ENTRY;
	if (kernel->limit_urb && length > kernel->limit_urb)
		return -ENOMEM;
	err = kernel_charge(kernel, charge);
	if (err)
		return err;
	async = calloc(1, sizeof *async + length);
	if (!async) {
		kernel_uncharge(kernel, charge);
		return -ENOMEM;
	}
	async->charged = charge;
	async->file = file;
	*result = async;
	return 0;
}

static void fill_urb(struct async *async, const struct usbdevfs_urb *urb)
{
	bool is_in = urb->endpoint & 0x80;

	async->urb.endpoint = urb->endpoint;
	async->urb.data = async->buffer;
	async->urb.length = (size_t)urb->buffer_length;
	async->urb.owner = async;
	async->urb.complete = async_complete;
	if (is_in && urb->flags & USBDEVFS_URB_SHORT_NOT_OK)
		async->urb.flags |= VIRTUAL_URB_SHORT_NOT_OK;
	if (!is_in && urb->flags & USBDEVFS_URB_ZERO_PACKET)
		async->urb.flags |= VIRTUAL_URB_ZERO_PACKET;
	if (is_in)
		async->user_data = urb->buffer;
	else if (urb->buffer_length)
		memcpy(async->buffer, urb->buffer, (size_t)urb->buffer_length);
}

/* 0; -EREMOTEIO: it continues a URB that has failed; -EINVAL from the host: no such stream. */
static int begin_bulk(struct async *async, const struct usbdevfs_urb *urb)
{
	unsigned int streams = kernel_streams(async->file->inode.dev, urb->endpoint);
	uint32_t bit;

	async->bulk_address = (uint8_t)((urb->endpoint & 0x0f) | (urb->endpoint & 0x80) >> 3);
	bit = UINT32_C(1) << async->bulk_address;
	async->continuation = urb->flags & USBDEVFS_URB_BULK_CONTINUATION;
	if (!async->continuation)
		async->file->disabled_bulk &= ~bit;
	if (async->file->disabled_bulk & bit)
		return -EREMOTEIO;
	if (streams == 0)
		return 0;
	async->urb.stream = urb->stream_id;
	return urb->stream_id < 1 || urb->stream_id > streams ? -EINVAL : 0;
}

static int start(struct async *async)
{
	struct file *file = async->file;
	int err;

	async_append(&file->pending, async);
	err = hcd_submit(file->inode.dev->device, &async->urb);
	if (err)
		async_remove(&file->pending, async);
	return err;
}

int ioctl_submiturb(struct file *file, void *arg)
{
	struct usbdevfs_urb urb;
	struct cusb_setup setup = {0};
	const uint8_t *endpoint;
	struct async *async;
	int interface, err;

	memcpy(&urb, arg, sizeof urb);
	err = check_arguments(&urb);
	if (!err)
		err = check_endpoint(file, &urb, &interface, &endpoint);
	if (!err)
		err = check_type(&urb, arg, endpoint);
	if (!err && is_control(&urb))
		err = take_setup(file, &urb, &setup);
	if (!err)
		err = allocate(file, &urb, &async);
	if (err)
		return err;
	async->user = arg;
	async->interface = interface;
	async->urb.setup = setup;
	fill_urb(async, &urb);
	if (urb.type == USBDEVFS_URB_TYPE_ISO)
		err = kernel_take_packets(async, arg);
	if (endpoint && (endpoint[3] & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_BULK)
		err = begin_bulk(async, &urb);
	if (!err)
		err = start(async);
	if (err)
		async_free(async);
	return err;
}
