/* SPDX-License-Identifier: MIT */
/* The ports of a hub: their power and their state. */
#ifndef CUSB_CLI_TARGET_HUB_PORT_H
#define CUSB_CLI_TARGET_HUB_PORT_H

#include "cli/bus/bus.h"

enum port_switching {
	PORTS_SINGLE,	/* each port has a power switch of its own */
	PORTS_TOGETHER, /* one switch for all ports */
	PORTS_NONE	/* no switch */
};

struct hub {
	struct cusb_device *dev;
	unsigned int ports;
	bool super_speed;
	enum port_switching switching;
};

/* wPortStatus. The place of PORT_POWER differs, so port_is_powered() tells it. */
#define PORT_CONNECTION	  0x0001
#define PORT_ENABLE	  0x0002
#define PORT_SUSPEND	  0x0004 /* not at SuperSpeed */
#define PORT_OVER_CURRENT 0x0008
#define PORT_RESET	  0x0010
#define PORT_HIGH_POWER	  0x0100 /* the power of a port of USB 2.0 */
#define PORT_LOW_SPEED	  0x0200
#define PORT_HIGH_SPEED	  0x0400
#define PORT_TEST	  0x0800
#define PORT_INDICATOR	  0x1000
#define PORT_SUPER_POWER  0x0200 /* the power of a SuperSpeed port */
#define PORT_SUPER_SPEED  0x1c00 /* its speed; 0: 5 Gbit/s */

/*
 * Reads the hub descriptor from the device, which it opens. Returns 0; -ENOTTY: it is not a hub; or
 * an errno.
 */
int hub_read(struct cusb_device *dev, struct hub *hub);

/* Returns wPortStatus or -errno. */
int hub_port_status(const struct hub *hub, unsigned int port);
bool port_is_powered(const struct hub *hub, int wPortStatus);
/* The state of a SuperSpeed port's link, "U0"; NULL: a reserved one. */
const char *port_link(int wPortStatus);

/*
 * Switches the power of one port: by the kernel, which then knows of it, if it can (Linux 6.0), else
 * by a request to the hub. Returns 0 or -errno.
 */
int hub_port_switch(const struct cli_bus *bus, const struct hub *hub, unsigned int port, bool on);
/* The same by the request alone, of which the kernel does not know. */
int hub_port_request(const struct hub *hub, unsigned int port, bool on);

/*
 * The port of the other hub that is the other half of the same socket: USB 2 and USB 3. The caller
 * frees the hub with cusb_device_free(). Returns the port; 0: there is none, or it is not known.
 */
unsigned int hub_port_peer(const struct cli_bus *bus, const struct hub *hub, unsigned int port,
			   struct cusb_device **other);

#endif
