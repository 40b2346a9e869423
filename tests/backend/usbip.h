/* SPDX-License-Identifier: MIT */
/*
 * A backend of one's own, in full: devices that another machine serves by USB/IP, without the
 * kernel's vhci_hcd and without root. It knows the public headers alone, as any backend outside the
 * library does. To be read in this order:
 *
 *	wire.c      what goes over the wire
 *	link.c      sends and receives it, as far as can be done without waiting
 *	transfer.c  transfers, from being submitted to having ended: the five functions of the queue
 *	handle.c    those for an open device: open, claim, configure
 *	remote.c    devices: adding them, listing them
 *	watch.c     hotplug
 *	backend.c   the struct itself: begin or end with it
 *
 * What the protocol has no means for is not there: reset, kernel drivers, suspend, streams, strings
 * and settings without asking the device. Isochronous transfers it has; here they are left out.
 */
#ifndef BACKEND_USBIP_H
#define BACKEND_USBIP_H

#include <cusb/backend.h>

struct usbip_place {
	uint16_t bus;
	uint8_t port;
	enum cusb_speed speed;
	uint32_t devid; /* what the server calls it: bus number << 16 | address there */
};

/* NULL: no memory. Freed by usbip_backend_free(), after the devices found on it. */
struct cusb_backend *usbip_backend_new(void);
void usbip_backend_free(struct cusb_backend *backend);

/*
 * Plugs in the device at the other end of a stream socket, which has been imported: from now on the
 * server answers URBs. Reads its descriptors and sets its first configuration, as a kernel does,
 * and waits for that. It is unplugged when the connection ends. Takes the socket over, also on
 * failure. 0 or a negative errno.
 */
int usbip_backend_add(struct cusb_backend *backend, int fd, const struct usbip_place *place);

#endif
