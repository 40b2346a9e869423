/* SPDX-License-Identifier: MIT */
/*
 * The three ways of hearing of devices tell the same: the kernel's uevents, inotify on the nodes,
 * and looking every so often. And so do they when messages are lost or not to be trusted.
 */
#define CASES_NEED NEED_NATIVE

#include <errno.h>
#include <string.h>

#include "hotplug.h"
#include "seam.h"

/* Looks come often enough for a test, and seldom enough to tell them from messages. */
static const struct cusb_monitor_options often = {.interval_ms = 20};

static void come_and_go(struct cusb_monitor *monitor)
{
	for (int i = 0; i < 3; i++) {
		const char *name = world_plug("loopback");
		struct cusb_device *dev = expect_event(monitor, CUSB_ARRIVED, name);

		cusb_device_free(expect_event(monitor, CUSB_BOUND, name));
		check_loopback(dev, 0x01, 0x81, 64);
		world_unplug(name);
		cusb_device_free(expect_event(monitor, CUSB_LEFT, name));
		cusb_close(dev);
		CHECK_INT(cusb_open(dev), -ENODEV);
		cusb_device_free(dev);
	}
	expect_nothing(monitor);
}

CASE(uevents_are_read_without_other_system_calls_while_nothing_happens)
{
	struct cusb_monitor *monitor = watch_ours(seam_begin(), NULL);

	expect_nothing(monitor);
	seam_reset();
	expect_nothing(monitor);
	CHECK_INT(seam_count_all(), seam_count(VIRTUAL_RECVMSG, 0) + seam_count(VIRTUAL_PPOLL, 0));
	CHECK_INT(seam_count(VIRTUAL_PPOLL, 0), 1);
	CHECK_INT(cusb_monitor_poll_timeout(monitor), -1);
	cusb_monitor_free(monitor);
	seam_end();
}

CASE(refused_socket_leads_to_inotify)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_monitor *monitor;

	seam_refuse(VIRTUAL_SOCKET);
	monitor = watch_ours(backend, &often);
	CHECK(seam_count(VIRTUAL_INOTIFY_ADD_WATCH, 0) > 0);
	CHECK(cusb_monitor_poll_fd(monitor) >= 0);
	come_and_go(monitor);
	cusb_monitor_free(monitor);
	seam_end();
}

CASE(refused_bind_leads_to_inotify)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_monitor *monitor;

	seam_refuse(VIRTUAL_BIND);
	monitor = watch_ours(backend, &often);
	come_and_go(monitor);
	cusb_monitor_free(monitor);
	seam_end();
}

CASE(inotify_is_quiet_while_nothing_happens)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_monitor *monitor;
	struct cusb_event event;

	seam_refuse(VIRTUAL_SOCKET);
	monitor = watch_ours(backend, &often);
	CHECK_INT(cusb_monitor_next(monitor, 500, &event), -ETIMEDOUT);
	seam_reset();
	CHECK_INT(cusb_monitor_next(monitor, 100, &event), -ETIMEDOUT);
	CHECK_INT(seam_count_all(), seam_count(VIRTUAL_READ, 0) + seam_count(VIRTUAL_PPOLL, 0));
	CHECK_INT(cusb_monitor_poll_timeout(monitor), -1);
	cusb_monitor_free(monitor);
	seam_end();
}

CASE(without_uevents_and_inotify_the_time_tells_when_to_look)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_monitor *monitor;

	seam_refuse(VIRTUAL_SOCKET);
	seam_refuse(VIRTUAL_INOTIFY_INIT1);
	monitor = watch_ours(backend, &often);
	CHECK_INT(cusb_monitor_poll_fd(monitor), -1);
	CHECK(cusb_monitor_poll_timeout(monitor) <= 20);
	CHECK(cusb_monitor_poll_timeout(monitor) >= 0);
	come_and_go(monitor);
	cusb_monitor_free(monitor);
	seam_end();
}

CASE(watch_that_fails_later_is_replaced_by_looking)
{
	struct cusb_monitor *monitor = watch_ours(seam_begin(), &often);

	seam_refuse(VIRTUAL_RECVMSG);
	come_and_go(monitor);
	CHECK_INT(cusb_monitor_poll_fd(monitor), -1);
	CHECK(cusb_monitor_poll_timeout(monitor) <= 20);
	cusb_monitor_free(monitor);
	seam_end();
}

