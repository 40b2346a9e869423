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
 * The library needs no udev and no thread. The kernel's netlink socket reports changes. Some
 * processes cannot use this socket: they have no right to it, or are in another user namespace. The
 * library then watches the device nodes by inotify. If that fails too, it lists the devices every
 * interval_ms. A log line of level info names the method.
 *
 * CUSB_ARRIVED and CUSB_LEFT are the same with each method: the library lists the plugged-in
 * devices and compares them with its last list. It therefore misses none of these events, and
 * reports none twice, even if messages of the kernel are lost. A device that is replugged leaves
 * and arrives, even at the same address. A device that arrives and leaves between two lists gives
 * no event.
 */
#ifndef CUSB_MONITOR_H
#define CUSB_MONITOR_H

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

struct cusb_monitor;

enum cusb_event_type {
	/*
	 * The device is plugged in. Without the option at_once, its node can also be opened, or
	 * `openable` is an error.
	 */
	CUSB_ARRIVED = 1,
	/*
	 * The kernel has configured the device: its interfaces are there. The event comes again
	 * when the kernel's driver for whole devices is unbound and bound again. A device that
	 * existed from the beginning has only this later event. Without sysfs the monitor asks the
	 * device itself, for at most 500 ms. If the device cannot be opened or does not answer, the
	 * event does not come.
	 */
	CUSB_BOUND = 2,
	/*
	 * The kernel reports a change of a device that was configured before. The event needs
	 * uevents and sysfs: without them it does not come.
	 */
	CUSB_CHANGED = 3,
	/* Unplugged. The device object stays valid; operations on it return -ENODEV. */
	CUSB_LEFT = 4,
	/*
	 * Only with the option at_once: the device's node can be opened, or `openable` is an error;
	 * and the kernel has configured the device, or will not do so. A claim is lost when the
	 * kernel configures the device. Comes after CUSB_ARRIVED, and before CUSB_BOUND.
	 */
	CUSB_OPENABLE = 5
};

struct cusb_event {
	enum cusb_event_type type;
	/*
	 * All events of a device have the same object. Each event has a reference of its own, which
	 * the caller frees with cusb_device_free().
	 */
	struct cusb_device *dev;
	/*
	 * In CUSB_ARRIVED, or with the option at_once in CUSB_OPENABLE: 0, or the error of opening
	 * the device. After -EACCES, -EPERM, -ENOENT and -ENODEV the monitor tries again, and
	 * reports the event after openable_ms. It reports any other error at once. The monitor does
	 * not open a device that existed from the beginning: openable is then 0.
	 */
	int openable;
	/* Whether the monitor has tried to open the device. If false, ignore openable. */
	bool tried;
	uintptr_t reserved[4]; /* 0 */
};

/* A zeroed field stands for its default. */
struct cusb_monitor_options {
	bool existing;   /* first report the existing devices as CUSB_ARRIVED */
	/*
	 * Report CUSB_ARRIVED when the device is plugged in, before its node can be opened.
	 * CUSB_OPENABLE then follows, but not for the existing devices.
	 */
	bool at_once;
	/*
	 * The longest time in milliseconds that CUSB_ARRIVED, or with at_once CUSB_OPENABLE, waits
	 * for its conditions. The default is 2000. Below 0 the monitor does not try to open nodes:
	 * it reports CUSB_ARRIVED at once, and no CUSB_OPENABLE.
	 */
	int openable_ms;
	/*
	 * Milliseconds between two lists, when the kernel reports no changes. The default is 1000.
	 */
	int interval_ms;
	uintptr_t reserved[4]; /* 0 */
};

