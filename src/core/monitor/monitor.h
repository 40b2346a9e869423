/* SPDX-License-Identifier: MIT */
/*
 * The private part of a monitor.
 *
 * Its events come from comparing the plugged-in devices with the known ones; messages of the kernel
 * only tell where to look. So nothing is lost when a message is lost, or when memory is short: the
 * next look finds the difference again.
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
	const char *only;	  /* the `name` of the match, or NULL */
	int openable_ms, interval_ms;
	bool existing;		  /* report the devices that exist already */
	bool at_once;		  /* report arrivals before the node can be opened */
	bool beginning;		  /* this is the first look */
	struct cusb_watch *watch; /* NULL: the monitor looks at intervals */
	bool watch_deaf;	  /* it misses changes now; the monitor also looks at intervals */
	bool must_look;		  /* a message may have been lost */
	bool ids_doubtful;	  /* of some known devices */
	int64_t next_look;
	int64_t step_ms; /* time between looks after a message that says little */
	int64_t next_try, retry_ms; /* after an error; retry_ms 0: there was none */
	struct known_devices devices;
	struct watcher *watcher; /* NULL: in no wait set */
};

/* monitor.c */
int64_t monitor_now(void);
/* Takes the next event, without blocking. 1; 0: there is none now; or -errno. */
int monitor_take(struct cusb_monitor *monitor, struct cusb_event *event);
/* The time of the next call of monitor_take() if the descriptor shows nothing, or NO_DEADLINE. */
int64_t monitor_next_time(const struct cusb_monitor *monitor);

/* watch_changes.c: the backend's watch. */

/* Without a watch, or when it fails, the monitor looks at intervals. */
void watch_begin(struct cusb_monitor *monitor);
void watch_end(struct cusb_monitor *monitor);
/*
 * Handles all messages of the watch. 0 or -errno; after an error must_look is set, so nothing is
 * lost.
 */
int watch_take_changes(struct cusb_monitor *monitor, int64_t now);
/* Blocks until the watch has a message, at most timeout_ms; 0: no limit. */
int watch_wait(const struct cusb_monitor *monitor, int timeout_ms);

/* look.c: compares the devices that are plugged in with those known. 0 or -errno. */
int look_at_all(struct cusb_monitor *monitor, int64_t now);
int look_at_name(struct cusb_monitor *monitor, const char *name, int64_t now);
/* The watch has no message left. */
void look_trust_ids(struct cusb_monitor *monitor);

/* arrival.c */
void arrival_begin(struct cusb_monitor *monitor, struct known_device *known, int64_t now);
/* The kernel has configured the device, or will not do so. */
void arrival_probed(struct known_device *known);
/* The device may be configured now. */
void arrival_ask_bound(struct cusb_monitor *monitor, struct known_device *known);
/*
 * Adds events for devices whose node can be opened or whose time is over, and for bound devices. 0
 * or a shortage.
 */
int arrivals_tell(struct cusb_monitor *monitor, int64_t now);
/* The time of the next call of arrivals_tell(), or NO_DEADLINE. */
int64_t arrivals_next_time(const struct cusb_monitor *monitor);

#endif
