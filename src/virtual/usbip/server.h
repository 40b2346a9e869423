/* SPDX-License-Identifier: MIT */
/* Serves one virtual device to a USB/IP client, such as vhci_hcd, over any stream socket. */
#ifndef CUSB_VIRTUAL_USBIP_SERVER_H
#define CUSB_VIRTUAL_USBIP_SERVER_H

#include <cusb/virtual.h>

struct usbip_server;

/* Owns the socket from now on, also on failure. NULL: no memory. Freed by usbip_server_free(). */
struct usbip_server *usbip_server_new(const struct cusb_virtual_model *model, int fd);

/*
 * Answers URBs until the client closes the connection, the device vanishes, or usbip_server_stop();
 * then shuts the socket down. A device that delays does not stop the reading. The client can have
 * 4096 URBs in flight, with 64 MiB of data; any other ends with -ENOMEM. Returns 0 for the ends
 * above, or
 *   -EPROTO  not USB/IP, or 4096 unlinks of URBs that have not come
 *   -errno   of the socket
 */
int usbip_server_run(struct usbip_server *server);

/* Makes usbip_server_run() return, now or later. Any thread may call it. */
void usbip_server_stop(struct usbip_server *server);

/* Closes the socket. NULL is allowed. */
void usbip_server_free(struct usbip_server *server);

#endif
