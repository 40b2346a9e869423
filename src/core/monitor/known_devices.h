/* SPDX-License-Identifier: MIT */
/*
 * The devices that a monitor knows, and their pending events. Events need no memory of their own:
 * each known device has one bit for each kind of pending event. Their order is fixed.
 *
 *	held --node opens, or deadline--> ARRIVED due --handed out--> told --leaves--> LEFT due
 *	 \--leaves--> forgotten           \--leaves--> forgotten
 */
#ifndef CUSB_CORE_KNOWN_DEVICES_H
#define CUSB_CORE_KNOWN_DEVICES_H

#include <cusb/monitor.h>

#include "core/device.h"

struct known_device {
	struct known_device *next, *prev;	  /* in the list of plugged-in devices */
	struct known_device *next_due, *prev_due; /* in the list of devices with pending events */
	struct known_device *next_in_bucket;
	struct device *dev; /* NULL: the monitor reports nothing about it */
	uint64_t id;	    /* struct cusb_candidate's */
	int address;	    /* used only when there is no id */
	unsigned int due;   /* bits of enum cusb_event_type */
	bool seen;	    /* during this look */
	bool told;	    /* its arrival was reported, or it existed from the beginning */
	bool held;	    /* its arrival is reported only when its node can be opened */
	bool tried;	    /* to open it */
	int openable;	    /* the result of the last try to open it */
	int step_ms;	    /* time to the next try */
	int64_t next_try, held_until;
	enum {
		NOT_BOUND,
		BOUND,
		BOUND_OR_NOT /* existed from the beginning: only a message of the kernel counts */
	} bound;
	bool ask_bound; /* ask at the next call */
	char name[];
};

/* A zeroed struct is empty. */
struct known_devices {
	struct known_device *first, *last; /* the plugged-in devices, in order of arrival */
	struct known_device *first_due, *last_due;
	struct known_device **buckets; /* the plugged-in devices, by name */
	size_t bucket_count, count;
};

/* A new record, not yet among the known devices; the table has room for it. NULL: no memory. */
struct known_device *known_new(struct known_devices *devices, const char *name);
void known_add(struct known_devices *devices, struct known_device *known);
/* NULL: no device of that name is known. */
struct known_device *known_find(const struct known_devices *devices, const char *name);
/*
 * The device has left. Its record stays until its CUSB_LEFT is handed out, or is freed at once if
 * its arrival was never reported.
 */
void known_leave(struct known_devices *devices, struct known_device *known);
void known_free_all(struct known_devices *devices);

void event_add(struct known_devices *devices, struct known_device *known,
	       enum cusb_event_type type);
/* Takes the next pending event; there must be one. */
void event_take(struct known_devices *devices, struct cusb_event *event);

#endif
