/* SPDX-License-Identifier: MIT */
/* Counts what each endpoint moves. */
#ifndef CUSB_CLI_TRAFFIC_COUNT_H
#define CUSB_CLI_TRAFFIC_COUNT_H

#include "pcapng/pcapng.h"

#define COUNTED_ENDPOINTS 1024 /* all at once; what more there are is not counted */

/* An endpoint, or the sum of a device. */
struct traffic_count {
	uint16_t busnum;
	uint8_t devnum;
	uint8_t bEndpointAddress;
	uint8_t xfer_type; /* enum usbmon_transfer */
	unsigned long long bytes, transfers;
	unsigned long long errors; /* without stalls and cancelled transfers */
	unsigned long long stalls;
};

struct traffic_counts {
	struct traffic_count endpoints[COUNTED_ENDPOINTS];
	size_t count;
	size_t last; /* the endpoint of the last event: it is often that of the next */
};

/* Counts completions; other events move nothing. */
void traffic_count(struct traffic_counts *counts, const struct usbmon_packet *packet);
/*
 * Sorts by device, the busiest first, and the endpoints of a device alike. Sets the sum of each
 * device. Returns the number of devices, at most `most`.
 */
size_t traffic_sort(struct traffic_counts *counts, struct traffic_count *devices, size_t most);

#endif
