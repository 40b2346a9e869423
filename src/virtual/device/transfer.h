/* SPDX-License-Identifier: MIT */
/* The host moves the data of a URB as transactions with the device. */
#ifndef CUSB_VIRTUAL_TRANSFER_H
#define CUSB_VIRTUAL_TRANSFER_H

#include "virtual/device/hcd.h"

/*
 * Moves the packets that the device allows now. Returns the status of a completed URB; -EAGAIN: it
 * is not complete; -ENODEV: the device has vanished.
 */
int transfer_move(struct cusb_virtual_device *dev, struct virtual_urb *urb);

/* isochronous.c: a packet of a URB is the data of one service interval. */

/* Whether the endpoint can move the packets: 0, -EINVAL, -EMSGSIZE. */
int isochronous_check(const struct cusb_virtual_device *dev, const struct virtual_urb *urb,
		      const uint8_t *endpoint);
/* Marks all packets as not moved yet, and sets their frames. */
void isochronous_begin(struct cusb_virtual_device *dev, struct virtual_urb *urb,
		       const uint8_t *endpoint);
/* As transfer_move(). */
int isochronous_move(struct cusb_virtual_device *dev, struct virtual_urb *urb);

/*
 * transaction.c: one packet, moved by the model's functions and changed by the device's faults. The
 * results are those of the model's functions. A babbling answer has more bytes than the host has
 * room for, whatever its length says.
 */
int transaction_out(struct cusb_virtual_device *dev, struct virtual_urb *urb, const uint8_t *packet,
		    size_t length);
ssize_t transaction_in(struct cusb_virtual_device *dev, struct virtual_urb *urb, uint8_t *packet,
		       size_t room, bool *babbles);
/* A whole control request; its data is the URB's. */
ssize_t transaction_control(struct cusb_virtual_device *dev, struct virtual_urb *urb,
			    const struct cusb_setup *setup, bool *babbles);

#endif
