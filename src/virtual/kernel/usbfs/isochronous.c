/* SPDX-License-Identifier: MIT */
/*
 * Isochronous packets of SUBMITURB and REAPURB.
 *
 * Kernel facts (devio.c of 6.1): a URB has 1 to 128 packets of at most 98304 bytes: the
 * fastest endpoint can move that many in an interval. Their data lies one behind the other at the
 * lengths asked for, and the URB's own buffer_length is not looked at. start_frame is not written
 * back.
 */
#include <errno.h>
#include <stdlib.h>

#include <linux/usbdevice_fs.h>

#include "virtual/kernel/usbfs/urb.h"

#define PACKETS_MAX 128
#define LENGTH_MAX  98304

int kernel_check_packets(struct usbdevfs_urb *urb, const struct usbdevfs_urb *user,
			 const uint8_t *endpoint)
{
	unsigned int total = 0;

	if (urb->number_of_packets < 1 || urb->number_of_packets > PACKETS_MAX)
		return -EINVAL;
	if (!endpoint || !is_isochronous(endpoint))
		return -EINVAL;
	for (int i = 0; i < urb->number_of_packets; i++) {
		if (user->iso_frame_desc[i].length > LENGTH_MAX)
			return -EINVAL;
		total += user->iso_frame_desc[i].length;
	}
	urb->buffer_length = (int)total;
	return total > 0 && !urb->buffer ? -EFAULT : 0;
}

int kernel_take_packets(struct async *async, const struct usbdevfs_urb *user)
{
	size_t n = (size_t)user->number_of_packets;
	struct virtual_packet *packets = calloc(n, sizeof *packets);
	uint32_t offset = 0;

	if (!packets)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		packets[i].offset = offset;
		packets[i].length = user->iso_frame_desc[i].length;
		offset += packets[i].length;
	}
	async->urb.packets = packets;
	async->urb.packet_count = (unsigned int)n;
	return 0;
}

void kernel_give_packets(const struct async *async, struct usbdevfs_urb *user)
{
	for (unsigned int i = 0; i < async->urb.packet_count; i++) {
		user->iso_frame_desc[i].actual_length = async->urb.packets[i].actual_length;
		user->iso_frame_desc[i].status = (unsigned int)async->urb.packets[i].status;
	}
}
