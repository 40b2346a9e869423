/* SPDX-License-Identifier: MIT */
/*
 * The isochronous packets of a URB, from and to a USB/IP client.
 */
#ifndef CUSB_VIRTUAL_USBIP_ISOCHRONOUS_H
#define CUSB_VIRTUAL_USBIP_ISOCHRONOUS_H

#include "virtual/device/hcd.h"

/* Reads packet_count packets; none is moved yet, whatever the client says. 0, or -errno. */
int usbip_read_packets(int fd, struct virtual_urb *urb);
int usbip_write_packets(int fd, const struct virtual_urb *urb);

/* Closes the gaps that short packets leave in the data; nothing for other URBs. */
void usbip_compact(const struct virtual_urb *urb);

#endif
