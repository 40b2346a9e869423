/* SPDX-License-Identifier: MIT */
/*
 * How the host moves the data of a URB: as transactions with the device.
 */
#ifndef CUSB_VIRTUAL_TRANSFER_H
#define CUSB_VIRTUAL_TRANSFER_H

#include "virtual/device/hcd.h"

/*
 * Moves what the device lets move now. Returns the status the URB is complete with, -EAGAIN when it
 * is not, or -ENODEV: the device has vanished.
 */
int transfer_move(struct cusb_virtual_device *dev, struct virtual_urb *urb);

/* isochronous.c: a packet of a URB is what moves in one service interval. */

/* Whether the packets are ones that the endpoint can move: 0, -EINVAL, -EMSGSIZE. */
int isochronous_check(const struct cusb_virtual_device *dev, const struct virtual_urb *urb,
		      const uint8_t *endpoint);
/* Makes all packets ones that are still to move, and gives them their frames. */
void isochronous_begin(struct cusb_virtual_device *dev, struct virtual_urb *urb,
		       const uint8_t *endpoint);
/* As transfer_move(). */
int isochronous_move(struct cusb_virtual_device *dev, struct virtual_urb *urb);

/*
 * transaction.c: one packet, as the model's functions take or give it and as its faults make of it.
 * They return as the model's functions do. An answer that babbles has more bytes than the host has
 * room for, whatever its length says.
 */
int transaction_out(struct cusb_virtual_device *dev, struct virtual_urb *urb, const uint8_t *packet,
		    size_t length);
ssize_t transaction_in(struct cusb_virtual_device *dev, struct virtual_urb *urb, uint8_t *packet,
		       size_t room, bool *babbles);
/* A control request as a whole; its data is the URB's. */
ssize_t transaction_control(struct cusb_virtual_device *dev, struct virtual_urb *urb,
			    const struct cusb_setup *setup, bool *babbles);

#endif
