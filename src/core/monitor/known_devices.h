/* SPDX-License-Identifier: MIT */
/*
 * The devices that a monitor knows, and their pending events. Events need no memory of their own:
 * each known device has one bit for each kind of pending event. Their order is fixed.
 *
 *	held --node opens, or deadline--> ARRIVED due --handed out--> told --leaves--> LEFT due
 *	 \--leaves--> forgotten           \--leaves--> forgotten
 *
 * With the option at_once, ARRIVED is due while the device is held, and OPENABLE follows.
 */
#ifndef CUSB_CORE_KNOWN_DEVICES_H
#define CUSB_CORE_KNOWN_DEVICES_H

#include <cusb/monitor.h>

#include "core/device.h"

enum known_list {
	PLUGGED,  /* in order of arrival */
	DUE,	  /* with pending events */
	SETTLING, /* whose arrival is held, or whose configuration must be asked for */
	KNOWN_LISTS
};

struct known_device {
	struct {
		struct known_device *next, *prev;
		bool listed;
	} in[KNOWN_LISTS];
	struct known_device *next_in_bucket;
	struct device *dev; /* NULL: the monitor reports nothing about it */
	uint64_t id;	    /* struct cusb_candidate's */
	bool id_doubtful;   /* it may be of the device that had the name a moment before */
	bool provisional_name;
	int bus, address;
	unsigned int due; /* bits of enum cusb_event_type */
	bool seen;	  /* during this look */
	bool told;	  /* its arrival was reported, or it existed from the beginning */
	bool held;	  /* something is reported only when its node can be opened: */
	bool at_once;	  /* CUSB_OPENABLE; otherwise CUSB_ARRIVED */
	bool tried;	  /* to open it */
	int openable;	  /* the result of the last try to open it */
	int step_ms;	  /* time to the next try */
	int64_t next_try, held_until;
	enum {
		NOT_BOUND,
		BOUND,
		/*
		 * It existed from the beginning, or its configuration cannot be known: only a
		 * message of the kernel counts.
		 */
		BOUND_OR_NOT
	} bound;
	bool ask_bound; /* ask at the next call */
	bool probed;	/* the kernel has configured it, or will not do so */
	char name[];
};

/* A zeroed struct is empty. */
struct known_devices {
	struct {
		struct known_device *first, *last;
	} lists[KNOWN_LISTS];
	struct known_device **buckets; /* the plugged-in devices, by name */
	size_t bucket_count, count;
};

static inline struct known_device *known_first(const struct known_devices *devices,
					       enum known_list list)
{
	return devices->lists[list].first;
}

static inline struct known_device *known_next(const struct known_device *known,
					      enum known_list list)
{
	return known->in[list].next;
}

/* A new record, not yet among the known devices; the table has room for it. NULL: no memory. */
struct known_device *known_new(struct known_devices *devices, const char *name);
void known_add(struct known_devices *devices, struct known_device *known);
/* NULL: no device of that name is known. */
struct known_device *known_find(const struct known_devices *devices, const char *name);
/*
 * The known device that is listed here: by its name or, if one of the two names is provisional, by
 * bus and address.
 */
struct known_device *known_find_listed(const struct known_devices *devices,
				       const struct cusb_candidate *candidate);
/*
 * The device has left. Its record stays until its CUSB_LEFT is handed out, or is freed at once if
 * its arrival was never reported.
 */
void known_leave(struct known_devices *devices, struct known_device *known);
void known_free_all(struct known_devices *devices);

/* Puts the device at the end of the list, unless it is on it; takes it off, if it is on it. */
void known_enlist(struct known_devices *devices, struct known_device *known, enum known_list list);
void known_delist(struct known_devices *devices, struct known_device *known, enum known_list list);

void event_add(struct known_devices *devices, struct known_device *known,
	       enum cusb_event_type type);
/* Takes the next pending event; there must be one. */
void event_take(struct known_devices *devices, struct cusb_event *event);

#endif
