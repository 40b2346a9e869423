/* SPDX-License-Identifier: MIT */
/*
 * How the host moves the data of one URB: as packets, through the model's functions.
 */
#ifndef CUSB_VIRTUAL_MOVE_H
#define CUSB_VIRTUAL_MOVE_H

#include "virtual/device/hcd.h"

/* The place of an endpoint among 32: number | 16 for IN; 0 for control. */
static inline unsigned int queue_of(uint8_t endpoint)
{
	unsigned int number = endpoint & 0x0fU;

	return number == 0 ? 0 : number | (endpoint & 0x80U) >> 3;
}

/* wMaxPacketSize without the bits for extra transactions. */
size_t packet_size(const uint8_t *endpoint);
bool is_isochronous(const uint8_t *endpoint);

/*
 * Moves what the device lets move now. Returns the status the URB is complete with, -EAGAIN when it
 * is not, or -ENODEV: the device has vanished.
 */
int move_urb(struct cusb_virtual_device *dev, struct virtual_urb *urb);

/*
 * The next packet, as the model's functions take and give it, and as its faults make of it: of an
 * IN packet also whether it is babble.
 */
int ask_out(struct cusb_virtual_device *dev, struct virtual_urb *urb, const uint8_t *packet,
	    size_t length);
ssize_t ask_in(struct cusb_virtual_device *dev, struct virtual_urb *urb, uint8_t *packet,
	       size_t room, bool *babbles);

/* iso.c */

/* Whether the packets are ones that the endpoint can move: 0, -EINVAL, -EMSGSIZE. */
int check_packets(const struct cusb_virtual_device *dev, const struct virtual_urb *urb,
		  const uint8_t *endpoint);
/* Makes all packets ones that are still to move, and gives them their frames. */
void begin_packets(struct cusb_virtual_device *dev, struct virtual_urb *urb,
		   const uint8_t *endpoint);
/* As move_urb(). */
int move_packets(struct cusb_virtual_device *dev, struct virtual_urb *urb);

#endif
