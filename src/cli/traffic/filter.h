/* SPDX-License-Identifier: MIT */
/* The devices whose events are wanted, also of devices that arrive later. */
#ifndef CUSB_CLI_TRAFFIC_FILTER_H
#define CUSB_CLI_TRAFFIC_FILTER_H

#include "cli/bus/device_arg.h"
#include "pcapng/pcapng.h"

#define FILTER_BUSES	 256
#define FILTER_ADDRESSES 128

struct cusb_monitor;

/* Takes a wanted event. */
typedef void (*filter_fn)(void *user, const struct pcapng_event *event);

struct filter {
	const struct cli_bus *bus;
	struct device_arg *wanted; /* NULL: all devices */
	size_t count;
	struct cusb_monitor *monitor; /* NULL: all devices */
	filter_fn take;
	void *user;
	uint8_t known[FILTER_BUSES][FILTER_ADDRESSES];
	/* Events of devices that are not known yet, one after the other. */
	uint8_t *held;
	size_t held_length;
	unsigned long long overflowed; /* events for which there was no more room */
};

/*
 * `wanted` has `count` DEVs, and is borrowed; none: all devices are wanted. Returns 0 or -errno,
 * reported.
 */
int filter_begin(struct filter *filter, const struct cli_bus *bus, struct device_arg *wanted,
		 size_t count);
void filter_end(struct filter *filter);

/* Whether events of this device are wanted. */
bool filter_wants(const struct filter *filter, const struct cusb_device *dev);
/* Hands a wanted event on; keeps the event of an unknown device until it is known. */
void filter_put(struct filter *filter, const struct pcapng_event *event);

/* A descriptor to poll, and the milliseconds until filter_look() is due; -1: none. */
int filter_poll_fd(const struct filter *filter);
int filter_poll_timeout(const struct filter *filter);
/* Looks which devices have arrived. */
void filter_look(struct filter *filter);

#endif
