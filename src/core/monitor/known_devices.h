/* SPDX-License-Identifier: MIT */
/*
 * The devices that a monitor knows, and the events that are due for them.
 *
 * Events need no memory of their own: each known device has a set of bits for the events that are
 * due, in the order in which they are told.
 *
 *	held --node opens, or deadline--> ARRIVED due --handed out--> told --leaves--> LEFT due
 *	  \--leaves--> forgotten            \--leaves--> forgotten
 */
#ifndef CUSB_CORE_KNOWN_DEVICES_H
#define CUSB_CORE_KNOWN_DEVICES_H

#include <cusb/monitor.h>

#include "core/device.h"

struct known_device {
	struct known_device *next, *prev;	  /* of those plugged in */
	struct known_device *next_due, *prev_due; /* of those with events due */
	struct known_device *next_in_bucket;
	struct device *dev; /* NULL: the monitor does not tell of it */
	uint64_t id;	    /* struct cusb_candidate's */
	int address;	    /* only when there is no id */
	unsigned int due;   /* bits of enum cusb_event_type */
	bool seen;	    /* by this look */
	bool told;	    /* its arrival was; or it was there from the beginning */
	bool held;	    /* its arrival is not told before its node can be opened */
	int openable;	    /* the result of the last try to open it */
	int step_ms;	    /* to the next try */
	int64_t next_try, held_until;
	enum {
		NOT_BOUND,
		BOUND,
		BOUND_OR_NOT /* there from the beginning: only the kernel's word counts */
	} bound;
	bool ask_bound; /* at the next occasion */
	char name[];
};

/* Zeroed, it is empty. */
struct known_devices {
	struct known_device *first, *last; /* plugged in, in order of arrival */
	struct known_device *first_due, *last_due;
	struct known_device **buckets; /* plugged in, by name */
	size_t bucket_count, count;
};

/* A record that is not among the known devices yet, with room for it there; NULL: no memory. */
struct known_device *known_new(struct known_devices *devices, const char *name);
void known_add(struct known_devices *devices, struct known_device *known);
/* NULL: no device of that name is known. */
struct known_device *known_find(const struct known_devices *devices, const char *name);
/* The device has left. Only its event remains, if its arrival was told; else nothing does. */
void known_leave(struct known_devices *devices, struct known_device *known);
void known_free_all(struct known_devices *devices);

void event_add(struct known_devices *devices, struct known_device *known,
	       enum cusb_event_type type);
/* The next one that is due; there must be one. */
void event_take(struct known_devices *devices, struct cusb_event *event);

#endif
