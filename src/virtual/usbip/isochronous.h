/* SPDX-License-Identifier: MIT */
/*
 * Isochronous packets of USB/IP: a list behind the data, of requests and answers alike.
 */
#ifndef CUSB_VIRTUAL_USBIP_ISO_H
#define CUSB_VIRTUAL_USBIP_ISO_H

#include "virtual/device/hcd.h"

/* Reads packet_count packets; none is moved yet, whatever the client says. 0, or -errno. */
int usbip_read_packets(int fd, struct virtual_urb *urb);
int usbip_write_packets(int fd, const struct virtual_urb *urb);

/* Closes the gaps that short packets leave in the data; nothing for other URBs. */
void usbip_compact(const struct virtual_urb *urb);

#endif
