/* SPDX-License-Identifier: MIT */
/*
 * The faults of a device (struct cusb_virtual_fault), packet by packet. Faults of system calls are
 * in syscall_fault.c.
 */
#ifndef CUSB_VIRTUAL_FAULT_H
#define CUSB_VIRTUAL_FAULT_H

#include <limits.h>
#include <time.h>

#include "virtual/device/hcd.h"

#define NOT_DUE INT64_MAX /* a time that never comes */

#define EVERY_ENDPOINT 0xff	/* a fault's bEndpointAddress: all packets, counted together */
#define PASS_ALL       UINT_MAX /* a fault's `after`: it is never due */

/* The kinds of faults, by enum cusb_virtual_fault_kind. */
struct fault_kind {
	const char *word; /* in a text */
	int err;	  /* the result in place of the packet; 0: the packet moves */
	bool incoming;	  /* changes an IN packet */
	enum { FAULT_ALONE, FAULT_MS, FAULT_LENGTH } argument; /* the member that the text gives */
};

extern const struct fault_kind fault_kinds[]; /* ended by one without a word */
/* All words, in a sentence. */
extern const char fault_words[];

/* CLOCK_MONOTONIC in ns, the time of delays. */
int64_t fault_now(void);
/* Such a time, or a number of ns, for the C library. */
static inline struct timespec fault_timespec(int64_t ns)
{
	return (struct timespec){(time_t)(ns / 1000000000), (long)(ns % 1000000000)};
}

/* Why a device of the model cannot have this fault; NULL: it can. */
const char *fault_problem(const struct cusb_virtual_model *model,
			  const struct cusb_virtual_fault *fault);
/* Whether any fault of the model is a delay. */
bool fault_model_delays(const struct cusb_virtual_model *model);

/* Adds a copy after the present faults: 0, -ENOMEM. */
int fault_add(struct cusb_virtual_device *dev, const struct cusb_virtual_fault *fault);
/* fault_add() for all faults of the model. */
int fault_add_model(struct cusb_virtual_device *dev);
/* Removes all faults. A packet that a fault held back can be asked for again. */
void fault_forget(struct cusb_virtual_device *dev);
/*
 * The faults of the model start their counts again. A packet that one held back can be asked for
 * again.
 */
void fault_rearm(struct cusb_virtual_device *dev);
/* The same, with another `after` for all of them. */
void fault_rearm_after(struct cusb_virtual_device *dev, unsigned int after);

/* A URB is about to be queued. */
void fault_begin(const struct cusb_virtual_device *dev, struct virtual_urb *urb);
/*
 * Called before the device is asked for the next packet of a URB, or for its request. 0, or the
 * result in place of the device's, as a model's function would return it.
 */
int fault_before(struct cusb_virtual_device *dev, struct virtual_urb *urb);
/*
 * Called after the device has answered (not NAKed) with *n, or has taken *n bytes. Counts the
 * packet, and sets *n to the bytes that arrive. Returns whether the device babbles.
 */
bool fault_after(struct cusb_virtual_device *dev, const struct virtual_urb *urb, ssize_t *n);
/* A URB has left its queue before it was answered. */
void fault_unlinked(struct cusb_virtual_device *dev, const struct virtual_urb *urb);

/*
 * Ends the delays whose time has come, also if the packet cannot move: its endpoint may be gone, or
 * its queue stopped.
 */
void fault_end_delays(struct cusb_virtual_device *dev);
/*
 * The time when the next delay ends, or NOT_DUE. Once fault_end_delays() has been called it is
 * always in the future.
 */
int64_t fault_due(const struct cusb_virtual_device *dev);

#endif
