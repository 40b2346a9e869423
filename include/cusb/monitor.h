/* SPDX-License-Identifier: MIT */
/*
 * Hotplug: events for devices that arrive and leave.
 *
 *	cusb_monitor_new(CUSB_MATCH(idVendor, 0xfffe), NULL, &monitor);
 *	while (cusb_monitor_next(monitor, CUSB_NO_TIMEOUT, &event) == 0) {
 *		...
 *		cusb_device_free(event.dev);
 *	}
 *
 * The library needs no udev and no thread. The kernel's netlink group says when to look. A process
 * that cannot use it (no right to the socket, a foreign user namespace) watches the device nodes by
 * inotify. If that fails too, devices are polled every interval_ms. The log, at level info, says
 * which way is used.
 *
 * The events are the same in each way: the library compares the plugged-in devices with those it
 * knew. So no event is missed and none comes twice, even if messages of the kernel are lost. A
 * device that is replugged leaves and arrives, even at the same address. A device that arrives and
 * leaves between two looks gives no event.
 */
#ifndef CUSB_MONITOR_H
#define CUSB_MONITOR_H

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

struct cusb_monitor;

enum cusb_event_type {
	/* plugged in, and its node can be opened; otherwise `openable` is an error */
	CUSB_ARRIVED = 1,
	/*
	 * The kernel has configured the device: its interfaces are there. For existing devices only
	 * when they are bound again. Comes again when the kernel's driver for whole devices is
	 * unbound and bound again. Without sysfs the monitor asks the device, for at most 500 ms;
	 * the event does not come when the device cannot be opened or asked.
	 */
	CUSB_BOUND = 2,
	/* the kernel reports a change after the device was configured; only from uevents and sysfs */
	CUSB_CHANGED = 3,
	/* Unplugged. The device object stays valid; operations on it return -ENODEV. */
	CUSB_LEFT = 4
};

struct cusb_event {
	enum cusb_event_type type;
	/* The same object from arrival to leaving; a reference, which the caller frees. */
	struct cusb_device *dev;
	/*
	 * CUSB_ARRIVED: 0, or the error of opening the device. -EACCES, -EPERM, -ENOENT and -ENODEV
	 * come after openable_ms, any other error at once. 0 for a device that existed from the
	 * beginning, which the monitor does not open.
	 */
	int openable;
	/* CUSB_ARRIVED: the monitor has tried to open the device; otherwise openable says nothing */
	bool tried;
	uintptr_t reserved[4]; /* 0 */
};

/* A zeroed field stands for its default. */
struct cusb_monitor_options {
	bool existing;   /* first report the devices that exist already, as CUSB_ARRIVED */
	/*
	 * The longest time that an arrival waits until its node can be opened: 2000. Below 0: the
	 * monitor does not try to open nodes, and reports an arrival at once.
	 */
	int openable_ms;
	int interval_ms; /* time between looks when the kernel reports no changes: 1000 */
	uintptr_t reserved[4]; /* 0 */
};

/**
 * cusb_monitor_new - begin to watch.
 * @match:   as for cusb_find(); NULL for any device. The pairs are copied; their strings, functions
 *           and backend must outlive the monitor. Each device is matched once, when it arrives.
 * @options: copied; NULL for all defaults.
 * @monitor: out: the caller frees it with cusb_monitor_free().
 *
 * Devices that are plugged in or unplugged after this returns give events. The monitor opens a
 * device only to see whether a new device can be opened. A kernel without USB, or without sysfs,
 * counts as one without devices; they may come later.
 *
 * Returns:
 *   0        success
 *   -ENOSYS  the backend cannot enumerate
 *   < 0      an error of cusb_find_all(), or the result of a custom match, whatever its number
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
 * Blocks up to the timeout. One thread at a time may call it. The first event of a device is
 * CUSB_ARRIVED, the last one CUSB_LEFT. An event that occurs several times before it is fetched
 * comes once. After an error no event is lost: call it again.
 *
 * Returns:
 *   0           an event
 *   -EAGAIN     CUSB_DONT_WAIT: there is no event now
 *   -ETIMEDOUT  no event came in time
 *   -EINTR      a signal handler ran
 *   -EINVAL     a bad timeout
 *   -ENOMEM     no memory
 *   -EMFILE     the process has too many open files
 *   < 0         the result of a custom match, whatever its number (once; that device is skipped),
 *               or another error of listing the devices
 */
CUSB_API int cusb_monitor_next(struct cusb_monitor *monitor, int timeout_ms,
			       struct cusb_event *event);

/**
 * cusb_monitor_poll_fd - a descriptor for poll(2) or epoll(7). It shows POLLIN when there may be
 * events.
 *
 * Returns the descriptor, lent; or -1 while the monitor polls: use the timeout. poll(2) ignores -1. A monitor that got a descriptor
 * polls as long as the kernel's messages cannot be read, or not all nodes can be watched. So ask
 * before each poll(2). The descriptor has one number for the monitor's life, and may stay in an
 * epoll set. Call cusb_monitor_next() with CUSB_DONT_WAIT until it returns -EAGAIN.
 */
CUSB_API int cusb_monitor_poll_fd(struct cusb_monitor *monitor);

/**
 * cusb_monitor_poll_timeout - how long a loop may wait before it must call cusb_monitor_next(); in
 * the form that poll(2) takes.
 *
 * Returns milliseconds; 0: call it now; -1: no limit.
 */
CUSB_API int cusb_monitor_poll_timeout(struct cusb_monitor *monitor);

/**
 * cusb_wait - find a device, or wait until a device that matches arrives and can be opened.
 * @match, @dev: as for cusb_find(). An existing device is returned even if it cannot be opened.
 * @timeout_ms:  milliseconds, or CUSB_NO_TIMEOUT.
 *
 * Returns:
 *   0           found
 *   -ETIMEDOUT  no such device came, or none that can be opened
 *   -EINTR      a signal handler ran
 *   < 0         an error of cusb_find(), but not -ENODEV for no device; or the result of a custom
 *               match, whatever its number
 */
CUSB_API int cusb_wait(const struct cusb_match *match, int timeout_ms, struct cusb_device **dev);

#ifdef __cplusplus
}
#endif

#endif
