/* SPDX-License-Identifier: MIT */
/* The numbers of URBs in sysfs, for a user without the right to usbmon. */
#ifndef CUSB_CLI_TRAFFIC_URB_NUMBERS_H
#define CUSB_CLI_TRAFFIC_URB_NUMBERS_H

#include "cli/bus/bus.h"
#include "cli/traffic/count.h"

#define NUMBERED_DEVICES 256

struct urb_number {
	uint16_t busnum;
	uint8_t devnum;
	unsigned long long urbs; /* that were submitted so far */
};

/* As it was at the last look. */
struct urb_numbers {
	struct urb_number devices[NUMBERED_DEVICES];
	size_t count;
};

/*
 * Looks at all devices, and writes the transfers since the last look, of at most `most` devices.
 * Returns the number of devices that had any. The first look only remembers.
 */
size_t urb_numbers_look(struct urb_numbers *numbers, const struct cli_bus *bus,
			struct traffic_count *devices, size_t most);

#endif
