/* SPDX-License-Identifier: MIT */
/* What the cases about hotplug have in common. Everything here fails the case when it cannot be. */
#ifndef CONFORMANCE_HOTPLUG_H
#define CONFORMANCE_HOTPLUG_H

#include "world.h"

/* A monitor for the devices of this suite. */
struct cusb_monitor *watch_ours(struct cusb_backend *backend,
				const struct cusb_monitor_options *options);
/* The next event, which is this one, without waiting for more than it takes; its device. */
struct cusb_device *expect_event(struct cusb_monitor *monitor, enum cusb_event_type type,
				 const char *name);
/* None now, nor soon. */
void expect_nothing(struct cusb_monitor *monitor);
/* One of each of these devices and types (second: 0 for none), of one device in this order. */
void expect_each(struct cusb_monitor *monitor, unsigned int first, unsigned int second,
		 const char *const *names, int count);

/* cusb_wait_for_device() in a thread. The match must live as long as that waits. */
struct waiting;
struct waiting *wait_in_thread(const struct cusb_match *match, int timeout_ms);
/* Waits for the thread, and for what it waits for. */
struct cusb_device *waited_for(struct waiting *waiting);

#endif
