/* SPDX-License-Identifier: MIT */
/*
 * URBs. Each comes back exactly once, by REAPURBNDELAY: in any order, with any status. The kernel
 * writes to it, and to its buffer, only then.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "demand.h"
#include "hostile/hostile.h"
#include "input.h"

#define IN 0x80

unsigned int hostile_pending(const struct hostile *kernel, int fd)
{
	unsigned int count = 0;

	for (int i = 0; i < HOSTILE_URBS; i++)
		count += kernel->urbs[i].urb && kernel->urbs[i].fd == fd;
	return count;
}

bool hostile_any_completed(const struct hostile *kernel, int fd)
{
	for (int i = 0; i < HOSTILE_URBS; i++)
		if (kernel->urbs[i].urb && kernel->urbs[i].fd == fd && kernel->urbs[i].completed)
			return true;
	return false;
}

void hostile_complete(struct hostile *kernel, int fd, bool all)
{
	for (int i = 0; i < HOSTILE_URBS; i++)
		if (kernel->urbs[i].urb && kernel->urbs[i].fd == fd) {
			kernel->urbs[i].completed = true;
			if (!all)
				return;
		}
}

void hostile_end_urbs(struct hostile *kernel, int fd, int status)
{
	for (int i = 0; i < HOSTILE_URBS; i++)
		if (kernel->urbs[i].urb && kernel->urbs[i].fd == fd && !kernel->urbs[i].completed)
			kernel->urbs[i].ends_with = status;
	hostile_complete(kernel, fd, true);
}

static int refusal(struct hostile *kernel)
{
	static const int errors[] = {ENOMEM, ENOMEM, ENOMEM, ENOMEM, EREMOTEIO, EBUSY, ENOENT,
				     EPERM,  EACCES, EINVAL, ENOSPC, EPIPE,	EIO,   EAGAIN};

	/* The host controller has died, and all its devices with it. */
	if (input_says(1)) {
		kernel->unplugged = true;
		return -ESHUTDOWN;
	}
	return input_says(64) ? -errors[input_byte() % (sizeof errors / sizeof errors[0])] : 0;
}

int hostile_submit(struct hostile *kernel, int fd, struct usbdevfs_urb *urb)
{
	int err = kernel->unplugged ? -ENODEV : refusal(kernel);

	demand(urb->buffer_length >= 0 && (urb->buffer || urb->buffer_length == 0));
	for (int i = 0; i < HOSTILE_URBS; i++)
		demand(kernel->urbs[i].urb != urb);
	if (err)
		return err;
	for (int i = 0; i < HOSTILE_URBS; i++)
		if (!kernel->urbs[i].urb) {
			kernel->urbs[i] = (struct hostile_urb){.urb = urb, .fd = fd};
			return 0;
		}
	return -ENOMEM;
}

int hostile_discard(struct hostile *kernel, int fd, const struct usbdevfs_urb *urb)
{
	if (kernel->unplugged)
		return -ENODEV;
	for (int i = 0; i < HOSTILE_URBS; i++)
		if (kernel->urbs[i].urb == urb && kernel->urbs[i].fd == fd) {
			bool before = kernel->urbs[i].completed || input_says(32);

			kernel->urbs[i].completed = true;
			if (!before)
				kernel->urbs[i].ends_with = -ENOENT;
			return before ? -EINVAL : 0;
		}
	return -EINVAL;
}

/* ---- results --------------------------------------------------------------------------------- */

static int any_status(const struct hostile *kernel)
{
	static const int errors[] = {EPIPE,  EPROTO, EOVERFLOW, EREMOTEIO, ECONNRESET, ENOENT,
				     EILSEQ, ETIME,  EXDEV,	ENOSR,	   ECOMM,      ESHUTDOWN};

	if (kernel->unplugged && input_says(64))
		return -ENODEV;
	return input_says(96) ? -errors[input_byte() % (sizeof errors / sizeof errors[0])] : 0;
}

/* How many of `most` bytes were moved; now and then a number that cannot be. */
static int any_count(int most)
{
	static const int lies[] = {-1, INT_MIN, INT_MAX, 0x10000};

	if (input_says(8))
		return lies[input_byte() & 3];
	return input_says(96) && most > 0 ? (int)(input_word() % ((unsigned int)most + 1)) : most;
}

/* The kernel writes what it says that it has, but never past the buffer. */
static void write_data(const struct usbdevfs_urb *urb, int room)
{
	uint8_t *data = urb->buffer;
	int count = urb->actual_length < room ? urb->actual_length : room;
	bool control = urb->type == USBDEVFS_URB_TYPE_CONTROL;

	if (count <= 0 || !(control ? data[0] & IN : urb->endpoint & IN))
		return;
	if (control)
		data += 8;
	data[0] = data[count - 1] = input_byte();
}

static void fill_packets(struct usbdevfs_urb *urb)
{
	urb->error_count = 0;
	urb->actual_length = 0;
	for (int i = 0; i < urb->number_of_packets; i++) {
		struct usbdevfs_iso_packet_desc *packet = &urb->iso_frame_desc[i];

		packet->status = input_says(64) ? (unsigned int)-EILSEQ : 0;
		packet->actual_length = (unsigned int)any_count((int)packet->length);
		urb->error_count += packet->status != 0;
		urb->actual_length =
			(int)((unsigned int)urb->actual_length + packet->actual_length);
	}
	if (input_says(8))
		urb->error_count = any_count(urb->number_of_packets);
}

static void complete(const struct hostile *kernel, const struct hostile_urb *slot)
{
	struct usbdevfs_urb *urb = slot->urb;
	bool control = urb->type == USBDEVFS_URB_TYPE_CONTROL;
	int room = urb->buffer_length - (control ? 8 : 0);

	urb->status = slot->ends_with ? slot->ends_with : any_status(kernel);
	if (urb->type == USBDEVFS_URB_TYPE_ISO)
		fill_packets(urb);
	else
		urb->actual_length = any_count(room);
	write_data(urb, room);
}

static struct hostile_urb *any_pending(struct hostile *kernel, int fd)
{
	unsigned int count = hostile_pending(kernel, fd), skip;
	struct hostile_urb *slot = kernel->urbs;

	if (count == 0)
		return NULL;
	for (skip = input_byte() % count; !slot->urb || slot->fd != fd || skip-- > 0;)
		slot++;
	return slot;
}

/*
 * Another program that has the same open file may have submitted a URB, whose address means nothing
 * in this process.
 */
static bool is_foreign(const struct hostile *kernel, int fd)
{
	return fd == kernel->lent && input_says(4);
}

int hostile_reap(struct hostile *kernel, int fd, void **out)
{
	static const uintptr_t foreign = 64;
	struct hostile_urb *slot = any_pending(kernel, fd);

	if (is_foreign(kernel, fd)) {
		memcpy(out, &foreign, sizeof *out);
		return 0;
	}
	if (!slot || (input_says(32) && !hostile_any_completed(kernel, fd)))
		return kernel->unplugged ? -ENODEV : -EAGAIN;
	if (input_says(2)) {
		slot->urb = NULL;
		return -EFAULT; /* its memory could not be written: the URB is dropped */
	}
	complete(kernel, slot);
	*out = slot->urb;
	slot->urb = NULL;
	return 0;
}
