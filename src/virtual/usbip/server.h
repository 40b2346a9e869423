/* SPDX-License-Identifier: MIT */
/*
 * Serves one virtual device to a USB/IP client, as vhci_hcd is one, over any stream socket.
 */
#ifndef CUSB_VIRTUAL_USBIP_H
#define CUSB_VIRTUAL_USBIP_H

#include <cusb/virtual.h>

struct virtual_usbip;

/* Takes the socket over, also on failure. NULL: no memory. Freed by virtual_usbip_free(). */
struct virtual_usbip *virtual_usbip_new(const struct cusb_virtual_model *model, int fd);

/*
 * Answers URBs until the client goes, the device vanishes, or virtual_usbip_stop(); then the socket
 * is shut down. Returns 0 for any of these, -EPROTO (not USB/IP), or a negative errno of the
 * socket.
 */
int virtual_usbip_serve(struct virtual_usbip *server);

/* Makes serve(), now or later, return. May be called from any thread. */
void virtual_usbip_stop(struct virtual_usbip *server);

/* Closes the socket. NULL is allowed. */
void virtual_usbip_free(struct virtual_usbip *server);

#endif
