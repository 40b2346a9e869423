/* SPDX-License-Identifier: MIT */
/*
 * A monitor's inner side. Its events come from comparing the devices that are plugged in with those
 * that it knows; messages of the kernel only tell where to look. So nothing is lost when a message
 * is, or when memory is short: the next look finds the difference again.
 *
 *	wait.c -> monitor.c -> watch_changes.c -> look.c -> arrival.c -> known_devices.c
 *
 * Only wait.c blocks. A loop over many things waits for the monitor's descriptor until
 * monitor_next_time(), and then calls monitor_take().
 */
#ifndef CUSB_CORE_MONITOR_H
#define CUSB_CORE_MONITOR_H

#include <cusb/monitor.h>

#include "core/monitor/known_devices.h"

/* Times are of CLOCK_MONOTONIC, in milliseconds. */
#define NO_DEADLINE	INT64_MAX
#define FIRST_STEP_MS	10  /* between tries; each is twice as long as the one before */
#define LONGEST_STEP_MS 100 /* between tries to open */

struct cusb_monitor {
	struct cusb_backend *backend;
	struct cusb_match *match; /* a copy, or NULL */
	const char *only;	  /* the name that the match asks for, or NULL */
	int openable_ms, interval_ms;
	bool existing;		  /* the user wants to be told of devices there already */
	bool beginning;		  /* this is the first look */
	struct cusb_watch *watch; /* NULL: the time says when to look */
	bool watch_broken;	  /* the same, but its descriptor is lent still */
	bool must_look;		  /* something may have been lost */
	int64_t next_look;
	int step_ms; /* between looks when messages say little */
	struct known_devices devices;
};

/* monitor.c */
int64_t monitor_now(void);
/* Takes the next event, without blocking. 1; 0: there is none now; or -errno. */
int monitor_take(struct cusb_monitor *monitor, struct cusb_event *event);
/* When monitor_take() must be called though the descriptor shows nothing, or NO_DEADLINE. */
int64_t monitor_next_time(const struct cusb_monitor *monitor);

/* watch_changes.c: the backend's watch. */

/* Without one, or when it fails, the monitor looks every so often. */
void watch_begin(struct cusb_monitor *monitor);
void watch_end(struct cusb_monitor *monitor);
/* -1: there is no watch. */
int watch_poll_fd(const struct cusb_monitor *monitor);
/* Acts on all that the watch says. 0 or -errno; then must_look is set, so nothing is lost. */
int watch_take_changes(struct cusb_monitor *monitor, int64_t now);
/* Blocks until the watch has something to say, but no longer than that; 0 is without limit. */
int watch_wait(const struct cusb_monitor *monitor, int timeout_ms);

/* look.c: compares the devices that are plugged in with those known. 0 or -errno. */
int look_at_all(struct cusb_monitor *monitor, int64_t now);
int look_at_name(struct cusb_monitor *monitor, const char *name, int64_t now);

/* arrival.c */
void arrival_hold(const struct cusb_monitor *monitor, struct known_device *known, int64_t now);
/* Tells of the arrivals that are due to be told, and of being bound. 0 or a shortage. */
int arrivals_tell(struct cusb_monitor *monitor, int64_t now);
/* When arrivals_tell() is to be called again, or NO_DEADLINE. */
int64_t arrivals_next_time(const struct cusb_monitor *monitor);

#endif
