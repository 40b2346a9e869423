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
	unsigned int number; /* as in the file `attach`: over all controllers and both hubs */
	bool is_super;
	unsigned int state;
	char name[VHCI_NAME_SIZE]; /* the sysfs name of a device in this port */
};

/*
 * Attaches the other end of a socket to a free port, which has no device, not even one that is
 * leaving. Returns 0, -ENOENT (no vhci_hcd), -EBUSY (every port of that kind is taken), -errno of
 * the file `attach`.
 */
int vhci_port_attach(int fd, enum cusb_speed speed, struct vhci_port *port);

/* Whether the kernel has released the attached device. */
bool vhci_port_free(const struct vhci_port *port);

#endif
