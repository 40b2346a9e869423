/* SPDX-License-Identifier: MIT */
/* The kernel's usbmon: the events of a bus, in a ring of memory that the kernel shares. */
#ifndef CUSB_CLI_TRAFFIC_RING_H
#define CUSB_CLI_TRAFFIC_RING_H

#include "cli/command.h"
#include "pcapng/pcapng.h"

#define RING_BATCH 256

struct usbmon_ring {
	int fd;
	const uint8_t *memory;
	size_t size;
	uint32_t offsets[RING_BATCH];
	uint32_t taken; /* events of the batch, which the kernel may not overwrite yet */
};

/*
 * Opens the ring of all buses, at most `size` bytes large, and of a fair share of the memory.
 * Returns 0 or -errno.
 */
int ring_open(struct usbmon_ring *ring, size_t size);
/* Reports this error with its remedy; always returns STATUS_FAILURE. */
enum status ring_report(int err);
/* The milliseconds for which the ring may be left alone: a sixth of it fills at the most. */
int ring_nap_ms(const struct usbmon_ring *ring);
void ring_close(struct usbmon_ring *ring);

/* Begins the next batch. Returns the number of its events; 0: there are none now; -errno. */
int ring_fetch(struct usbmon_ring *ring);
/* An event of the batch. False: only a filler. Its memory is valid until the batch ends. */
bool ring_event(const struct usbmon_ring *ring, size_t index, struct pcapng_event *event);
/* Ends the batch: the kernel may overwrite its events. */
void ring_flush(struct usbmon_ring *ring);
/* The events that the kernel has dropped since the last call. */
unsigned int ring_lost(struct usbmon_ring *ring);

#endif
