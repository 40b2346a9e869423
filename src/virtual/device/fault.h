/* SPDX-License-Identifier: MIT */
/*
 * The faults of a device (struct cusb_virtual_fault), as the host meets them packet by packet.
 * System calls that fail are in syscall_fault.c.
 */
#ifndef CUSB_VIRTUAL_FAULT_H
#define CUSB_VIRTUAL_FAULT_H

#include <limits.h>

#include "virtual/device/hcd.h"

#define NOT_DUE INT64_MAX /* a time that does not come */

#define EVERY_ENDPOINT 0xff	/* a fault's bEndpointAddress: all packets, counted together */
#define PASS_ALL       UINT_MAX /* a fault's `after`: it is never due */

/* The kinds of faults, by enum cusb_virtual_fault_kind. */
struct fault_kind {
	const char *word; /* in a text */
	int err;	  /* in place of the packet; 0: the packet moves */
	bool incoming;	  /* changes a packet that comes in */
	enum { FAULT_ALONE, FAULT_MS, FAULT_LENGTH } argument; /* the member that is told */
};

extern const struct fault_kind fault_kinds[]; /* ended by one without a word */
/* All words, in a sentence. */
extern const char fault_words[];

/* CLOCK_MONOTONIC in ns: what delays are reckoned in. */
int64_t fault_now(void);

/* Whether a device of the model can have it: 0, -EINVAL. */
int fault_check(const struct cusb_virtual_model *model, const struct cusb_virtual_fault *fault);
/* The same of all that the model has itself. */
int fault_check_model(const struct cusb_virtual_model *model);
/* Whether any of them delays. */
bool fault_model_delays(const struct cusb_virtual_model *model);

/* Puts a copy behind those there are: 0, -ENOMEM. */
int fault_add(struct cusb_virtual_device *dev, const struct cusb_virtual_fault *fault);
/* As fault_add() for all that the model has. */
int fault_add_model(struct cusb_virtual_device *dev);
/* Takes all away; what one of them held back can be asked for again. */
void fault_forget(struct cusb_virtual_device *dev);
/* The faults of the model begin to count anew; what they held back can be asked for again. */
void fault_rearm(struct cusb_virtual_device *dev);
/* The same, with another `after` for all of them. */
void fault_rearm_after(struct cusb_virtual_device *dev, unsigned int after);

/* A URB is about to be queued. */
void fault_begin(const struct cusb_virtual_device *dev, struct virtual_urb *urb);
/*
 * Before the device is asked for the next packet of a URB, or for its request: 0, or what happens
 * in place of that, in the words of a model's functions.
 */
int fault_before(struct cusb_virtual_device *dev, struct virtual_urb *urb);
/*
 * After the device has answered (not: NAKed) with *n, or taken *n bytes: counts that, and makes of
 * *n what arrives. Returns whether it babbles.
 */
bool fault_after(struct cusb_virtual_device *dev, const struct virtual_urb *urb, ssize_t *n);
/* A URB has been taken out of its queue before it was answered. */
void fault_unlinked(struct cusb_virtual_device *dev, const struct virtual_urb *urb);

/* When the first packet that is queued and delayed is due, or NOT_DUE. */
int64_t fault_due(const struct cusb_virtual_device *dev);

#endif
