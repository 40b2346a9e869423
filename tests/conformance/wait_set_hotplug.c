/* SPDX-License-Identifier: MIT */
/* Monitors in a wait set, and what a child of fork(2) leaves alone. */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hotplug.h"
#include "seam.h"
#include "wait_case.h"

/* Waits in the set for the next event, which is this one. */
static void next_event(struct cusb_wait_set *set, struct cusb_monitor *monitor,
		       enum cusb_event_type type, const char *name)
{
	struct cusb_event event;

	for (;;) {
		struct cusb_wait_item item = wait_next(set, CUSB_WAIT_MONITOR);
		int err;

		CHECK(item.monitor == monitor);
		err = cusb_monitor_next(item.monitor, CUSB_DONT_WAIT, &event);
		CHECK(err == 0 || err == -EAGAIN);
		if (err == 0)
			break;
	}
	CHECK_STR(event.dev->name, name);
	CHECK_INT(event.type, type);
	cusb_device_free(event.dev);
}

static void come_and_go(struct cusb_backend *backend, const struct cusb_monitor_options *options)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_monitor *monitor = watch_ours(backend, options);

	CHECK_OK(cusb_wait_set_add_monitor(set, monitor, NULL));
	for (int i = 0; i < 2; i++) {
		const char *name = world_plug("loopback");

		next_event(set, monitor, CUSB_ARRIVED, name);
		next_event(set, monitor, CUSB_BOUND, name);
		world_unplug(name);
		next_event(set, monitor, CUSB_LEFT, name);
	}
	cusb_wait_set_free(set);
	cusb_monitor_free(monitor);
}

CASE(a_set_waits_for_the_events_of_a_monitor)
{
	come_and_go(world.backend, NULL);
}

static const struct cusb_monitor_options often = {.interval_ms = 20};

CASE_NEEDS(a_set_waits_for_a_monitor_that_looks_at_intervals, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();

	seam_refuse(VIRTUAL_SOCKET);
	seam_refuse(VIRTUAL_INOTIFY_INIT1);
	come_and_go(backend, &often);
	seam_end();
}

/* Its descriptor stays readable, and it has none for a loop. */
CASE_NEEDS(a_set_waits_for_a_monitor_whose_messages_cannot_be_read, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();

	seam_refuse(VIRTUAL_RECVMSG);
	come_and_go(backend, &often);
	seam_end();
}

static int count_events(struct cusb_monitor *monitor)
{
	struct cusb_event event;
	int count = 0;

	while (cusb_monitor_next(monitor, CUSB_DONT_WAIT, &event) == 0) {
		cusb_device_free(event.dev);
		count++;
	}
	return count;
}

CASE(a_monitor_is_told_for_the_events_that_it_has_when_it_is_added)
{
	const struct cusb_monitor_options options = {.existing = true};
	struct cusb_wait_set *set = wait_begin();
	struct cusb_monitor *monitor;

	world_plug("loopback");
	monitor = watch_ours(world.backend, &options);
	CHECK_OK(cusb_wait_set_add_monitor(set, monitor, NULL));
	CHECK_INT(cusb_wait_set_add_monitor(set, monitor, NULL), -EBUSY);
	CHECK(wait_next(set, CUSB_WAIT_MONITOR).monitor == monitor);
	CHECK_INT(count_events(monitor), 1);
	CHECK(wait_count_left(set) < 5);
	cusb_wait_set_free(set);
	cusb_monitor_free(monitor);
}

CASE(a_monitor_that_is_freed_leaves_its_set)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL),
			    *other = watch_ours(world.backend, NULL);

	CHECK_OK(cusb_wait_set_add_monitor(set, monitor, NULL));
	CHECK_OK(cusb_wait_set_add_monitor(set, other, NULL));
	CHECK_OK(cusb_wait_set_remove_monitor(set, other));
	CHECK_INT(cusb_wait_set_remove_monitor(set, other), -ENOENT);
	cusb_monitor_free(monitor);
	world_plug("loopback");
	CHECK_INT(wait_count_left(set), 0);
	cusb_wait_set_free(set);
	cusb_monitor_free(other);
}

/* ---- fork ------------------------------------------------------------------------------------ */

CASE_NEEDS(what_a_child_frees_stays_in_the_parents_set, NEED_NATIVE)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0);
	int status = -1;
	pid_t child;

	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	CHECK_OK(cusb_wait_set_add_monitor(set, monitor, NULL));
	CHECK(wait_count_left(set) < 5);
	child = fork();
	CHECK(child >= 0);
	if (child == 0) {
		cusb_close(dev);
		cusb_monitor_free(monitor);
		cusb_wait_set_free(set);
		cusb_device_free(dev);
		transfer_end(in);
		_exit(0);
	}
	CHECK_INT(waitpid(child, &status, 0), child);
	CHECK_INT(status, 0);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK(wait_reap(set, NULL) == in);
	wait_expect_quiet(set, dev);
	next_event(set, monitor, CUSB_ARRIVED, world_plug("nak"));
	cusb_wait_set_free(set);
	cusb_monitor_free(monitor);
	transfer_end(in);
	cusb_device_free(dev);
}
