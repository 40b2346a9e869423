/* SPDX-License-Identifier: MIT */
/*
 * Hotplug: to be told of devices that arrive and leave.
 *
 *	cusb_monitor_new(CUSB_MATCH(idVendor, 0xfffe), NULL, &monitor);
 *	while (cusb_monitor_next(monitor, CUSB_NO_TIMEOUT, &event) == 0) {
 *		...
 *		cusb_device_free(event.dev);
 *	}
 *
 * No udev and no thread: the kernel's own netlink group says where to look; where that cannot be
 * used (no right to the socket, a foreign user namespace), inotify on the device nodes; where that
 * is not possible either, the time does, every so often. The log, at level info, says which it is.
 * What is told is the same: events come from comparing what is plugged in with what was, so none
 * is missed and none comes twice, whatever messages are lost. A device that is replugged leaves and
 * arrives, even at the same address. One that came and went before it was told of gives no event.
 */
#ifndef CUSB_MONITOR_H
#define CUSB_MONITOR_H

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

struct cusb_monitor;

enum cusb_event_type {
	CUSB_ARRIVED = 1, /* plugged in, and its node can be opened; or as `openable` tells */
	/*
	 * The kernel has configured it: its interfaces are there. For a device that was there from
	 * the beginning only when that is news to the kernel, too; again when the kernel's driver
	 * for whole devices lets it go and takes it anew.
	 */
	CUSB_BOUND,
	CUSB_CHANGED, /* the kernel says that something changed after it was configured */
	/* Unplugged: its object stays valid, but operations on it give -ENODEV. */
	CUSB_LEFT
};

struct cusb_event {
	enum cusb_event_type type;
	/* The same object from arrival to leaving; a reference that the caller frees. */
	struct cusb_device *dev;
	/*
	 * CUSB_ARRIVED: 0, or why it cannot be opened: until the deadline -EACCES, -EPERM, -ENOENT,
	 * -ENODEV; at once any other error. A device that was there from the beginning is not
	 * tried.
	 */
	int openable;
};

/* A zeroed field stands for its default. */
struct cusb_monitor_options {
	bool existing;   /* tell of devices that are there already, as CUSB_ARRIVED, first */
	int openable_ms; /* longest to hold an arrival back until the node can be opened: 2000;
			    below 0: the node is not tried at all */
	int interval_ms; /* between looks where the kernel does not tell: 1000 */
};

/**
 * cusb_monitor_new - begin to watch.
 * @match:   as for cusb_find(). The pairs are copied; their strings, functions and backend must
 *           outlive the monitor. NULL for any device. Asked once for each device, when it
 *           arrives.
 * @options: copied; NULL for all defaults.
 * @monitor: out: freed by the caller with cusb_monitor_free().
 *
 * What is plugged in or out after this returns is told. Opens no device but to see whether one that
 * arrived can be opened. A kernel without USB, or without sysfs, is one without devices: they may
 * come later. Returns 0, -ENOSYS (the backend cannot enumerate), or an error of cusb_find_all()
 * other than -ENOENT.
 */
CUSB_API int cusb_monitor_new(const struct cusb_match *match,
			      const struct cusb_monitor_options *options,
			      struct cusb_monitor **monitor);

/** cusb_monitor_free - stop watching. NULL is allowed. */
CUSB_API void cusb_monitor_free(struct cusb_monitor *monitor);

/**
 * cusb_monitor_next - the next event.
 * @timeout_ms: milliseconds, CUSB_NO_TIMEOUT, or CUSB_DONT_WAIT (transfer.h).
 * @event:      out.
 *
 * Blocks up to the timeout. Of one device: CUSB_ARRIVED first and CUSB_LEFT last; an event that is
 * due several times before it is fetched comes once. One thread at a time. Returns 0, -EAGAIN
 * (CUSB_DONT_WAIT: none now), -ETIMEDOUT, -EINTR (a signal handler ran), -EINVAL (a bad timeout),
 * what a custom match returned below 0 (once; that device is passed over), -ENOMEM, -EMFILE or
 * another error of listing the devices. After an error nothing is lost: the next call goes on.
 */
CUSB_API int cusb_monitor_next(struct cusb_monitor *monitor, int timeout_ms,
			       struct cusb_event *event);

/**
 * cusb_monitor_poll_fd - a descriptor for poll(2) or epoll(7) that shows POLLIN when there may be
 * events; -1, which poll(2) passes over, when there is only the time to go by.
 *
 * Lent; the same for the monitor's life. Call cusb_monitor_next() with CUSB_DONT_WAIT until it
 * gives -EAGAIN.
 */
CUSB_API int cusb_monitor_poll_fd(struct cusb_monitor *monitor);

/**
 * cusb_monitor_poll_timeout - how long a loop may wait before it must call cusb_monitor_next(), as
 * poll(2) takes it: milliseconds, 0: now, -1: without limit.
 */
CUSB_API int cusb_monitor_poll_timeout(struct cusb_monitor *monitor);

/**
 * cusb_wait - find a device, or wait until one that matches is there and can be opened.
 * @match, @dev: as for cusb_find(); a device that is there already is taken as it is.
 * @timeout_ms:  milliseconds, or CUSB_NO_TIMEOUT.
 *
 * Returns 0, -ETIMEDOUT (none came, or none that could be opened), -EINTR (a signal handler ran),
 * or an error of cusb_find() other than -ENODEV and -ENOENT.
 */
CUSB_API int cusb_wait(const struct cusb_match *match, int timeout_ms, struct cusb_device **dev);

#ifdef __cplusplus
}
#endif

#endif
