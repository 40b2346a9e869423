/* SPDX-License-Identifier: MIT */
/*
 * A URB as transactions.
 */
#ifndef CUSB_VIRTUAL_TRANSFER_H
#define CUSB_VIRTUAL_TRANSFER_H

#include "virtual/device/hcd.h"

/*
 * Moves what the device lets move now. Returns the status the URB is complete with, -EAGAIN when it
 * is not, or -ENODEV: the device has vanished.
 */
int transfer_move(struct cusb_virtual_device *dev, struct virtual_urb *urb);

#endif
