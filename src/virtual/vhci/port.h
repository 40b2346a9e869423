/* SPDX-License-Identifier: MIT */
/*
 * The ports of vhci_hcd, as its sysfs directory shows them.
 */
#ifndef CUSB_VIRTUAL_VHCI_PORT_H
#define CUSB_VIRTUAL_VHCI_PORT_H

#include <stdbool.h>

#include <cusb/descriptor.h>

#define VHCI_NAME_SIZE 24

struct vhci_port {
	unsigned int controller;
	unsigned int number; /* as the attach file counts, over all controllers and both hubs */
	bool is_super;
	unsigned int state;
	char name[VHCI_NAME_SIZE]; /* in sysfs, of a device plugged in there */
};

/*
 * Attaches the other end of a socket to a port that nothing is on, not even a device on its way
 * out. Returns 0, -ENOENT (no vhci_hcd), -EBUSY (every port of that kind is taken), -errno of the
 * attach file.
 */
int vhci_port_attach(int fd, enum cusb_speed speed, struct vhci_port *port);

/* Whether the kernel has let go of what was attached. */
bool vhci_port_free(const struct vhci_port *port);

#endif
