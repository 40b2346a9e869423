/* SPDX-License-Identifier: MIT */
/*
 * A monitor's inner side. What it says comes from comparing what is plugged in with what it knows;
 * messages of the kernel only tell where to look. So nothing is lost when a message is, or when
 * memory is short: the next look finds the difference again.
 *
 *	monitor.c: the events handed out, and the waiting
 *	changes.c: what the kernel says, and where to look for it
 *	census.c:  who is plugged in; devices become known and leave
 *	settle.c:  arrivals held back until the node can be opened; whether the kernel configured them
 *
 * Events need no memory of their own: a known device carries those that are due in a set of bits,
 * in the order in which they are told.
 *
 *	held --node opens, or deadline--> ARRIVED due --handed out--> told --leaves--> LEFT due
 *	  \--leaves--> forgotten            \--leaves--> forgotten
 */
#ifndef CUSB_CORE_MONITOR_H
#define CUSB_CORE_MONITOR_H

#include <cusb/monitor.h>

#include "core/device.h"

#define NEVER		INT64_MAX
#define FIRST_STEP_MS	10  /* between tries; each is twice as long as the one before */
#define LONGEST_STEP_MS 100 /* between tries to open */

/* What is known of a device that is plugged in, or has an event due yet. */
struct known {
	struct known *next;	  /* of those plugged in */
	struct known *next_due;	  /* of those with events due */
	struct device *dev;	  /* NULL: not one that the monitor is to tell of */
	uint64_t id;		  /* struct cusb_candidate's */
	int address;		  /* only when there is no id */
	unsigned int due;	  /* EVENT_BIT()s */
	bool seen;		  /* by this look */
	bool told;		  /* of its arrival, or there from the beginning */
	bool held;
	int openable;		  /* what the last try to open it gave */
	int step_ms;
	int64_t next_try, held_until;
	enum {
		NOT_BOUND,
		BOUND,
		BOUND_OR_NOT /* there from the beginning: only the kernel's word counts */
	} bound;
	bool ask_bound; /* at the next occasion */
	char name[];
};

#define EVENT_BIT(type) (1U << (type))

struct cusb_monitor {
	struct cusb_backend *backend;
	struct cusb_match *match; /* a copy, or NULL */
	const char *only;	  /* the name that it asks for, or NULL */
	int openable_ms, interval_ms;
	bool existing;		    /* to be told of */
	bool beginning;		    /* the first look */
	struct cusb_watch *watch;   /* NULL: the time says when to look */
	bool watch_broken;	    /* the same, but its descriptor is lent still */
	bool must_look;		    /* something may have been lost */
	int64_t next_look;
	int step_ms;		    /* between looks when messages say little */
	struct known *known;	    /* plugged in, in order of arrival */
	struct known *first_due, *last_due;
};

/* changes.c: takes what the watch says. 0 or -errno; then must_look is set, so nothing is lost. */
int changes_take(struct cusb_monitor *monitor, int64_t now);

/* census.c */

/* Compares all that is plugged in with what is known. 0 or -errno. */
int census_look(struct cusb_monitor *monitor, int64_t now);
/* The same for one name. */
int census_look_at(struct cusb_monitor *monitor, const char *name, int64_t now);
struct known *census_find(const struct cusb_monitor *monitor, const char *name);
void census_free(struct cusb_monitor *monitor);

/* settle.c: what can be told now of arrivals held back, and of being configured. 0 or a shortage. */
int settle(struct cusb_monitor *monitor, int64_t now);
/* When settle() is to be called again, or NEVER. */
int64_t settle_time(const struct cusb_monitor *monitor);
void settle_begin(const struct cusb_monitor *monitor, struct known *known, int64_t now);

/* monitor.c */
void event_add(struct cusb_monitor *monitor, struct known *known, enum cusb_event_type type);
void event_drop_all(struct cusb_monitor *monitor, struct known *known);

#endif
