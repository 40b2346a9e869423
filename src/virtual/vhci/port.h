/* SPDX-License-Identifier: MIT */
/*
 * The ports of vhci_hcd, as its sysfs directory shows them.
 */
#ifndef CUSB_VIRTUAL_VHCI_PORT_H
#define CUSB_VIRTUAL_VHCI_PORT_H

#include <stdbool.h>
#include <stdint.h>

#include <cusb/descriptor.h>

#define VHCI_NAME_SIZE 24
#define VHCI_FREE      4 /* a state */

struct vhci_port {
	unsigned int controller;
	unsigned int number; /* as in the file `attach`: over all controllers and both hubs */
	bool is_super;
	unsigned int state;
	unsigned int speed; /* the kernel's enum usb_device_speed */
	uint32_t devid;	    /* of the server */
	char name[VHCI_NAME_SIZE]; /* the sysfs name of a device in this port */
};

/*
 * Attaches the other end of a socket to a free port, which has no device, not even one that is
 * leaving. Returns 0, -ENOENT (no vhci_hcd), -EBUSY (every port of that kind is taken), -errno of
 * the file `attach`.
 */
int vhci_port_attach(int fd, enum cusb_speed speed, uint32_t devid, struct vhci_port *port);

/* Ends the connection of a port. 0, -ENOENT (no vhci_hcd), -errno of the file `detach`. */
int vhci_port_detach(unsigned int number);

/* Called for each port. 0 continues; any other result ends the walk, which returns it. */
typedef int (*vhci_port_fn)(const struct vhci_port *port, void *user);
/* 0, -ENOENT (no vhci_hcd), the result that ended the walk. */
int vhci_port_each(vhci_port_fn each, void *user);

/* Whether the kernel has released the attached device. */
bool vhci_port_free(const struct vhci_port *port);

#endif
