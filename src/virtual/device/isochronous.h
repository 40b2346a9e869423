/* SPDX-License-Identifier: MIT */
/*
 * Isochronous transfers: a packet of a URB is what moves in one service interval.
 */
#ifndef CUSB_VIRTUAL_ISOCHRONOUS_H
#define CUSB_VIRTUAL_ISOCHRONOUS_H

#include "virtual/device/hcd.h"

/* Whether the packets are ones that the endpoint can move: 0, -EINVAL, -EMSGSIZE. */
int isochronous_check(const struct cusb_virtual_device *dev, const struct virtual_urb *urb,
		      const uint8_t *endpoint);
/* Makes all packets ones that are still to move, and gives them their frames. */
void isochronous_begin(struct cusb_virtual_device *dev, struct virtual_urb *urb,
		       const uint8_t *endpoint);
/* As transfer_move(). */
int isochronous_move(struct cusb_virtual_device *dev, struct virtual_urb *urb);

#endif