/**
 * cusb_monitor_new - begin to watch.
 * @match:   as for cusb_find(); NULL for any device. The pairs are copied. Their strings, functions
 *           and backend must outlive the monitor. Each device is matched once, when it arrives.
 * @options: copied; NULL for all defaults.
 * @monitor: out: the caller frees it with cusb_monitor_free().
 *
 * Devices that are plugged in or unplugged after this call give events. The monitor opens a new
 * device only to test whether it can be opened. If the kernel has no USB, or sysfs is not mounted,
 * the call succeeds, and the devices may come later.
 *
 * Returns:
 *   0        success
 *   -ENOSYS  the backend cannot enumerate
 *   -EINVAL  as for cusb_find_all(), or a reserved member of @options is not 0
 *   < 0      an error of cusb_find_all(), or any negative result of a custom match
 */
CUSB_API int cusb_monitor_new(const struct cusb_match *match,
			      const struct cusb_monitor_options *options,
			      struct cusb_monitor **monitor);

/**
 * cusb_monitor_free - stop watching.
 * @monitor: NULL is allowed.
 */
CUSB_API void cusb_monitor_free(struct cusb_monitor *monitor);

/**
 * cusb_monitor_next - the next event.
 * @timeout_ms: milliseconds, CUSB_NO_TIMEOUT, or CUSB_DONT_WAIT (transfer.h).
 * @event:      out: the event.
 *
 * Blocks up to the timeout. Only one thread at a time may call it. The first event of a device is
 * CUSB_ARRIVED, the last one CUSB_LEFT. If an event occurs several times before the program takes
 * it, it comes once. No event is lost by an error: call the function again. While an error lasts,
 * cusb_monitor_poll_timeout() and wait sets leave a growing time, up to interval_ms, between two
 * calls.
 *
 * Returns:
 *   0           an event
 *   -EAGAIN     CUSB_DONT_WAIT: there is no event now
 *   -ETIMEDOUT  no event came in time
 *   -EINTR      a signal handler ran
 *   -EINVAL     a bad timeout
 *   -ENOMEM     no memory
 *   -EMFILE     the process has too many open files
 *   < 0         another error of listing the devices, or any negative result of a custom match.
 *               The result of a custom match comes once, and its device is skipped
 */
CUSB_API int cusb_monitor_next(struct cusb_monitor *monitor, int timeout_ms,
			       struct cusb_event *event);

/**
 * cusb_monitor_poll_fd - a descriptor for poll(2) or epoll(7).
 *
 * The descriptor shows POLLIN when there may be events. Call cusb_monitor_next() with
 * CUSB_DONT_WAIT until it returns -EAGAIN. The descriptor belongs to the monitor: do not close it.
 * Its number never changes, so it may stay in an epoll set.
 *
 * While the kernel's messages cannot be read, or not all nodes can be watched, the result is -1,
 * and the monitor lists the devices at intervals. So call this function before each poll(2), which
 * ignores -1.
 *
 * Returns the descriptor. -1 means that the program waits only for the time of
 * cusb_monitor_poll_timeout().
 */
CUSB_API int cusb_monitor_poll_fd(struct cusb_monitor *monitor);

/**
 * cusb_monitor_poll_timeout - the time a loop may wait before it must call cusb_monitor_next().
 *
 * The result has the form of the timeout of poll(2).
 *
 * Returns:
 *   > 0  milliseconds
 *   0    call cusb_monitor_next() now
 *   -1   no limit
 */
CUSB_API int cusb_monitor_poll_timeout(struct cusb_monitor *monitor);

/**
 * cusb_wait_for_device - find a device, or wait until one arrives and can be opened.
 * @match, @dev: as for cusb_find(). An existing device is returned even if it cannot be opened.
 * @timeout_ms:  milliseconds, or CUSB_NO_TIMEOUT.
 *
 * Blocks up to the timeout.
 *
 * Returns:
 *   0           found
 *   -ETIMEDOUT  no device that matches came in time, or it could not be opened
 *   -EINTR      a signal handler ran
 *   < 0         an error of cusb_find() except -ENODEV, or any negative result of a custom match
 */
CUSB_API int cusb_wait_for_device(const struct cusb_match *match, int timeout_ms,
				  struct cusb_device **dev);

#ifdef __cplusplus
}
#endif

#endif