CASE(watch_that_recovers_is_waited_for_again)
{
	struct cusb_monitor *monitor = watch_ours(seam_begin(), &often);
	int fd = cusb_monitor_poll_fd(monitor);

	seam_fail(VIRTUAL_RECVMSG, 0, 1, 3, -ENOMEM);
	come_and_go(monitor);
	CHECK(seam_failed());
	CHECK_INT(cusb_monitor_poll_fd(monitor), fd);
	CHECK_INT(cusb_monitor_poll_timeout(monitor), -1);
	cusb_monitor_free(monitor);
	seam_end();
}

/* Reads what the watch says of the device, until it says `last`. */
static void read_changes(struct cusb_backend *backend, struct cusb_watch *watch, const char *name,
			 int address, int last)
{
	struct cusb_change change = {.name = ""};

	while (strcmp(change.name, name) != 0 || (int)change.kind != last) {
		int err = backend->watch->next(watch, &change);

		CHECK_EITHER(err, 0, -EAGAIN);
		if (err == -EAGAIN)
			CHECK_OK(backend->watch->wait(backend, watch, GUARD_MS));
		else if (strcmp(change.name, name) == 0)
			CHECK_INT(change.address, address);
	}
}

/* The kernel gives each address of a bus once before it gives one again. */
CASE(uevents_tell_the_address_and_a_replugged_device_has_another)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_watch *watch;
	int addresses[2];

	for (int i = 0; i < 2; i++) {
		const char *name;
		struct cusb_device *dev;

		CHECK_OK(backend->watch->begin(backend, &watch));
		name = world_plug("loopback");
		dev = find_name(name);
		addresses[i] = dev->address;
		read_changes(backend, watch, name, dev->address, CUSB_CHANGE_BOUND);
		world_unplug(name);
		read_changes(backend, watch, name, dev->address, CUSB_CHANGE_REMOVED);
		cusb_device_free(dev);
		backend->watch->end(watch);
	}
	CHECK(addresses[0] != addresses[1]);
	seam_end();
}

static const char only_it[] = "the real world has the namespace that it has";

static int fail_for_1_1(struct cusb_device *dev, void *user)
{
	(void)user;
	if (dev->idVendor != 0xfffe)
		return 0;
	return strcmp(dev->name, "1-1") == 0 ? -ENOENT : 1;
}

/* The first device ends the look: -ENOENT is the custom match's. */
CASE_ONLY(error_of_a_custom_match_does_not_make_others_leave, WORLD_VIRTUAL,
	  "the ports of the real world are given in turn")
{
	const struct cusb_virtual_model *model = cusb_virtual_find_model("loopback");
	struct cusb_backend *backend = seam_begin();
	struct cusb_monitor *monitor = NULL;
	struct cusb_event event;

	seam_refuse(VIRTUAL_SOCKET);
	seam_refuse(VIRTUAL_INOTIFY_INIT1);
	CHECK_OK(cusb_virtual_plug(world.kernel, model, "1-2"));
	CHECK_OK(cusb_monitor_new(CUSB_MATCH(backend, backend, custom_device, fail_for_1_1), &often,
				  &monitor));
	CHECK_OK(cusb_virtual_plug(world.kernel, model, "1-1"));
	CHECK_INT(cusb_monitor_next(monitor, GUARD_MS, &event), -ENOENT);
	expect_nothing(monitor);
	CHECK_OK(cusb_virtual_unplug(world.kernel, "1-2"));
	cusb_device_free(expect_event(monitor, CUSB_LEFT, "1-2"));
	expect_nothing(monitor);
	cusb_monitor_free(monitor);
	monitor = NULL;
	CHECK_INT(cusb_monitor_new(CUSB_MATCH(backend, backend, custom_device, fail_for_1_1), NULL,
				   &monitor),
		  -ENOENT);
	CHECK(!monitor);
	seam_end();
}

CASE_ONLY(uevents_of_a_foreign_namespace_are_not_waited_for, WORLD_VIRTUAL, only_it)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_monitor *monitor;

	virtual_kernel_set_user_namespace(world.kernel, "user:[4026532999]");
	monitor = watch_ours(backend, &often);
	CHECK_INT(seam_count(VIRTUAL_SOCKET, 0), 0);
	come_and_go(monitor);
	cusb_monitor_free(monitor);
	seam_end();
}

CASE_ONLY(without_proc_uevents_are_used, WORLD_VIRTUAL, only_it)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_monitor *monitor;

	virtual_kernel_set_user_namespace(world.kernel, NULL);
	monitor = watch_ours(backend, NULL);
	CHECK_INT(seam_count(VIRTUAL_BIND, 0), 1);
	come_and_go(monitor);
	cusb_monitor_free(monitor);
	seam_end();
}
