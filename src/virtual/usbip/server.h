/* SPDX-License-Identifier: MIT */
/*
 * Serves one virtual device to a USB/IP client, as vhci_hcd is one, over any stream socket.
 */
#ifndef CUSB_VIRTUAL_USBIP_SERVER_H
#define CUSB_VIRTUAL_USBIP_SERVER_H

#include <cusb/virtual.h>

struct usbip_server;

/* Takes the socket over, also on failure. NULL: no memory. Freed by usbip_server_free(). */
struct usbip_server *usbip_server_new(const struct cusb_virtual_model *model, int fd);

/*
 * Answers URBs until the client goes, the device vanishes, or usbip_server_stop(); then the socket
 * is shut down. Returns 0 for any of these, -EPROTO (not USB/IP), or a negative errno of the
 * socket.
 */
int usbip_server_run(struct usbip_server *server);

/* Makes serve(), now or later, return. May be called from any thread. */
void usbip_server_stop(struct usbip_server *server);

/* Closes the socket. NULL is allowed. */
void usbip_server_free(struct usbip_server *server);

#endif
