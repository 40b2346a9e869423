/* SPDX-License-Identifier: MIT */
/*
 * One transaction with the device, as the model's functions answer it and as its faults make of it.
 */
#ifndef CUSB_VIRTUAL_TRANSACTION_H
#define CUSB_VIRTUAL_TRANSACTION_H

#include "virtual/device/hcd.h"

/*
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
