/* SPDX-License-Identifier: MIT */
/* The parts of uhubctl. */
#ifndef CUSB_CLI_APPLET_UHUBCTL_H
#define CUSB_CLI_APPLET_UHUBCTL_H

#include "cli/bus/device_facts.h"
#include "cli/target/hub_port.h"

enum action { KEEP, OFF, ON, CYCLE, TOGGLE };

struct uhubctl {
	struct cli_bus bus;
	struct output *out;
	struct cusb_device **list;
	const char *location, *vendor, *search; /* NULL: any */
	int level;				/* of the hub in the tree; 0: any */
	uint64_t ports;				/* a bit for each, from bit 1; 0: all */
	enum action action;
	long delay_ms, wait_ms;
	int repeat;
	bool exact, force, no_strings, by_request, reset;
	struct hub *hubs;
	size_t count;
};

/* uhubctl_hubs.c: finds the hubs that the options choose. A failure is reported. */
enum status uhubctl_find_hubs(struct uhubctl *uhubctl);

/* uhubctl_status.c: the chosen ports of a hub under the heading "WHAT status for hub". */
enum status uhubctl_print_status(const struct uhubctl *uhubctl, const char *what,
				 const struct hub *hub);
/* "fffe:0017 Maker Product 0017", and of a hub ", USB 2.00, 4 ports, ppps" */
void uhubctl_describe(const struct uhubctl *uhubctl, struct cusb_device *dev,
		      char text[DEVICE_LINE_SIZE]);
/* The device in a port of a hub; NULL: there is none. */
struct cusb_device *uhubctl_device_at(const struct uhubctl *uhubctl, const struct hub *hub,
				      unsigned int port);
/* Whether the options choose the port. */
bool uhubctl_takes_port(const struct uhubctl *uhubctl, unsigned int port);

#endif
